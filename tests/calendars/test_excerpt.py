"""What is kept of a calendar gives the same dates again, whatever the calendar becomes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.calendar import OutOfCalendar, WorkCalendar, local_date
from calendars.clock import ClockEvent, ClockKind, replay, run
from calendars.due import due
from calendars.excerpt import as_it_was, excerpt, restored
from calendars.terms import ClockRules, Term, TermUnit
from tests.calendars.sample import CALENDAR, at, sessions_on
from tests.calendars.test_due import calendars, moments, rule_sets, terms

K = ClockKind
FIVE = Term(Decimal(5), TermUnit.WORKING_DAYS)
EXACT = ClockRules()


def without(*days: date) -> WorkCalendar:
    """The sample calendar after a late decree took these days."""
    return WorkCalendar.of(CALENDAR.first, CALENDAR.last, lambda d: [] if d in days else sessions_on(d))


def test_it_is_short_and_says_what_differs():
    assert excerpt(CALENDAR, date(2026, 11, 16), date(2026, 11, 30)) == {
        "first": "2026-11-16", "last": "2026-11-30", "week": {"07:30-11:30 13:30-17:30": "01234"},
        "days": {"2026-11-24": ""},
    }  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(calendars(), st.integers(0, 300), st.integers(0, 60))
def test_what_was_kept_is_what_was(cal, start, length):
    first = cal.first + timedelta(days=start)
    last = first + timedelta(days=length)
    again = restored(excerpt(cal, first, last))
    days = [first + timedelta(days=n) for n in range(length + 1)]
    assert [again.sessions_on(day) for day in days] == [cal.sessions_on(day) for day in days]


@settings(max_examples=80, deadline=None)
@given(calendars(), calendars(), moments, terms, rule_sets)
def test_the_date_follows_from_what_was_kept_alone(cal, later, start, term, rules):
    end = due(cal, start, term, rules)
    kept = excerpt(cal, local_date(start), local_date(end))
    assert due(restored(kept), start, term, rules) == end
    assert due(as_it_was(later, kept), start, term, rules) == end


def test_days_that_did_not_change_need_no_new_calendar():
    kept = excerpt(CALENDAR, date(2026, 11, 16), date(2026, 11, 30))
    assert as_it_was(CALENDAR, kept) is CALENDAR


def test_what_the_calendar_does_not_cover_is_an_error():
    with pytest.raises(OutOfCalendar):
        excerpt(CALENDAR, CALENDAR.first - timedelta(days=1), date(2026, 11, 30))


def test_a_late_decree_moves_no_promised_date_and_counts_from_then_on():
    """Vector K with a day off (27/11) decreed while the dossier waits: the 23 hours left are those of the promise, and
    they run on by the new calendar."""
    new = without(date(2026, 11, 27))
    start, pause = ClockEvent(K.START, at("16/11 09:00")), ClockEvent(K.PAUSE, at("18/11 10:00"))
    resume = ClockEvent(K.RESUME, at("25/11 14:00"))
    before = run([start, pause], CALENDAR, FIVE, EXACT)
    assert replay([(start, CALENDAR), (pause, CALENDAR)], FIVE, EXACT) == before
    after = replay([(start, CALENDAR), (pause, CALENDAR), (resume, new)], FIVE, EXACT)
    assert run([start, pause, resume], CALENDAR, FIVE, EXACT).due_at == at("30/11 11:00")
    assert after.due_at == at("1/12 11:00")


def test_stopping_after_a_late_decree_leaves_the_promised_date():
    new = without(date(2026, 11, 19))
    events = [ClockEvent(K.START, at("16/11 09:00")), ClockEvent(K.STOP, at("23/11 08:00"))]
    assert run(events, new, FIVE, EXACT).due_at == at("25/11 09:00")  # what it must not become
    kept = excerpt(CALENDAR, date(2026, 11, 16), date(2026, 11, 23))
    then = as_it_was(new, kept)
    assert replay([(event, then) for event in events], FIVE, EXACT).due_at == at("23/11 09:00")
