"""The record of a changed calendar: which day, week or year, from what to what, by whom. Events hold codes and dates only;
the names and citations stand in the rows."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.actors import Actor
from calendars.models import CalendarDay, CalendarYear, WorkPattern
from calendars.models.scope import Layered
from events.recording import record

ROWS: dict[type[Layered], str] = {CalendarDay: "day", WorkPattern: "week", CalendarYear: "year"}


def rule_of(row: Layered) -> str:
    """What a row makes of working time, in codes: ``2027-02-05/nghi_le``, ``2027-02-06/lam_bu/07:30-11:30``,
    ``2027-01-01/-/01234.07:30-11:30.13:30-17:30``, ``2027``."""
    if isinstance(row, CalendarDay):
        sessions = ".".join("-".join(pair) for pair in row.sessions or [])
        return "/".join(part for part in (f"{row.date:%Y-%m-%d}", row.kind, sessions) if part)
    if isinstance(row, WorkPattern):
        until = f"{row.valid_to:%Y-%m-%d}" if row.valid_to else "-"
        return "/".join((f"{row.valid_from:%Y-%m-%d}", until, *_week(row)))
    assert isinstance(row, CalendarYear)
    return str(row.year)


def _week(row: WorkPattern) -> list[str]:
    """The weekdays of each set of sessions."""
    of_day: dict[int, list[str]] = {}
    for session in row.sessions.order_by("weekday", "start"):
        of_day.setdefault(session.weekday, []).append(f"{session.start:%H:%M}-{session.end:%H:%M}")
    alike: dict[str, str] = {}
    for weekday, sessions in of_day.items():
        alike[".".join(sessions)] = alike.get(".".join(sessions), "") + str(weekday)
    return [f"{weekdays}.{sessions}" for sessions, weekdays in alike.items()]


def layer_of(row: Layered) -> str:
    """Whose rule it is: ``national``, ``province`` or ``agency``."""
    return ("national", "province", "agency")[row.nearness]


def record_change(row: Layered, *, before: str, after: str, fields: list[str], actor: Actor) -> None:
    """Record that a row was made (no ``before``), changed, or taken away (no ``after``), in the transaction that does it.
    ``fields``: the columns that changed."""
    agency = row.agency
    province = agency.province_id if agency is not None else row.province_id
    data: dict[str, Any] = {
        "row": ROWS[type(row)], "layer": layer_of(row), "before": before, "after": after, "fields": "/".join(fields),
    }  # fmt: skip
    record(
        "calendar.changed", subject=("calendar", row.pk), province_id=province,
        agency_ids=[agency.pk] if agency is not None else [], actor=actor, data=data,
    )  # fmt: skip


def change_in_words(before: str, after: str) -> str:
    """``2027-02-05/nghi_le → 2027-02-05/lam_bu``, for the log of the administration page."""
    return f"{before or _('chưa có')} → {after or _('đã bỏ')}"
