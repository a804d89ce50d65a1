"""Due dates: the published vectors, every kind of term, and what must hold for any calendar."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calendars.calendar import ICT, OutOfCalendar, WorkCalendar
from calendars.due import due, transfer_by
from calendars.terms import ClockRules, CutoffRule, EndPolicy, Term, TermUnit
from tests.calendars.sample import CALENDAR, at, minute_by_minute

EXACT = ClockRules()


def days(amount: str | int) -> Term:
    return Term(Decimal(amount), TermUnit.WORKING_DAYS)


@pytest.mark.parametrize(
    ("accepted", "amount", "expected"),
    [
        pytest.param("16/11 09:00", 1, "17/11 09:00", id="A"),
        pytest.param("16/11 16:30", 1, "17/11 16:30", id="B"),
        pytest.param("20/11 16:00", 3, "26/11 16:00", id="C weekend and 24/11"),
        pytest.param("21/11 10:00", 1, "23/11 17:30", id="D Saturday online"),
        pytest.param("20/11 19:30", 1, "23/11 17:30", id="E after hours"),
        pytest.param("16/11 12:10", "0.5", "16/11 17:30", id="F noon"),
        pytest.param("20/8 10:00", 3, "24/8 10:00", id="G worked Saturday"),
        pytest.param("27/8 14:00", 5, "8/9 14:00", id="H 2/9"),
        pytest.param("12/2 09:00", 5, "26/2 09:00", id="I Tet"),
        pytest.param("24/4 15:00", 4, "5/5 15:00", id="J 27/4, 30/4, 1/5"),
    ],
)
def test_published_vectors(accepted, amount, expected):
    assert due(CALENDAR, at(accepted), days(amount), EXACT) == at(expected)


@pytest.mark.parametrize(
    ("accepted", "term", "rules", "expected"),
    [
        ("16/11 09:00", days(1), ClockRules(EndPolicy.END_OF_DAY), "17/11 17:30"),
        ("16/11 09:00", days("0.25"), EXACT, "16/11 11:00"),
        ("16/11 09:00", days("2.5"), ClockRules(EndPolicy.END_OF_DAY), "19/11 17:30"),
        ("16/11 16:00", Term(Decimal(8), TermUnit.WORKING_HOURS), EXACT, "17/11 16:00"),
        ("16/11 09:00", Term(Decimal(30), TermUnit.DAYS), EXACT, "16/12 17:30"),
        ("24/10 09:00", Term(Decimal(30), TermUnit.DAYS), EXACT, "25/11 17:30"),
        ("5/11 09:00", Term(Decimal(3), TermUnit.DAYS), EXACT, "9/11 17:30"),
        ("31/1 09:00", Term(Decimal(1), TermUnit.MONTHS), EXACT, "2/3 17:30"),
        (
            "16/11 14:59",
            Term(Decimal(0), TermUnit.SAME_DAY),
            ClockRules(cutoff=CutoffRule.SAME_DAY_NEXT_DAY),
            "16/11 17:30",
        ),
        (
            "16/11 15:00",
            Term(Decimal(0), TermUnit.SAME_DAY),
            ClockRules(cutoff=CutoffRule.SAME_DAY_NEXT_DAY),
            "16/11 17:30",
        ),
        (
            "16/11 15:01",
            Term(Decimal(0), TermUnit.SAME_DAY),
            ClockRules(cutoff=CutoffRule.SAME_DAY_NEXT_DAY),
            "17/11 17:30",
        ),
        ("16/11 17:00", Term(Decimal(0), TermUnit.SAME_DAY), EXACT, "16/11 17:30"),
        (
            "20/11 19:00",
            Term(Decimal(0), TermUnit.SAME_DAY),
            ClockRules(cutoff=CutoffRule.SAME_DAY_NEXT_DAY),
            "23/11 17:30",
        ),
        ("16/11 15:30", days(3), ClockRules(cutoff=CutoffRule.START_NEXT_WORKING_DAY), "19/11 17:30"),
        ("16/11 14:30", days(3), ClockRules(cutoff=CutoffRule.START_NEXT_WORKING_DAY), "19/11 14:30"),
        ("16/11 15:30", days(3), ClockRules(cutoff=CutoffRule.TRANSFER_ONLY), "19/11 15:30"),
    ],
)
def test_every_kind_of_term_and_cutoff(accepted, term, rules, expected):
    assert due(CALENDAR, at(accepted), term, rules) == at(expected)


@pytest.mark.parametrize(
    ("received", "by"),
    [
        ("16/11 09:00", "16/11 17:30"), ("16/11 15:00", "16/11 17:30"), ("16/11 15:01", "17/11 07:30"),
        ("20/11 16:00", "23/11 07:30"), ("23/11 15:30", "25/11 07:30"), ("21/11 16:00", "23/11 17:30"),
        ("16/11 19:00", "17/11 17:30"),
    ],
)  # fmt: skip
def test_the_first_meaning_of_fifteen_o_clock_moves_the_paper_alone(received, by):
    """NĐ 61/2018 Đ18(2). The clock of a procedure with that rule runs as if there were none."""
    assert transfer_by(CALENDAR, at(received)) == at(by)
    moved, plain = ClockRules(cutoff=CutoffRule.TRANSFER_ONLY), ClockRules()
    assert due(CALENDAR, at(received), days(3), moved) == due(CALENDAR, at(received), days(3), plain)


def test_working_days_and_days_differ_by_two_weeks():
    month = due(CALENDAR, at("1/6 09:00"), Term(Decimal(30), TermUnit.DAYS), EXACT)
    working = due(CALENDAR, at("1/6 09:00"), days(30), EXACT)
    assert (working - month).days >= 11


def test_a_term_that_leaves_the_calendar_is_an_error_not_a_guess():
    with pytest.raises(OutOfCalendar):
        due(CALENDAR, at("1/12 09:00"), days(200), EXACT)


@pytest.mark.parametrize("amount", ["-1"])
def test_a_negative_term_is_refused(amount):
    with pytest.raises(ValueError):
        days(amount)


@pytest.mark.parametrize("unit", [TermUnit.DAYS, TermUnit.MONTHS])
def test_half_a_calendar_day_is_refused(unit):
    with pytest.raises(ValueError):
        Term(Decimal("0.5"), unit)


BEGIN = date(2026, 1, 5)


@st.composite
def calendars(draw) -> WorkCalendar:
    """Any organisation: up to three sessions a day, any days off, at least one day in four worked."""
    quarter = [time(h, m) for h in range(6, 22) for m in (0, 30)]
    patterns = []
    for _ in range(4):
        marks = sorted(draw(st.sets(st.integers(0, len(quarter) - 1), min_size=2, max_size=6)))
        marks = marks[: len(marks) // 2 * 2]
        patterns.append([(quarter[a], quarter[b]) for a, b in zip(marks[::2], marks[1::2], strict=True)])
    choice = draw(st.lists(st.integers(0, 5), min_size=11, max_size=11))

    def sessions_on(day: date):
        index = (day - BEGIN).days
        if index % 4 == 0:
            return patterns[0]
        pick = choice[index % 11]
        return patterns[pick] if pick < 4 else []

    return WorkCalendar.of(BEGIN, BEGIN + timedelta(days=900), sessions_on)


moments = st.integers(0, 60 * 24 * 60).map(
    lambda minutes: datetime.combine(BEGIN, time(0), ICT) + timedelta(minutes=minutes)
)
terms = st.one_of(
    st.integers(1, 80).map(lambda q: Term(Decimal(q) / 4, TermUnit.WORKING_DAYS)),
    st.integers(1, 100).map(lambda h: Term(Decimal(h), TermUnit.WORKING_HOURS)),
    st.integers(0, 60).map(lambda d: Term(Decimal(d), TermUnit.DAYS)),
    st.integers(0, 4).map(lambda m: Term(Decimal(m), TermUnit.MONTHS)),
    st.just(Term(Decimal(0), TermUnit.SAME_DAY)),
)
rule_sets = st.builds(ClockRules, st.sampled_from(EndPolicy), st.sampled_from(CutoffRule))


@settings(max_examples=150, deadline=None)
@given(calendars(), moments, terms, rule_sets)
def test_a_term_never_ends_outside_a_session(cal, start, term, rules):
    end = due(cal, start, term, rules).astimezone(ICT)
    assert any(s <= end.time() <= e for s, e in cal.sessions_on(end.date()))


@settings(max_examples=150, deadline=None)
@given(calendars(), moments, st.integers(0, 5000), terms, rule_sets)
def test_who_comes_later_is_not_due_earlier(cal, start, minutes, term, rules):
    later = start + timedelta(minutes=minutes)
    assert due(cal, start, term, rules) <= due(cal, later, term, rules)


@settings(max_examples=150, deadline=None)
@given(calendars(), moments, st.integers(1, 40), st.integers(0, 40), rule_sets)
def test_a_longer_term_does_not_end_earlier(cal, start, quarters, more, rules):
    short, long = days(str(Decimal(quarters) / 4)), days(str(Decimal(quarters + more) / 4))
    assert due(cal, start, short, rules) <= due(cal, start, long, rules)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 300 * 24 * 60), st.integers(1, 40))
def test_it_agrees_with_walking_minute_by_minute(offset, quarters):
    start = at("5/1 00:00") + timedelta(minutes=offset)
    expected = minute_by_minute(start, quarters * 120)
    assert due(CALENDAR, start, days(str(Decimal(quarters) / 4)), EXACT) == expected


@pytest.mark.soak
def test_it_agrees_with_walking_minute_by_minute_ten_thousand_times():
    import random

    chance = random.Random(20261124)
    for _ in range(10_000):
        start = at("5/1 00:00") + timedelta(minutes=chance.randrange(300 * 24 * 60))
        quarters = chance.randrange(1, 60)
        assert due(CALENDAR, start, days(str(Decimal(quarters) / 4)), EXACT) == minute_by_minute(start, quarters * 120)
