"""English pages are read in Viet Nam: a date in figures alone is never month first."""

DATE_INPUT_FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y"]
DATETIME_INPUT_FORMATS = ["%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M"]
DATE_FORMAT = SHORT_DATE_FORMAT = "j F Y"
FIRST_DAY_OF_WEEK = 1
