"""How long a result holds (hạn của kết quả) and when its owner is reminded that it ends. Pure."""

from datetime import date, timedelta
from enum import IntEnum

from calendars.due import add_months


class Reminder(IntEnum):
    """Which reminder is due: the nearer, the higher. What was missed is not made up for by an earlier one."""

    NONE = 0
    YEAR = 1
    MONTH = 2
    WEEK = 3


def holds_until(issued_on: date, months: int | None) -> date | None:
    """The last day of a result's term; None where it holds without one."""
    return add_months(issued_on, months) if months else None


def reminder_on(day: date, valid_until: date) -> Reminder:
    """The reminder that has its time on ``day``: one year, one month, one week ahead; none before, and none once it ended."""
    if day > valid_until:
        return Reminder.NONE
    if day >= valid_until - timedelta(days=7):
        return Reminder.WEEK
    if day >= add_months(valid_until, -1):
        return Reminder.MONTH
    return Reminder.YEAR if day >= add_months(valid_until, -12) else Reminder.NONE
