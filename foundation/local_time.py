"""Times are stored in UTC, computed and shown in Asia/Ho_Chi_Minh."""

import re
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


# what a date of ours can be: wide enough for a birth or a lease, and far from where clocks overflow
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def iso_day(text: str) -> date:
    """The day written ``YYYY-MM-DD``; ValueError for any other spelling and outside 1900–2199."""
    if not _ISO_DAY.fullmatch(text):
        raise ValueError(text)
    day = date.fromisoformat(text)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(text)
    return day


def is_plausible(moment: datetime) -> bool:
    """Whether an instant lies between 1900 and 2199, so that it can be computed with in every time zone."""
    return FIRST_DAY.year <= moment.year <= LAST_DAY.year


def iso_local(moment: datetime | None) -> str | None:
    """``2026-11-24T09:00:00+07:00``: the form in which the API and the events give a time."""
    return None if moment is None else to_local(moment).isoformat(timespec="seconds")
