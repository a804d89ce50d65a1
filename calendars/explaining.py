"""How a due date came about: the life of a clock, stretch by stretch and day by day, for whoever doubts a date.

A pure function of the same history and calendars as the date itself; it reckons nothing anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from calendars.calendar import Sessions, WorkCalendar, local_date
from calendars.clock import ClockEvent, ClockKind, ClockState, replay
from calendars.due import midnight
from calendars.terms import ClockRules, Term, TermUnit


@dataclass(frozen=True)
class Days:
    """Days in a row that are alike: ``sessions`` of each (none on a day off), the working time counted in all of them
    together (seconds), and why they are special."""

    first: date
    last: date
    sessions: Sessions
    seconds: int
    note: str

    @property
    def count(self) -> int:
        """How many days they are."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Stretch:
    """From one thing that happened to the clock to the next, or to the due date.

    ``at``: when it happened; ``counts_from``: from when the term runs, which may be later (None while paused).
    ``target``: the last day of a term in calendar days or months, before it is moved to a working day.
    ``ahead``: the clock is running, and ``end`` is the due date. ``end`` is None while paused.
    """

    opened_by: ClockKind
    reason: str
    at: datetime
    counts_from: datetime | None
    end: datetime | None
    ahead: bool
    due_at: datetime | None
    target: date | None
    left: int
    days: tuple[Days, ...]

    @property
    def paused(self) -> bool:
        return self.counts_from is None

    @property
    def waits(self) -> bool:
        """Whether the term began to run only later: the office was shut, or a rule says so."""
        return self.counts_from is not None and self.counts_from - self.at >= timedelta(minutes=1)

    @property
    def seconds(self) -> int:
        """The working time that counts in it."""
        return sum(part.seconds for part in self.days)


def explain(history: Sequence[tuple[ClockEvent, WorkCalendar]], term: Term, rules: ClockRules) -> tuple[Stretch, ...]:
    """The stretches of a clock's life, oldest first. ClockFault where the history is none of a clock."""
    found = []
    for number, (event, cal) in enumerate(history, start=1):
        if event.kind is not ClockKind.STOP:
            state = replay(history[:number], term, rules)
            then = history[number][0].at if number < len(history) else None
            found.append(_stretch(event, cal, state, then, term))
    return tuple(found)


def _stretch(event: ClockEvent, cal: WorkCalendar, state: ClockState, then: datetime | None, term: Term) -> Stretch:
    pausing = state.paused_since is not None
    begins = state.started_at if _from_the_start(event, state) else event.at
    end = then if then or pausing else state.due_at
    days: tuple[Days, ...] = ()
    if not pausing and begins is not None and end is not None and begins < end:
        whole = term.unit in (TermUnit.DAYS, TermUnit.MONTHS)
        # calendar days are not listed one by one: only what follows the last of them, until an office is open
        first = state.target if whole and state.target else local_date(begins)
        days = tuple(_alike(_day(cal, day, begins, end) for day in _span(first, local_date(end))))
    return Stretch(
        event.kind, event.reason, event.at, None if pausing else begins, end, then is None and not pausing, state.due_at,
        state.target, state.remaining, days,
    )  # fmt: skip


def _from_the_start(event: ClockEvent, state: ClockState) -> bool:
    """Whether what this says of the clock is said of its whole life: what is reckoned anew is told in full, where no
    pause lies in between."""
    if event.kind is ClockKind.RECKON:
        return not any(span.kind == "paused" for span in state.spans)
    return event.kind in (ClockKind.START, ClockKind.RESTART)


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _day(cal: WorkCalendar, day: date, begins: datetime, end: datetime) -> Days:
    from_, until = max(begins, midnight(day)), min(end, midnight(day + timedelta(days=1)))
    return Days(day, day, cal.sessions_on(day), cal.working_seconds(from_, until), cal.notes.get(day, ""))


def _alike(days: Iterator[Days]) -> Iterator[Days]:
    """The same with days in a row that count alike put together."""
    held: Days | None = None
    for one in days:
        if held is not None and _like(held, one):
            held = replace(held, last=one.last, seconds=held.seconds + one.seconds)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held


def _like(held: Days, one: Days) -> bool:
    return (held.sessions, held.note, held.seconds // held.count) == (one.sessions, one.note, one.seconds)
