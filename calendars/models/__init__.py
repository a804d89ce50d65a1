from calendars.models.day import CalendarDay
from calendars.models.pattern import WorkPattern, WorkSession
from calendars.models.year import CalendarYear

__all__ = ["CalendarDay", "CalendarYear", "WorkPattern", "WorkSession"]
