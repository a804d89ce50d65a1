"""A stretch of a calendar as plain data: what a due date was reckoned with, kept beside it.

``{"first": "2026-11-16", "last": "2026-11-26", "week": {"07:30-11:30 13:30-17:30": "01234"}, "days": {"2026-11-24": ""}}``:
the sessions that the weekdays have in common (0 is Monday), and the days that differ.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Any

from calendars.calendar import OutOfCalendar, Sessions, WorkCalendar

Excerpt = dict[str, Any]


def excerpt(cal: WorkCalendar, first: date, last: date) -> Excerpt:
    """The sessions of ``first`` to ``last``; OutOfCalendar where the calendar does not cover them."""
    if first < cal.first or last > cal.last:
        raise OutOfCalendar(f"{first} to {last} lies outside {cal.first} to {cal.last}")
    written = {day: _write(cal.sessions_on(day)) for day in _span(first, last)}
    usual = {
        weekday: Counter(text for day, text in written.items() if day.weekday() == weekday).most_common(1)[0][0]
        for weekday in sorted({day.weekday() for day in written})
    }
    week: dict[str, str] = {}
    for weekday, text in usual.items():
        if text:
            week[text] = week.get(text, "") + str(weekday)
    differing = {day.isoformat(): text for day, text in written.items() if text != usual[day.weekday()]}
    return {"first": first.isoformat(), "last": last.isoformat(), "week": week, "days": differing}


def restored(kept: Excerpt) -> WorkCalendar:
    """The calendar of an excerpt, with nothing before and after it."""
    sessions = kept_days(kept)
    return WorkCalendar.of(min(sessions), max(sessions), lambda day: sessions[day])


def as_it_was(cal: WorkCalendar, kept: Excerpt) -> WorkCalendar:
    """``cal`` with the days of the excerpt as they were then; ``cal`` itself where they have not changed."""
    sessions = kept_days(kept)
    if all(cal.sessions_on(day) == then for day, then in sessions.items()):
        return cal
    return with_days(cal, sessions)


def with_days(cal: WorkCalendar, sessions: Mapping[date, Sessions]) -> WorkCalendar:
    """``cal`` with some days of their own."""
    first, last = min(cal.first, min(sessions)), max(cal.last, max(sessions))
    return WorkCalendar.of(
        first,
        last,
        lambda day: sessions.get(day, cal.sessions_on(day)),
        notes=cal.notes,
        missing_years=cal.missing_years,
    )


def kept_days(kept: Excerpt) -> dict[date, Sessions]:
    """Each day of an excerpt with its sessions."""
    usual = {int(weekday): text for text, weekdays in kept["week"].items() for weekday in weekdays}
    days = _span(date.fromisoformat(kept["first"]), date.fromisoformat(kept["last"]))
    return {day: _read(kept["days"].get(day.isoformat(), usual.get(day.weekday(), ""))) for day in days}


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _write(sessions: Sessions) -> str:
    return " ".join(f"{_clock(start)}-{_clock(end)}" for start, end in sessions)


def _clock(at: time) -> str:
    return at.isoformat("minutes" if not at.second else "seconds")


@lru_cache(256)  # there are few, and many days of each
def _read(text: str) -> Sessions:
    pairs = (part.split("-") for part in text.split())
    return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in pairs)
