"""The legal clock of a dossier: what has happened to it, and what follows for its due date.

``run`` is a pure function of the clock's events, the calendar and the rules: the same history gives the same date;
``replay`` lets the calendar have changed on the way.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from calendars.calendar import WorkCalendar, local_date
from calendars.due import clock_start, close_of, due, target_day
from calendars.terms import ClockRules, EndPolicy, Term, TermUnit


class ClockKind(StrEnum):
    """What can happen to a clock. A reopened one runs on as if it had not stopped; one that is reckoned anew has what
    happened to it so far judged by another calendar."""

    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    RESTART = "restart"
    EXTEND = "extend"
    STOP = "stop"
    REOPEN = "reopen"
    RECKON = "reckon"


@dataclass(frozen=True)
class ClockEvent:
    """One thing that happened to the clock. ``due_at``: the date that an extension names, or the original one that is kept
    where all is reckoned anew."""

    kind: ClockKind
    at: datetime
    reason: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True)
class Span:
    """A stretch of the clock's life: counted or paused, with the working time in it (seconds)."""

    kind: str
    start: datetime
    end: datetime | None
    working_seconds: int
    reason: str = ""


@dataclass(frozen=True)
class ClockState:
    """Where a clock stands. ``due_at`` is None before the start; while paused it is the date that held at the pause.

    ``original_due_at`` is the date without the extension: what statistics judge by.
    """

    started_at: datetime | None = None
    due_at: datetime | None = None
    original_due_at: datetime | None = None
    paused_since: datetime | None = None
    stopped_at: datetime | None = None
    remaining: int = 0
    remaining_original: int = 0
    target: date | None = None
    used_seconds: int = 0
    extended: bool = False
    spans: tuple[Span, ...] = ()

    @property
    def running(self) -> bool:
        return self.started_at is not None and self.paused_since is None and self.stopped_at is None


class ClockFault(ValueError):
    """The events do not make a clock: paused twice, resumed without a pause, out of order."""


def run(events: Iterable[ClockEvent], cal: WorkCalendar, term: Term, rules: ClockRules) -> ClockState:
    """The state of the clock after ``events`` (in order of time). ClockFault names what does not fit."""
    return replay(((event, cal) for event in events), term, rules)


def replay(history: Iterable[tuple[ClockEvent, WorkCalendar]], term: Term, rules: ClockRules) -> ClockState:
    """The same, each event with the calendar that was in force when it was reckoned: a later decree on days off moves
    no date that was promised before it."""
    state, seen = ClockState(), list[ClockEvent]()
    for event, cal in history:
        if seen and event.at < seen[-1].at:
            raise ClockFault(f"{event.kind} lies before what came earlier")
        if event.kind is ClockKind.RECKON:
            state = _held(reckoned(seen, cal, term, rules), event)
        else:
            state = _STEPS[event.kind](state, event, cal, term, rules)
        seen.append(event)
    return state


def _held(state: ClockState, event: ClockEvent) -> ClockState:
    """With the original date that somebody kept when all was reckoned anew, where it would have come nearer."""
    original = state.original_due_at
    if event.due_at is None or original is None or event.due_at <= original:
        return state
    return replace(state, original_due_at=event.due_at)


def reckoned(events: Iterable[ClockEvent], cal: WorkCalendar, term: Term, rules: ClockRules) -> ClockState:
    """Where the clock stands when everything so far is reckoned anew by ``cal``: a decree on days off moves the promise
    itself, the original date too. A date that an extension named is a person's word and stays, unless the office is shut
    then: it moves to the end of the next working day (BLDS 2015 Đ148).

    ClockFault where the clock has not begun or has ended.
    """
    state = ClockState()
    for event in events:
        if event.kind is not ClockKind.RECKON:
            state = _STEPS[event.kind](state, _while_open(event, cal), cal, term, rules)
    if state.started_at is None or state.stopped_at is not None:
        raise ClockFault("reckoned anew while not alive")
    return state


def _while_open(event: ClockEvent, cal: WorkCalendar) -> ClockEvent:
    if event.kind is not ClockKind.EXTEND or event.due_at is None or cal.is_open(event.due_at):
        return event
    return replace(event, due_at=close_of(cal, local_date(event.due_at)))


def _start(state: ClockState, event: ClockEvent, cal: WorkCalendar, term: Term, rules: ClockRules) -> ClockState:
    if state.started_at is not None:
        raise ClockFault("started twice")
    end = due(cal, event.at, term, rules)
    start = clock_start(cal, event.at, rules)
    return ClockState(
        started_at=start, due_at=end, original_due_at=end, target=_target(start, term),
        spans=(Span("counted", event.at, None, 0, event.reason),),
    )  # fmt: skip


def _restart(state: ClockState, event: ClockEvent, cal: WorkCalendar, term: Term, rules: ClockRules) -> ClockState:
    if state.started_at is None or state.stopped_at is not None:
        raise ClockFault("restarted while not alive")
    end = due(cal, event.at, term, rules)
    spans = _close(state.spans, event.at, cal)
    start = clock_start(cal, event.at, rules)
    return replace(
        state, started_at=start, due_at=end, original_due_at=end, paused_since=None, remaining=0,
        remaining_original=0, target=_target(start, term), extended=False, used_seconds=0, spans=(*spans, Span("counted", event.at, None, 0, event.reason)),
    )  # fmt: skip


def _pause(state: ClockState, event: ClockEvent, cal: WorkCalendar, term: Term, rules: ClockRules) -> ClockState:
    if not state.running or state.due_at is None or state.original_due_at is None:
        raise ClockFault("paused while not running")
    spans = _close(state.spans, event.at, cal)
    used = state.used_seconds + (spans[-1].working_seconds if spans else 0)
    return replace(
        state, paused_since=event.at,
        remaining=_remaining(cal, event.at, state.due_at, state.target, term, rules),
        remaining_original=_remaining(cal, event.at, state.original_due_at, None, term, rules),
        used_seconds=used, spans=(*spans, Span("paused", event.at, None, 0, event.reason)),
    )  # fmt: skip


def _resume(state: ClockState, event: ClockEvent, cal: WorkCalendar, term: Term, rules: ClockRules) -> ClockState:
    if state.paused_since is None or state.due_at is None or state.stopped_at is not None:
        raise ClockFault("resumed while not paused")
    spans = (*_close(state.spans, event.at, cal), Span("counted", event.at, None, 0, event.reason))
    if event.at == state.paused_since:
        return replace(state, paused_since=None, remaining=0, remaining_original=0, spans=spans)
    paused = state.paused_since
    end = _after(cal, event.at, paused, state.due_at, state.remaining, term, rules)
    original = end
    if state.extended and state.original_due_at is not None:
        original = _after(cal, event.at, paused, state.original_due_at, state.remaining_original, term, rules)
    target = local_date(event.at) + timedelta(days=state.remaining) if state.target else None
    return replace(
        state, paused_since=None, due_at=end, original_due_at=original, remaining=0, remaining_original=0,
        target=target, spans=spans,
    )  # fmt: skip


def _extend(state: ClockState, event: ClockEvent, cal: WorkCalendar, term: Term, rules: ClockRules) -> ClockState:
    if not state.running or event.due_at is None:
        raise ClockFault("extended while not running, or without a new date")
    if state.extended:
        raise ClockFault("extended twice")
    later = max(
        event.due_at, state.due_at or event.due_at
    )  # reckoned anew, the term may reach further than the apology
    return replace(state, due_at=later, extended=True, target=local_date(later) if state.target else None)


def _stop(state: ClockState, event: ClockEvent, cal: WorkCalendar, term: Term, rules: ClockRules) -> ClockState:
    if state.stopped_at is not None:
        raise ClockFault("stopped twice")
    spans = _close(state.spans, event.at, cal)
    counted = spans[-1].working_seconds if spans and spans[-1].kind == "counted" else 0
    return replace(state, stopped_at=event.at, used_seconds=state.used_seconds + counted, spans=spans)


def _reopen(state: ClockState, event: ClockEvent, cal: WorkCalendar, term: Term, rules: ClockRules) -> ClockState:
    if state.stopped_at is None:
        raise ClockFault("reopened while not stopped")
    spans = (*state.spans, Span("counted", state.stopped_at, None, 0, event.reason))
    return replace(state, stopped_at=None, spans=spans)


_STEPS = {
    ClockKind.REOPEN: _reopen,
    ClockKind.START: _start,
    ClockKind.RESTART: _restart,
    ClockKind.PAUSE: _pause,
    ClockKind.RESUME: _resume,
    ClockKind.EXTEND: _extend,
    ClockKind.STOP: _stop,
}


def _close(spans: Sequence[Span], at: datetime, cal: WorkCalendar) -> tuple[Span, ...]:
    if not spans:
        return ()
    last = spans[-1]
    return (*spans[:-1], replace(last, end=at, working_seconds=cal.working_seconds(last.start, at)))


def _target(start: datetime, term: Term) -> date | None:
    """The last day of a calendar-day term, before it is moved to a working day."""
    return target_day(start, term) if term.unit in (TermUnit.DAYS, TermUnit.MONTHS) else None


def _by_end_of_day(term: Term, rules: ClockRules) -> bool:
    return term.unit is TermUnit.WORKING_DAYS and rules.end_policy is EndPolicy.END_OF_DAY


def _counted_day(cal: WorkCalendar, at: datetime) -> date:
    """The working day that an instant belongs to: after the last session and on days off, the next one. A pause that
    begins and ends while the office is shut takes nothing away."""
    return local_date(cal.snap(at))


def _remaining(
    cal: WorkCalendar, at: datetime, due_at: datetime, target: date | None, term: Term, rules: ClockRules
) -> int:
    """What is left of the term at a pause: working seconds, or days for terms that end with a day."""
    if at >= due_at:
        return 0
    if term.unit in (TermUnit.DAYS, TermUnit.MONTHS):
        return max(0, ((target or local_date(due_at)) - local_date(at)).days)
    if _by_end_of_day(term, rules):
        return cal.working_days_between(_counted_day(cal, at), local_date(due_at))
    return cal.working_seconds(at, due_at)


def _after(
    cal: WorkCalendar,
    at: datetime,
    paused: datetime,
    due_at: datetime,
    remaining: int,
    term: Term,
    rules: ClockRules,
) -> datetime:
    """The due date when what was left at the pause runs on from ``at``."""
    if paused >= due_at:
        return due_at  # it was late before the pause: a pause does not heal lateness
    if term.unit in (TermUnit.DAYS, TermUnit.MONTHS):
        return close_of(cal, local_date(at) + timedelta(days=remaining))
    if _by_end_of_day(term, rules):
        return cal.end_of(cal.working_day_after(_counted_day(cal, at), remaining))
    return cal.add(at, remaining)


__all__ = ["ClockEvent", "ClockFault", "ClockKind", "ClockState", "Span", "reckoned", "replay", "run"]
