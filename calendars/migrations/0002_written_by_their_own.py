from django.db import migrations

from foundation.scoping.migration import PublicReading

# National rows may be entered by whoever answers for a whole province; the others by their own province.
OWN = (
    "CASE WHEN {table}.agency_id IS NOT NULL THEN EXISTS (SELECT 1 FROM accounts_agency a"
    " WHERE a.id = {table}.agency_id AND a.province_id = scope_province())"
    " ELSE scope_agencies() IS NULL AND coalesce({table}.province_id = scope_province(), true) END"
)
OF_PATTERN = (  # noqa: S608 - a policy, from our own words
    "EXISTS (SELECT 1 FROM calendars_workpattern p WHERE p.id = calendars_worksession.pattern_id AND {own})"
).format(own=OWN.format(table="p"))


class Migration(migrations.Migration):
    """Calendars are public to read, and of their province to write."""

    dependencies = [("calendars", "0001_initial"), ("accounts", "0002_everybodys_rows")]

    operations = [
        PublicReading("calendars_calendarday", staff=OWN.format(table="calendars_calendarday")),
        PublicReading("calendars_workpattern", staff=OWN.format(table="calendars_workpattern")),
        PublicReading(
            "calendars_worksession",
            staff=OF_PATTERN,
        ),
    ]
