"""At which steps of its process a dossier's life brought it: what ``dossiers.stepping`` would have written, over plain
values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from calendars.calendar import WorkCalendar
from calendars.clock import ClockEvent
from calendars.terms import ClockRules
from dossiers.journey import MOVING, RECKONING, STAY, Ending, Move, move_of, step_due
from dossiers.process import Plan, Process
from portal.seeding.lives.life import Step

FORWARD = "dossier.step_completed"


@dataclass(slots=True)
class Stay:
    """One stay: from the act that brought it there to the act that took it away. ``first``: that act's place in the life."""

    plan: Plan
    number: int
    first: int
    arrived: Step
    left: Step | None = None
    ending: Ending = Ending.OPEN
    reckoned: Step | None = None
    assigned: bool = False

    @property
    def version(self) -> int:
        """The dossier's version with which it came; who begins has touched it."""
        return 0 if self.arrived.kind == "dossier.started" else self.arrived.after.version

    def due(self, clock: Sequence[ClockEvent], calendar: WorkCalendar, rules: ClockRules) -> datetime | None:
        """Until when it was to be done, as it was last reckoned."""
        until = self.reckoned.at if self.reckoned else None
        felt = [e for e in clock if until and e.at <= until]
        return step_due(self.arrived.at, self.plan.term, felt, calendar, rules)


def _onward(process: Process, here: Stay | None) -> Move:
    """The ordinary way on, as a life goes it."""
    return Move(Ending.DONE, process.onward(here.plan)[0]) if here else STAY


def stays_of(process: Process, life: Sequence[Step]) -> list[Stay]:
    """All stays of a life, in order; none without a process."""
    found: list[Stay] = []
    for place, step in enumerate(life if process.steps else ()):
        here = found[-1] if found and found[-1].left is None else None
        if here and step.kind in RECKONING:
            here.reckoned = step
        if here and step.kind == "dossier.assigned":
            here.assigned = here.plan.staff_role == "case_officer"
        if step.kind not in MOVING and step.kind != FORWARD:
            continue
        move = (
            _onward(process, here)
            if step.kind == FORWARD
            else move_of(step.kind, process, here.plan.code if here else "", [stay.plan.code for stay in found])
        )
        if move == STAY:
            continue
        if here and move.closes:
            here.left, here.ending = step, move.closes
        if move.opens:
            officers = move.opens.staff_role == "case_officer" and step.after.assigned
            found.append(Stay(move.opens, len(found) + 1, place, step, assigned=officers))
    return found
