"""The clock agrees with a second, slow and obvious one: every kind of term, every rule, any calendar, pauses and restarts."""

import random
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from calendars.calendar import ICT, Sessions, WorkCalendar
from calendars.clock import ClockEvent, ClockKind, replay, run
from calendars.terms import ClockRules, CutoffRule, EndPolicy, Term, TermUnit
from tests.calendars.slow import SlowClock

FIRST = date(2026, 1, 5)
MARKS = [time(h, m) for h in range(6, 21) for m in (0, 15, 30)]


def a_calendar(chance: random.Random) -> Callable[[date], Sessions]:
    """Any organisation: its sessions, its free weekdays, days off and half days here and there."""

    def sessions() -> Sessions:
        marks = sorted(chance.sample(MARKS, chance.choice([2, 4, 4, 4, 6])))
        return tuple(zip(marks[::2], marks[1::2], strict=True))

    week = [sessions() if chance.random() < (0.9 if weekday < 5 else 0.25) else () for weekday in range(7)]
    week[chance.randrange(5)] = sessions()
    special = {
        FIRST + timedelta(days=chance.randrange(700)): chance.choice([(), (), sessions()])
        for _n in range(chance.randrange(40))
    }

    def on(day: date) -> Sessions:
        return special.get(day, week[day.weekday()])

    return on


def a_term(chance: random.Random, longest: int) -> Term:
    unit = chance.choice(list(TermUnit))
    match unit:
        case TermUnit.WORKING_DAYS:
            return Term(Decimal(chance.randrange(1, longest * 4)) / 4, unit)
        case TermUnit.WORKING_HOURS:
            return Term(Decimal(chance.randrange(1, longest * 16)) / 2, unit)
        case TermUnit.DAYS:
            return Term(Decimal(chance.randrange(longest * 3)), unit)
        case TermUnit.MONTHS:
            return Term(Decimal(chance.randrange(5)), unit)
        case _:
            return Term(Decimal(0), unit)


def a_life(chance: random.Random) -> list[ClockEvent]:
    """Accepted; then, perhaps more than once, paused and gone on or begun anew."""
    at = datetime.combine(FIRST, time(0), ICT) + timedelta(minutes=chance.randrange(60 * 24 * 60))
    life = [ClockEvent(ClockKind.START, at)]
    for _n in range(chance.choice([0, 1, 1, 2, 3])):
        at += timedelta(minutes=chance.randrange(8 * 24 * 60))
        life.append(ClockEvent(ClockKind.PAUSE, at))
        at += timedelta(minutes=chance.choice([0, chance.randrange(24 * 60), chance.randrange(20 * 24 * 60)]))
        life.append(ClockEvent(chance.choice([ClockKind.RESUME, ClockKind.RESUME, ClockKind.RESTART]), at))
    return life


def agrees(chance: random.Random, longest: int) -> None:
    on, term, life = a_calendar(chance), a_term(chance, longest), a_life(chance)
    rules = ClockRules(chance.choice(list(EndPolicy)), chance.choice(list(CutoffRule)))
    fast = run(life, WorkCalendar.of(FIRST, FIRST + timedelta(days=900), on), term, rules)
    slow = SlowClock(on, term, rules)
    told = {
        ClockKind.START: slow.start, ClockKind.RESTART: slow.start, ClockKind.PAUSE: slow.pause,
        ClockKind.RESUME: slow.resume,
    }  # fmt: skip
    for event in life:
        told[event.kind](event.at)
    assert fast.due_at == slow.due, (term, rules, life)


def agrees_when_a_decree_comes(chance: random.Random) -> None:
    """Somewhere in a life another calendar comes into force and what has happened so far is reckoned anew by it."""
    before, term, life = a_calendar(chance), a_term(chance, 6), a_life(chance)
    decreed = {FIRST + timedelta(days=chance.randrange(150)): () for _n in range(chance.randrange(1, 12))}

    def after(day: date) -> Sessions:
        return decreed.get(day, before(day))

    rules = ClockRules(chance.choice(list(EndPolicy)), chance.choice(list(CutoffRule)))
    first, last = (WorkCalendar.of(FIRST, FIRST + timedelta(days=900), on) for on in (before, after))
    place = chance.randrange(1, len(life) + 1)
    by_then = [(event, first) for event in life[:place]]
    anew = ClockEvent(ClockKind.RECKON, life[place - 1].at + timedelta(minutes=0))
    fast = replay([*by_then, (anew, last), *((event, last) for event in life[place:])], term, rules)
    slow, names = SlowClock(before, term, rules), {ClockKind.RESTART: "start"}
    for number, event in enumerate(life):
        if number == place:
            slow.reckon(after)
        slow.tell(names.get(event.kind, event.kind.value), event.at)
    if place == len(life):
        slow.reckon(after)
    assert fast.due_at == slow.due == fast.original_due_at, (term, rules, life, place, decreed)


@pytest.mark.parametrize("seed", range(10))
def test_thirty_lives_into_which_a_late_decree_falls(seed):
    chance = random.Random(1000 + seed)
    for _n in range(30):
        agrees_when_a_decree_comes(chance)


@pytest.mark.parametrize("seed", range(10))
def test_thirty_lives_of_any_kind(seed):
    chance = random.Random(seed)
    for _n in range(30):
        agrees(chance, 6)


@pytest.mark.soak
def test_ten_thousand_lives_of_any_kind():
    chance = random.Random(20261124)
    for _n in range(10_000):
        agrees(chance, 40)
