"""A dossier's story as plain values: each step with the state that it left behind."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from calendars.clock import ClockEvent
from dossiers.states import Status


class By(StrEnum):
    """Who did it: a post of the house, a connected system, or our own clock."""

    PORTAL = "portal"  # the system through which the National Portal files
    GUIDE = "guide"
    RECEPTIONIST = "receptionist"
    HEAD = "head"
    OFFICER = "officer"
    SIGNER = "signer"
    CLERK = "clerk"
    RETURNER = "returner"
    CASHIER = "cashier"
    CLOCK = "clock"
    ELSEWHERE = "elsewhere"  # the system that settles a mirrored dossier


@dataclass(frozen=True, slots=True)
class State:
    """The facts of the dossier after a step. ``assigned``: somebody has it on their desk."""

    status: Status
    version: int = 1
    updated_at: datetime | None = None
    accepted_at: datetime | None = None
    due_at: datetime | None = None
    original_due_at: datetime | None = None
    paused_since: datetime | None = None
    until: datetime | None = None
    supplements: int = 0
    extended: bool = False
    outcome: str = ""
    completed_at: datetime | None = None
    returned_at: datetime | None = None
    closed_at: datetime | None = None
    assigned: bool = False
    warned_soon_for: datetime | None = None
    warned_overdue_for: datetime | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One act and its event. ``before``: the status it found; ``due_before``: the date that held until then.

    ``action`` is named where words go with the act: the citizen reads why.
    """

    kind: str
    at: datetime
    by: By
    before: Status
    due_before: datetime | None
    after: State
    action: str = ""
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A computed due date (``dossiers.models.DueRecord``), by the ``entry``-th entry of the clock (from 0)."""

    entry: int
    due_at: datetime
    previous: datetime | None


@dataclass(slots=True)
class Life:
    """What happened up to now."""

    submitted_at: datetime
    steps: list[Step] = field(default_factory=list)
    clock: list[ClockEvent] = field(default_factory=list)
    dues: list[Due] = field(default_factory=list)

    @property
    def state(self) -> State:
        return self.steps[-1].after

    @property
    def status(self) -> Status:
        return self.steps[-1].after.status
