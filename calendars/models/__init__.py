from calendars.models.day import CalendarDay
from calendars.models.pattern import WorkPattern, WorkSession

__all__ = ["CalendarDay", "WorkPattern", "WorkSession"]
