"""Where a dossier is on its way: what an act on the dossier closes and opens in its process.

Two axes: the legal status says what a dossier means, the step says on whose desk it lies. The acts of the first move the
second along: who begins to settle takes it from the counter, who completes brings it to the hand-over. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from calendars.calendar import WorkCalendar
from calendars.clock import ClockEvent, ClockKind, ClockState, replay
from calendars.terms import ClockRules, CutoffRule, EndPolicy, Term
from dossiers.process import Plan, Process


class Ending(StrEnum):
    """How a stay at a step ended; ``open`` is not yet."""

    OPEN = "open"
    DONE = "done"
    SENT_BACK = "sent_back"
    PULLED_BACK = "pulled_back"
    CANCELLED = "cancelled"
    SILENT = "silent"  # who was asked did not answer in time, and the law takes that as consent


@dataclass(frozen=True)
class Move:
    """What becomes of the open step, which step is opened, and whether those beside it end too."""

    closes: Ending | None = None
    opens: Plan | None = None
    ends_beside: bool = False


STAY = Move()
# The acts of the legal axis that move the dossier on its way.
MOVING = frozenset(
    {
        "dossier.accepted", "dossier.started", "dossier.completed", "dossier.returned", "dossier.recalled",
        "dossier.withdrawn", "dossier.stopped",
    }
)  # fmt: skip
# … and those after which the time of the open steps is reckoned anew.
RECKONING = frozenset({"dossier.supplement_received", "dossier.payment_confirmed"})


def move_of(kind: str, process: Process, here: str, visited: Sequence[str]) -> Move:
    """What the act recorded as ``kind`` does to a dossier at the step ``here`` (empty: none), that has been at the steps
    ``visited`` in this order."""
    at = process.find(here)
    match kind:
        case "dossier.accepted":
            return Move(opens=process.first)
        case "dossier.started" if at is not None:
            following = process.where_settling_begins(at)
            return Move(Ending.DONE, following) if following else STAY
        case "dossier.started" if process.first is not None and not visited:
            return Move(opens=process.where_settling_begins(process.first))  # accepted before steps were kept
        case "dossier.completed":
            return Move(Ending.DONE if at else None, process.hand_over, ends_beside=True)
        case "dossier.returned":
            return Move(Ending.DONE) if at else STAY
        case "dossier.recalled":
            return Move(Ending.PULLED_BACK if at else None, _decided_at(process, visited))
        case "dossier.withdrawn" | "dossier.stopped":
            return Move(Ending.CANCELLED if at else None, ends_beside=True)
    return STAY


def _decided_at(process: Process, visited: Sequence[str]) -> Plan | None:
    """The step at which the result was made: the last before the hand-over."""
    gone = [step for code in visited if (step := process.find(code)) and step != process.hand_over]
    return gone[-1] if gone else None


def step_due(
    arrived: datetime, term: Term | None, clock: Sequence[ClockEvent], calendar: WorkCalendar, rules: ClockRules
) -> datetime | None:
    """Until when the step is to be done: its own term in working time from its arrival, standing still while the
    dossier's clock stands, and beginning anew where that begins anew (NĐ 61/2018 Đ19(4)). None without a term."""
    if term is None:
        return None
    own = ClockRules(EndPolicy.EXACT_HOUR, CutoffRule.NONE, rules.supplement)
    events = [(ClockEvent(ClockKind.START, arrived), calendar)]
    for event in clock:
        if event.at >= arrived and (kind := _felt(event, arrived)):
            events.append((ClockEvent(kind, event.at), calendar))
    return _state(events, term, own).due_at


def _felt(event: ClockEvent, arrived: datetime) -> ClockKind | None:
    """What a step feels of something that happened to the dossier's clock while it was open."""
    if event.kind is ClockKind.START:
        return ClockKind.RESTART if event.at > arrived else None
    return event.kind if event.kind in (ClockKind.PAUSE, ClockKind.RESUME, ClockKind.RESTART) else None


def _state(events: Sequence[tuple[ClockEvent, WorkCalendar]], term: Term, rules: ClockRules) -> ClockState:
    paused = False
    kept = []
    for event, calendar in events:
        if event.kind is ClockKind.RESUME and not paused:
            continue  # it stood still before the step was reached
        paused = event.kind is ClockKind.PAUSE
        kept.append((event, calendar))
    return replay(kept, term, rules)
