"""The working calendar of an agency, kept in memory until a row of it changes."""

import uuid
from datetime import date, time, timedelta
from threading import Lock

from django.db import connection
from django.db.models import Q

from accounts.models import Agency
from calendars.calendar import WorkCalendar
from calendars.loading import missing_years
from calendars.models import CalendarDay, WorkPattern
from foundation.local_time import today_local

_STAMP = """
SELECT concat_ws('/', (SELECT max(updated_at) FROM calendars_calendarday),
  (SELECT count(*) FROM calendars_calendarday), (SELECT max(updated_at) FROM calendars_workpattern),
  (SELECT count(*) FROM calendars_workpattern))
"""
_SPAN_BEFORE, _SPAN_AFTER = 3, 4  # years around today that are laid out
_kept: dict[tuple[uuid.UUID, int], tuple[str, WorkCalendar]] = {}
_lock = Lock()


def stamp() -> str:
    """Changes whenever a calendar row changes (one small query)."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        return str(cursor.fetchone()[0])


def calendar_for(agency_id: uuid.UUID) -> WorkCalendar:
    """The working time of an agency: its own rules before its province's before the country's.

    ``missing_years`` of the value names years whose official days off are not known: there only the week counts,
    and whoever shows a date in them must say so.
    """
    now, year = stamp(), today_local().year
    with _lock:
        kept = _kept.get((agency_id, year))
    if kept is not None and kept[0] == now:
        return kept[1]
    built = _build(Agency.objects.get(id=agency_id), year)
    with _lock:
        _kept[(agency_id, year)] = (now, built)
    return built


def _build(agency: Agency, year: int) -> WorkCalendar:
    first, last = date(year - _SPAN_BEFORE, 1, 1), date(year + _SPAN_AFTER, 12, 31)
    here = Q(province=None, agency=None) | Q(province_id=agency.province_id, agency=None) | Q(agency_id=agency.id)
    patterns = sorted(
        WorkPattern.objects.filter(here).prefetch_related("sessions"),
        key=lambda p: (p.nearness, p.valid_from),
    )
    special: dict[date, CalendarDay] = {}
    for row in sorted(CalendarDay.objects.filter(here, date__range=(first, last)), key=lambda d: d.nearness):
        special[row.date] = row
    weeks = [(p, _week(p)) for p in reversed(patterns)]

    def of_week(day: date) -> list[tuple[time, time]]:
        for pattern, week in weeks:
            if pattern.valid_from <= day and (pattern.valid_to is None or day <= pattern.valid_to):
                return week.get(day.weekday(), [])
        return weeks[-1][1].get(day.weekday(), []) if weeks else []

    def sessions_on(day: date) -> list[tuple[time, time]]:
        row = special.get(day)
        if row is None:
            return of_week(day)
        if row.kind in (CalendarDay.Kind.MAKE_UP, CalendarDay.Kind.HALF_DAY):
            if row.sessions:
                return [(time.fromisoformat(a), time.fromisoformat(b)) for a, b in row.sessions]
            usual = of_week(day - timedelta(days=day.weekday()))  # as on that week's Monday
            return usual[:1] if row.kind == CalendarDay.Kind.HALF_DAY else usual
        return []

    return WorkCalendar.of(
        first, last, sessions_on,
        notes={day: row.name for day, row in special.items()}, missing_years=missing_years(first, last),
    )  # fmt: skip


def _week(pattern: WorkPattern) -> dict[int, list[tuple[time, time]]]:
    week: dict[int, list[tuple[time, time]]] = {}
    for session in pattern.sessions.all():
        week.setdefault(session.weekday, []).append((session.start, session.end))
    return week
