"""A date explains itself: every interval, day off and pause that led to it."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from calendars.clock import ClockKind, run
from calendars.due import due
from calendars.explaining import explain
from calendars.terms import ClockRules, CutoffRule, EndPolicy, Term, TermUnit
from tests.calendars.sample import CALENDAR, at
from tests.calendars.test_clock import FIVE, K, history
from tests.calendars.test_due import calendars, moments


def explained(*steps, term=FIVE, rules=None):
    events = history(*[(*s, {})[:3] for s in steps])
    return explain([(event, CALENDAR) for event in events], term, rules or ClockRules())


def lines(stretch):
    return [(d.first.day, d.last.day, round(d.seconds / 3600, 2)) for d in stretch.days]


def test_vector_c_shows_the_weekend_and_the_holiday_between():
    [only] = explained((K.START, "20/11 16:00"), term=Term(Decimal(3), TermUnit.WORKING_DAYS))
    assert not only.waits and only.ahead and only.due_at == only.end == at("26/11 16:00")
    assert lines(only) == [(20, 20, 1.5), (21, 22, 0), (23, 23, 8), (24, 24, 0), (25, 25, 8), (26, 26, 6.5)]
    [holiday] = [d for d in only.days if d.first.day == 24]
    assert holiday.sessions == () and "Ngày Văn hóa" in holiday.note
    assert only.seconds == 24 * 3600


def test_vector_k_paused_and_resumed():
    before, pause, after = explained(
        (K.START, "16/11 09:00"), (K.PAUSE, "18/11 10:00", {"reason": "supplement"}), (K.RESUME, "25/11 14:00")
    )
    assert lines(before) == [(16, 16, 6.5), (17, 17, 8), (18, 18, 2.5)] and not before.ahead
    assert pause.paused and pause.days == () and pause.reason == "supplement" and pause.left == 23 * 3600
    assert pause.end == at("25/11 14:00")
    assert lines(after) == [(25, 25, 3.5), (26, 27, 16), (28, 29, 0), (30, 30, 3.5)]
    assert before.seconds + after.seconds == 40 * 3600


def test_vector_k_started_anew_counts_the_whole_term_again():
    *_rest, again = explained(
        (K.START, "16/11 09:00"), (K.PAUSE, "18/11 10:00", {"reason": "supplement"}), (K.RESTART, "25/11 14:00")
    )
    assert again.seconds == 40 * 3600 and again.due_at == at("2/12 14:00")


def test_a_filing_at_night_counts_from_the_next_session():
    [only] = explained((K.START, "20/11 19:30"), term=Term(Decimal(1), TermUnit.WORKING_DAYS))
    assert (only.at, only.counts_from) == (at("20/11 19:30"), at("23/11 07:30")) and only.waits
    assert lines(only) == [(23, 23, 8)]


def test_after_three_in_the_afternoon_by_a_rule_that_says_so():
    rules = ClockRules(cutoff=CutoffRule.START_NEXT_WORKING_DAY)
    [only] = explained((K.START, "16/11 15:01"), term=Term(Decimal(1), TermUnit.WORKING_DAYS), rules=rules)
    assert only.counts_from == at("17/11 07:30")


def test_calendar_days_show_the_last_of_them_and_why_it_moved():
    # 30 days from Thursday 22/10 end on Saturday 21/11
    [only] = explained((K.START, "22/10 09:00"), term=Term(Decimal(30), TermUnit.DAYS))
    assert only.target == date(2026, 11, 21)
    assert [(d.first.day, d.last.day, d.sessions != ()) for d in only.days] == [(21, 22, False), (23, 23, True)]
    assert only.due_at == at("23/11 17:30")


def test_an_extension_runs_to_its_own_date_and_a_stop_ends_the_last_stretch():
    first, longer = explained(
        (K.START, "16/11 09:00"), (K.EXTEND, "19/11 09:00", {"due_at": at("27/11 09:00"), "reason": "apology"}),
        (K.STOP, "26/11 10:00"),
    )  # fmt: skip
    assert first.due_at == at("23/11 09:00") and first.end == at("19/11 09:00")
    assert longer.opened_by is ClockKind.EXTEND and longer.due_at == at("27/11 09:00")
    assert longer.end == at("26/11 10:00") and not longer.ahead


def test_nothing_is_explained_before_the_clock_starts():
    assert explain([], FIVE, ClockRules()) == ()


@given(calendars(), moments, st.integers(1, 60))
def test_what_is_listed_is_the_term(cal, moment, hours):
    term = Term(Decimal(hours), TermUnit.WORKING_HOURS)
    [only] = explain([(event, cal) for event in history((K.START, moment, {}))], term, ClockRules())
    assert only.seconds == term.working_seconds
    assert only.due_at == due(cal, moment, term, ClockRules())
    # no day is missing and none comes twice
    listed = list(only.days)
    assert all(a.last < b.first and (b.first - a.last).days == 1 for a, b in zip(listed, listed[1:], strict=False))


@given(calendars(), moments, st.integers(1, 20))
def test_by_the_end_of_the_day_the_last_line_is_the_day_it_is_due(cal, moment, days):
    term, rules = Term(Decimal(days), TermUnit.WORKING_DAYS), ClockRules(EndPolicy.END_OF_DAY)
    events = history((K.START, moment, {}))
    [only] = explain([(event, cal) for event in events], term, rules)
    assert only.due_at == run(events, cal, term, rules).due_at
    assert only.days[-1].sessions and sum(d.count for d in only.days if d.sessions) == days + 1
