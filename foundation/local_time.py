"""Times are stored in UTC, computed and shown in Asia/Ho_Chi_Minh."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return timezone.now()


def to_local(moment: datetime) -> datetime:
    """The same instant on a wall clock in Vietnam."""
    return moment.astimezone(LOCAL)


def today_local() -> date:
    """The day it is in Vietnam."""
    return to_local(now()).date()


def iso_local(moment: datetime | None) -> str | None:
    """``2026-11-24T09:00:00+07:00``: the form in which the API and the events give a time."""
    return None if moment is None else to_local(moment).isoformat(timespec="seconds")
