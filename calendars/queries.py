"""The working calendar of an agency, kept in memory until a row of it changes."""

import uuid
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from threading import Lock

from django.db import connection
from django.db.models import Q

from calendars.calendar import WorkCalendar
from calendars.models import CalendarDay, CalendarYear, WorkPattern
from calendars.sessions import read_sessions
from foundation.local_time import today_local

# One line per layer that has rows: how many, and the sum of the transactions that wrote them, which any change changes,
# whoever wrote it and in whatever order the writers committed. Indexes on the foreign keys.
_STAMP = """
WITH here AS (SELECT id, province_id FROM accounts_agency WHERE id = %s),
rows_here AS (
  SELECT d.agency_id, d.province_id, d.xmin FROM calendars_calendarday d, here
   WHERE d.agency_id = here.id OR (d.agency_id IS NULL AND coalesce(d.province_id = here.province_id, true))
  UNION ALL SELECT y.agency_id, y.province_id, y.xmin FROM calendars_calendaryear y, here
   WHERE y.agency_id = here.id OR (y.agency_id IS NULL AND coalesce(y.province_id = here.province_id, true))
  UNION ALL SELECT p.agency_id, p.province_id, p.xmin FROM calendars_workpattern p, here
   WHERE p.agency_id = here.id OR (p.agency_id IS NULL AND coalesce(p.province_id = here.province_id, true))
  UNION ALL SELECT p.agency_id, p.province_id, s.xmin FROM here, calendars_workpattern p
   JOIN calendars_worksession s ON s.pattern_id = p.id
   WHERE p.agency_id = here.id OR (p.agency_id IS NULL AND coalesce(p.province_id = here.province_id, true))
)
SELECT coalesce(agency_id, province_id), count(*), sum(xmin::text::bigint) FROM rows_here GROUP BY 1 ORDER BY 1
"""
_SPAN_BEFORE, _SPAN_AFTER = 3, 6  # years around today that are laid out: a term may be sixty months
_MOST_KEPT = 256
_Key = tuple[frozenset[uuid.UUID | None], int]
_kept: "OrderedDict[_Key, tuple[str, WorkCalendar]]" = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class _Layers:
    """Whose rows make the calendar of an agency (None: the country's), and a text that any change of them changes."""

    of: frozenset[uuid.UUID | None]
    stamp: str


def _layers(agency_id: uuid.UUID) -> _Layers:
    with connection.cursor() as cursor:
        cursor.execute(_STAMP, [agency_id])
        rows = cursor.fetchall()
    return _Layers(frozenset(row[0] for row in rows), "/".join(f"{count}:{written}" for _of, count, written in rows))


def calendar_for(agency_id: uuid.UUID) -> WorkCalendar:
    """The working time of an agency: its own rules before its province's before the country's.

    Agencies without rules of their own share one value. ``missing_years`` names the years whose official days off are
    not known: there only what is entered counts, and whoever shows a date in them must say so.
    """
    layers, year = _layers(agency_id), today_local().year
    key = (layers.of, year)
    with _lock:
        kept = _kept.get(key)
        if kept is not None and kept[0] == layers.stamp:
            _kept.move_to_end(key)
            return kept[1]
    built = _build(layers.of, year)
    with _lock:
        _kept[key] = (layers.stamp, built)
        _kept.move_to_end(key)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
    return built


def missing_years(first: date, last: date, layers: Sequence[uuid.UUID] = ()) -> tuple[int, ...]:
    """The years between two days of which nobody has said that all days off are entered: for the country, or for one
    of ``layers`` (ids of a province or an agency)."""
    known = set(CalendarYear.objects.filter(_of(layers)).values_list("year", flat=True))
    return tuple(year for year in range(first.year, last.year + 1) if year not in known)


def _of(layers: Sequence[uuid.UUID]) -> Q:
    """The rows of the country, and of these provinces and agencies."""
    return Q(province=None, agency=None) | Q(province__in=layers, agency=None) | Q(agency__in=layers)


def _build(layers: frozenset[uuid.UUID | None], year: int) -> WorkCalendar:
    first, last = date(year - _SPAN_BEFORE, 1, 1), date(year + _SPAN_AFTER, 12, 31)
    whose = [layer for layer in layers if layer is not None]
    of_week = _weeks(whose)
    special: dict[date, CalendarDay] = {}
    for row in sorted(CalendarDay.objects.filter(_of(whose), date__range=(first, last)), key=lambda d: d.nearness):
        special[row.date] = row

    def sessions_on(day: date) -> list[tuple[time, time]]:
        row = special.get(day)
        if row is None:
            return of_week(day)
        if row.kind not in CalendarDay.WORKED:
            return []
        if row.sessions:
            return list(read_sessions(row.sessions))
        usual = of_week(day - timedelta(days=day.weekday()))  # as on that week's Monday
        return usual[:1] if row.kind == CalendarDay.Kind.HALF_DAY else usual

    return WorkCalendar.of(
        first, last, sessions_on,
        notes={day: f"{row.name} ({row.citation})" for day, row in special.items()}, missing_years=missing_years(first, last, whose),
    )  # fmt: skip


def _weeks(layers: Sequence[uuid.UUID]) -> Callable[[date], list[tuple[time, time]]]:
    """The usual sessions of a day: by the nearest pattern in force, the latest of them; before all, by the oldest."""
    patterns = sorted(
        WorkPattern.objects.filter(_of(layers)).prefetch_related("sessions"),
        key=lambda p: (p.nearness, p.valid_from), reverse=True,
    )  # fmt: skip
    weeks = [(pattern, _week(pattern)) for pattern in patterns]

    def of_week(day: date) -> list[tuple[time, time]]:
        for pattern, week in weeks:
            if pattern.valid_from <= day and (pattern.valid_to is None or day <= pattern.valid_to):
                return week.get(day.weekday(), [])
        return weeks[-1][1].get(day.weekday(), []) if weeks else []

    return of_week


def _week(pattern: WorkPattern) -> dict[int, list[tuple[time, time]]]:
    week: dict[int, list[tuple[time, time]]] = {}
    for session in sorted(pattern.sessions.all(), key=lambda s: s.start):
        week.setdefault(session.weekday, []).append((session.start, session.end))
    return week
