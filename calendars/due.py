"""When a term ends: a pure function of its start, the term, the rules and the calendar."""

import calendar as months
from datetime import UTC, date, datetime, time, timedelta
from math import ceil

from calendars.calendar import ICT, WorkCalendar, local_date
from calendars.terms import ClockRules, CutoffRule, EndPolicy, Term, TermUnit

CUTOFF = time(15, 0)


def clock_start(cal: WorkCalendar, accepted: datetime, rules: ClockRules) -> datetime:
    """From when the term runs: the acceptance, moved into a session, or the next working day after 15:00 if so ruled."""
    if rules.cutoff is CutoffRule.START_NEXT_WORKING_DAY:
        local = accepted.astimezone(ICT)
        if cal.is_working(local.date()) and local.time() > CUTOFF:
            return cal.start_of(cal.working_day_after(local.date(), 1))
    return cal.snap(accepted)


def add_months(day: date, count: int) -> date:
    """The same day number so many months later, or the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + count
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def close_of(cal: WorkCalendar, day: date) -> datetime:
    """The close of business of ``day``, or of the next working day where it is none (BLDS 2015 Đ148)."""
    return cal.end_of(cal.working_day_from(day))


def due(cal: WorkCalendar, accepted: datetime, term: Term, rules: ClockRules) -> datetime:
    """The instant at which a term that starts with ``accepted`` ends (aware, UTC).

    OutOfCalendar if it leaves the calendar.
    """
    start = clock_start(cal, accepted, rules)
    match term.unit:
        case TermUnit.WORKING_HOURS:
            return cal.add(start, term.working_seconds)
        case TermUnit.WORKING_DAYS:
            if rules.end_policy is EndPolicy.EXACT_HOUR:
                return cal.add(start, term.working_seconds)
            return cal.end_of(cal.working_day_after(local_date(start), ceil(term.amount)))
        case TermUnit.SAME_DAY:
            return _same_day(cal, accepted, start, rules)
        case _:
            return close_of(cal, target_day(start, term))


def target_day(start: datetime, term: Term) -> date:
    """The last day of a term in calendar days or months, whether or not it is a working day."""
    day = local_date(start)
    if term.unit is TermUnit.MONTHS:
        return add_months(day, int(term.amount))
    return day + timedelta(days=int(term.amount))


def _same_day(cal: WorkCalendar, accepted: datetime, start: datetime, rules: ClockRules) -> datetime:
    day = local_date(start)
    local = accepted.astimezone(ICT)
    late = rules.cutoff is CutoffRule.SAME_DAY_NEXT_DAY and local.date() == day and local.time() > CUTOFF
    if late:
        day = cal.working_day_from(day + timedelta(days=1))
    return cal.end_of(day)


def transfer_by(cal: WorkCalendar, received: datetime) -> datetime:
    """Until when the paper of a received dossier has to be handed on (NĐ 61/2018 Đ18(2)): the same working day, or the
    start of the next where it came after 15:00. It moves the paper, never the clock."""
    local, start = received.astimezone(ICT), cal.snap(received)
    day = local_date(start)
    if local.date() == day and local.time() > CUTOFF:
        return cal.start_of(cal.working_day_from(day + timedelta(days=1)))
    return cal.end_of(day)


def midnight(day: date) -> datetime:
    """The beginning of a day in Viet Nam, as an instant."""
    return datetime.combine(day, time.min, ICT).astimezone(UTC)
