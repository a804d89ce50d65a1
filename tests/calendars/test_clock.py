"""Pauses, restarts, extension and stop."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.calendar import ICT
from calendars.clock import ClockEvent, ClockFault, ClockKind, run
from calendars.due import due
from calendars.terms import ClockRules, EndPolicy, Term, TermUnit
from calendars.timeliness import Timeliness, of_ended, of_running
from tests.calendars.sample import CALENDAR, at
from tests.calendars.test_due import calendars, moments, rule_sets, terms

FIVE = Term(Decimal(5), TermUnit.WORKING_DAYS)
K = ClockKind


def history(*steps):
    return [ClockEvent(kind, when if not isinstance(when, str) else at(when), **more) for kind, when, more in steps]


def state(*steps, term=FIVE, rules=None):
    return run(history(*[(*s, {})[:3] for s in steps]), CALENDAR, term, rules or ClockRules())


class TestVectorK:
    BEFORE = ((K.START, "16/11 09:00"), (K.PAUSE, "18/11 10:00", {"reason": "supplement"}))

    def test_before_the_supplement(self):
        paused = state(*self.BEFORE)
        assert paused.due_at == at("23/11 09:00")
        assert (paused.used_seconds, paused.remaining) == (17 * 3600, 23 * 3600)

    def test_the_rest_runs_on(self):
        assert state(*self.BEFORE, (K.RESUME, "25/11 14:00")).due_at == at("30/11 11:00")

    def test_or_the_term_starts_anew(self):
        again = state(*self.BEFORE, (K.RESTART, "25/11 14:00"))
        assert again.due_at == again.original_due_at == at("2/12 14:00")
        assert again.used_seconds == 0


def test_an_extension_keeps_the_original_date_and_comes_once():
    longer = state((K.START, "16/11 09:00"), (K.EXTEND, "20/11 09:00", {"due_at": at("27/11 09:00")}))
    assert (longer.due_at, longer.original_due_at) == (at("27/11 09:00"), at("23/11 09:00"))
    with pytest.raises(ClockFault, match="twice"):
        state(
            (K.START, "16/11 09:00"),
            (K.EXTEND, "20/11 09:00", {"due_at": at("27/11 09:00")}),
            (K.EXTEND, "23/11 09:00", {"due_at": at("30/11 09:00")}),
        )


def test_a_pause_after_an_extension_moves_both_dates():
    both = state(
        (K.START, "16/11 09:00"),
        (K.EXTEND, "17/11 09:00", {"due_at": at("27/11 09:00")}),
        (K.PAUSE, "18/11 09:00"),
        (K.RESUME, "19/11 09:00"),
    )
    assert (both.due_at, both.original_due_at) == (at("30/11 09:00"), at("25/11 09:00"))


def test_a_pause_does_not_heal_lateness():
    late = state((K.START, "2/11 09:00"), (K.PAUSE, "16/11 09:00"), (K.RESUME, "18/11 09:00"))
    assert late.due_at == at("9/11 09:00")


def test_a_term_in_days_moves_by_the_days_that_were_left():
    term = Term(Decimal(30), TermUnit.DAYS)
    moved = state((K.START, "1/6 09:00"), (K.PAUSE, "11/6 09:00"), (K.RESUME, "21/6 09:00"), term=term)
    assert moved.due_at == at("13/7 17:30")  # 11/7/2026 is a Saturday


@pytest.mark.parametrize(
    "steps",
    [
        [(K.PAUSE, "16/11 09:00")],
        [(K.START, "16/11 09:00"), (K.START, "16/11 10:00")],
        [(K.START, "16/11 09:00"), (K.RESUME, "16/11 10:00")],
        [(K.START, "16/11 09:00"), (K.PAUSE, "16/11 10:00"), (K.PAUSE, "16/11 11:00")],
        [(K.START, "16/11 09:00"), (K.STOP, "16/11 10:00"), (K.STOP, "16/11 11:00")],
        [(K.START, "16/11 09:00"), (K.PAUSE, "15/11 10:00")],
        [(K.START, "16/11 09:00"), (K.EXTEND, "16/11 10:00")],
        [(K.RESTART, "16/11 09:00")],
    ],
)
def test_what_is_not_a_clock_is_refused(steps):
    with pytest.raises(ClockFault):
        state(*steps)


@settings(max_examples=150, deadline=None)
@given(calendars(), moments, terms, rule_sets, st.integers(0, 20_000))
def test_pausing_and_resuming_at_once_changes_nothing(cal, start, term, rules, minutes):
    plain = run([ClockEvent(K.START, start)], cal, term, rules)
    at_once = start + timedelta(minutes=minutes)
    touched = run(
        [ClockEvent(K.START, start), ClockEvent(K.PAUSE, at_once), ClockEvent(K.RESUME, at_once)],
        cal,
        term,
        rules,
    )
    assert (touched.due_at, touched.original_due_at) == (plain.due_at, plain.original_due_at)


def test_a_pause_on_a_day_off_takes_no_day_away():
    rules = ClockRules(EndPolicy.END_OF_DAY)
    plain = state((K.START, "12/11 09:00"), rules=rules)
    touched = state((K.START, "12/11 09:00"), (K.PAUSE, "14/11 10:00"), (K.RESUME, "14/11 10:01"), rules=rules)
    assert touched.due_at == plain.due_at == at("19/11 17:30")


@settings(max_examples=200, deadline=None)
@given(calendars(), moments, st.integers(1, 30), st.sampled_from(list(EndPolicy)), st.integers(0, 9000), st.data())
def test_a_pause_while_the_office_is_shut_changes_nothing(cal, start, days, policy, minutes, data):
    term, rules = Term(Decimal(days), TermUnit.WORKING_DAYS), ClockRules(policy)
    pause = start + timedelta(minutes=minutes)
    shut = (cal.snap(pause) - pause).total_seconds()
    resume = pause + timedelta(seconds=data.draw(st.integers(0, int(shut))))
    plain = run([ClockEvent(K.START, start)], cal, term, rules)
    touched = [ClockEvent(K.START, start), ClockEvent(K.PAUSE, pause), ClockEvent(K.RESUME, resume)]
    assert run(touched, cal, term, rules).due_at == plain.due_at


@settings(max_examples=150, deadline=None)
@given(calendars(), moments, terms, rule_sets, st.integers(0, 5000), st.integers(0, 5000))
def test_a_restart_is_a_fresh_start(cal, start, term, rules, first, second):
    pause = start + timedelta(minutes=first)
    again = pause + timedelta(minutes=second)
    restarted = run(
        [ClockEvent(K.START, start), ClockEvent(K.PAUSE, pause), ClockEvent(K.RESTART, again)],
        cal,
        term,
        rules,
    )
    assert restarted.due_at == due(cal, again, term, rules)


@settings(max_examples=150, deadline=None)
@given(calendars(), moments, st.integers(4, 60), st.integers(0, 5000), st.integers(0, 20_000))
def test_a_pause_conserves_the_working_time_that_was_left(cal, start, quarters, first, second):
    term, rules = Term(Decimal(quarters) / 4, TermUnit.WORKING_DAYS), ClockRules(EndPolicy.EXACT_HOUR)
    pause = start + timedelta(minutes=first)
    paused = run([ClockEvent(K.START, start), ClockEvent(K.PAUSE, pause)], cal, term, rules)
    resume = pause + timedelta(minutes=second)
    resumed = run(
        [ClockEvent(K.START, start), ClockEvent(K.PAUSE, pause), ClockEvent(K.RESUME, resume)],
        cal,
        term,
        rules,
    )
    if paused.remaining:
        assert cal.working_seconds(resume, resumed.due_at) == paused.remaining
        assert resumed.due_at >= paused.due_at


@settings(max_examples=150, deadline=None)
@given(
    calendars(),
    moments,
    terms,
    rule_sets,
    st.lists(st.integers(0, 9000), max_size=4),
    st.sampled_from([K.RESUME, K.RESTART]),
)
def test_however_often_it_stands_a_clock_never_ends_outside_a_session(cal, start, term, rules, gaps, again):
    events, now = [ClockEvent(K.START, start)], start
    for index, gap in enumerate(gaps):
        now += timedelta(minutes=gap)
        events.append(ClockEvent(again if index % 2 else K.PAUSE, now))
    end = run(events, cal, term, rules).due_at.astimezone(ICT)
    assert any(s <= end.time() <= e for s, e in cal.sessions_on(end.date()))


@settings(max_examples=150, deadline=None)
@given(calendars(), moments, terms, rule_sets, st.integers(0, 5000), st.integers(0, 5000), st.integers(0, 5000))
def test_who_supplements_later_is_not_due_earlier(cal, start, term, rules, first, second, more):
    pause = start + timedelta(minutes=first)
    for again in (K.RESUME, K.RESTART):
        soon, later = (
            run(
                [
                    ClockEvent(K.START, start),
                    ClockEvent(K.PAUSE, pause),
                    ClockEvent(again, pause + timedelta(minutes=m)),
                ],
                cal,
                term,
                rules,
            )
            for m in (second, second + more)
        )
        assert soon.due_at <= later.due_at


class TestWords:
    DUE = at("17/11 16:00")

    @pytest.mark.parametrize(
        ("ended", "word"),
        [
            ("17/11 11:00", Timeliness.EARLY),
            ("17/11 13:30", Timeliness.ON_TIME),
            ("17/11 16:00", Timeliness.ON_TIME),
            ("17/11 16:01", Timeliness.LATE),
        ],
    )
    def test_of_what_has_ended(self, ended, word):
        assert of_ended(CALENDAR, at(ended), self.DUE) is word

    def test_of_what_has_ended_with_whole_days(self):
        assert of_ended(CALENDAR, at("17/11 11:00"), self.DUE, whole_day=True) is Timeliness.ON_TIME
        assert of_ended(CALENDAR, at("16/11 17:00"), self.DUE, whole_day=True) is Timeliness.EARLY

    @pytest.mark.parametrize(
        ("now", "word"),
        [
            ("13/11 16:00", Timeliness.RUNNING),
            ("16/11 16:00", Timeliness.SOON),
            ("17/11 16:00", Timeliness.SOON),
            ("17/11 16:01", Timeliness.OVERDUE),
        ],
    )
    def test_of_what_runs(self, now, word):
        assert of_running(CALENDAR, at(now), self.DUE, FIVE) is word

    def test_a_long_term_warns_from_a_fifth_of_it(self):
        twenty = Term(Decimal(20), TermUnit.WORKING_DAYS)
        assert of_running(CALENDAR, at("12/11 16:00"), self.DUE, twenty) is Timeliness.SOON
        assert of_running(CALENDAR, at("10/11 16:00"), self.DUE, twenty) is Timeliness.RUNNING

    def test_a_long_term_in_days_warns_from_a_fifth_of_its_working_time_too(self):
        """Thirty days before 16/12 17:30 hold 22 working days (24/11 is off): soon is from 4.4 of them on."""
        thirty, end = Term(Decimal(30), TermUnit.DAYS), at("16/12 17:30")
        assert of_running(CALENDAR, at("10/12 14:30"), end, thirty) is Timeliness.SOON
        assert of_running(CALENDAR, at("10/12 13:30"), end, thirty) is Timeliness.RUNNING
        three = Term(Decimal(3), TermUnit.DAYS)
        assert of_running(CALENDAR, at("15/12 13:30"), end, three) is Timeliness.RUNNING

    def test_without_a_date_nothing_is_late(self):
        assert of_ended(CALENDAR, self.DUE, None) is of_running(CALENDAR, self.DUE, None, FIVE) is Timeliness.NO_DATE
