"""The internal process (quy trình nội bộ) as plain values: its steps, where each leads, where it ends.

Pure. The steps are those of the version under which a dossier was accepted; PostgreSQL keeps them as they were imported.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from calendars.terms import Term

RECEIVER, DECIDER, CONSULTED = "receiver", "decider", "consulted"
_AT_THE_COUNTER = "receptionist"
_HANDS_OVER = "returner"
_BEFORE_SETTLING = frozenset({_AT_THE_COUNTER, "unit_head"})


@dataclass(frozen=True)
class Plan:
    """One step as the process has it. ``term`` is None for a step outside the clock or without a time of its own."""

    code: str
    name: str
    order: int
    agency_role: str
    staff_role: str
    term: Term | None = None
    outside_clock: bool = False
    beside: str = ""
    silence_agrees: bool = False
    case: str = ""
    ways: tuple[str, ...] = ()
    outcomes: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def is_reception(self) -> bool:
        """The counter's own first step."""
        return self.agency_role == RECEIVER and self.staff_role == _AT_THE_COUNTER


@dataclass(frozen=True)
class Process:
    """The steps of one version in their order; empty where the catalogue has none (another system's procedure)."""

    steps: tuple[Plan, ...]

    @classmethod
    def of(cls, steps: Iterable[Plan]) -> "Process":
        return cls(tuple(sorted(steps, key=lambda step: step.order)))

    @cached_property
    def _by_code(self) -> dict[str, Plan]:
        return {step.code: step for step in self.steps}

    def find(self, code: str) -> Plan | None:
        """The step of this code."""
        return self._by_code.get(code)

    @cached_property
    def main(self) -> tuple[Plan, ...]:
        """The steps on the way, without those that run beside others."""
        return tuple(step for step in self.steps if not step.beside)

    @property
    def first(self) -> Plan | None:
        """Where a dossier begins with its acceptance."""
        return self.main[0] if self.main else None

    @cached_property
    def hand_over(self) -> Plan | None:
        """The last step, at which the result waits for its owner; None where the process ends with the decision."""
        return next((step for step in self.main if not self.onward(step) and _hands_over(step)), None)

    def onward(self, step: Plan) -> tuple[Plan, ...]:
        """Where this step leads on."""
        return tuple(other for code in step.ways if (other := self.find(code)) and other.order > step.order)

    def asks(self, step: Plan) -> tuple[Plan, ...]:
        """The steps that may run beside this one (lấy ý kiến, phối hợp)."""
        return tuple(other for other in self.steps if other.beside == step.code)

    def where_settling_begins(self, step: Plan) -> Plan | None:
        """The step on which the dossier lies once an officer has begun, seen from one before it: past the counter and the
        assigning by a head. None where nothing but the hand-over follows, and where it has begun already."""
        if step.staff_role not in _BEFORE_SETTLING:
            return None
        at: Plan | None = step
        while at is not None and at.staff_role in _BEFORE_SETTLING:
            at = next(iter(self.onward(at)), None)
        return None if at == self.hand_over else at


def _hands_over(step: Plan) -> bool:
    return step.staff_role == _HANDS_OVER or (step.outside_clock and step.agency_role == RECEIVER)
