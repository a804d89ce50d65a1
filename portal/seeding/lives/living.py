"""The acts on a dossier as they change it, with the law's clock: what ``dossiers.actions`` does, over plain values."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from calendars.calendar import WorkCalendar
from calendars.clock import ClockEvent, ClockKind, run
from calendars.due import due
from calendars.terms import ClockRules, PausePolicy, Term
from dossiers.process import Plan, Process
from dossiers.states import RUNNING, Status
from portal.seeding.lives.life import By, Due, Life, State, Step

S = Status
_SOON = timedelta(days=1)
_WATCH = 60.0  # seconds between two looks at the clocks
_WINDOWS = 300.0  # … and at the supplement windows
NO_PROCESS = Process(())
_DOES = {
    "unit_head": By.HEAD,
    "signer": By.SIGNER,
    "clerk": By.CLERK,
}  # others are the officer's, or noted by the officer
_GIVE_A_DATE = frozenset({ClockKind.START, ClockKind.RESTART, ClockKind.RESUME, ClockKind.EXTEND})


class NotYet(Exception):
    """The next thing has not happened yet."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a dossier is settled: the working time of agency and counter, the term and its rules."""

    office: WorkCalendar
    counter: WorkCalendar
    term: Term
    rules: ClockRules
    window: Term
    process: Process = NO_PROCESS  # whose steps a life goes through; without them it is settled in one


class Living:
    """One dossier being lived. Every act takes its moment; NotYet where that lies in the future."""

    def __init__(self, chance: random.Random, setting: Setting, now: datetime, filed: datetime, by: By) -> None:
        self.chance, self.setting, self.now = chance, setting, now
        self.life = Life(filed)
        self.state = State(S.SUBMITTED)
        self.here: Plan | None = None
        self._step("dossier.submitted", filed, by)

    @property
    def last(self) -> datetime:
        return self.life.steps[-1].at

    def wait(self, calendar: WorkCalendar, hours: float, after: datetime | None = None) -> datetime:
        """The moment so many working hours later, in a session of ``calendar``."""
        return calendar.add(after or self.last, max(1, int(hours * 3600)))

    def attach(self, at: datetime) -> None:
        """A paper comes with the filing."""
        self._due(at)
        self._step("dossier.document_added", at, By.PORTAL)

    def accept(self, at: datetime, by: By = By.RECEPTIONIST) -> None:
        self._due(at)
        self._clock(ClockKind.START, at, "accepted")
        self._step("dossier.accepted", at, by, status=S.ACCEPTED, accepted_at=at)

    def refuse(self, at: datetime) -> None:
        self._due(at)
        self._step("dossier.refused", at, By.RECEPTIONIST, action="refuse", status=S.REFUSED, closed_at=at)

    def assign(self, at: datetime) -> None:
        self._due(at)
        self._step("dossier.assigned", at, By.HEAD, assigned=True)

    def start(self, at: datetime) -> None:
        self._due(at)
        self._step("dossier.started", at, By.OFFICER, status=S.PROCESSING, assigned=True)
        first = self.setting.process.first
        self.here = self.setting.process.where_settling_begins(first) if first else None

    def ahead(self) -> int:
        """How many desks it still has to go to before its result is made."""
        count, at = 0, self.here
        while at is not None and (at := self._next(at)) is not None:
            count += 1
        return count

    def forward(self, at: datetime) -> None:
        """The step is done; on to the next desk."""
        assert self.here is not None
        self._due(at)
        self._step("dossier.step_completed", at, _DOES.get(self.here.staff_role, By.OFFICER))
        self.here = self._next(self.here)

    def _next(self, step: Plan) -> Plan | None:
        """The ordinary way on; None where that is the hand-over."""
        following = next(iter(self.setting.process.onward(step)), None)
        return None if following == self.setting.process.hand_over else following

    def ask(self, at: datetime, by: By, *, again: bool = False) -> datetime:
        """Ask for papers; gives until when they may come."""
        self._due(at)
        until = due(self.setting.office, at, self.setting.window, ClockRules())
        changes: dict[str, Any] = {"until": until, "status": S.AWAITING_INTAKE_SUPPLEMENT}
        if self.state.status is not S.SUBMITTED:
            changes |= {"status": S.AWAITING_SUPPLEMENT, "supplements": self.state.supplements + 1}
            self._clock(ClockKind.PAUSE, at, "supplement")
        rule = "override" if again else ""
        self._step("dossier.supplement_requested", at, by, action="request_supplement", rule=rule, **changes)
        return until

    def receive(self, at: datetime, by: By) -> None:
        """The papers are complete."""
        self._due(at)
        following = S.SUBMITTED if self.state.status is S.AWAITING_INTAKE_SUPPLEMENT else S.PROCESSING
        due_before = self.state.due_at
        if following is S.PROCESSING:
            anew = self.setting.rules.supplement is PausePolicy.TINH_LAI
            self._clock(ClockKind.RESTART if anew else ClockKind.RESUME, at, "supplement")
        self._step("dossier.supplement_received", at, by, due_before=due_before, status=following, until=None)

    def charge(self, at: datetime) -> None:
        self._due(at)
        self._clock(ClockKind.PAUSE, at, "payment")
        self._step(
            "dossier.payment_requested", at, By.OFFICER, action="request_payment", status=S.AWAITING_PAYMENT
        )  # fmt: skip

    def paid(self, at: datetime, by: By) -> None:
        self._due(at)
        due_before = self.state.due_at
        self._clock(ClockKind.RESUME, at, "payment")
        self._step("dossier.payment_confirmed", at, by, due_before=due_before, status=S.PROCESSING)

    def extend(self, at: datetime, new_due: datetime) -> None:
        self._due(at)
        due_before = self.state.due_at
        self._clock(ClockKind.EXTEND, at, "apology", due_at=new_due)
        self._step("dossier.extended", at, By.SIGNER, action="extend", due_before=due_before, extended=True)

    def end(self, at: datetime, kind: str, by: By, *, rule: str = "") -> None:
        """Withdraw or stop."""
        self._due(at)
        status = Status(kind)
        action = {S.WITHDRAWN: "withdraw", S.STOPPED: "stop"}[status]
        if self.life.clock:
            self._clock(ClockKind.STOP, at, action)
        self._step(
            f"dossier.{kind}", at, by, action=action, rule=rule, status=status, closed_at=at, until=None, paused_since=None
        )  # fmt: skip

    def expire(self, until: datetime) -> None:
        """The window passed and our clock closed the dossier."""
        at = until + timedelta(seconds=self.chance.uniform(1, _WINDOWS))
        self.end(at, "stopped", By.CLOCK, rule="window_expired")

    def result(self, at: datetime) -> None:
        self._due(at)
        self._step("dossier.result_added", at, By.OFFICER)

    def complete(self, at: datetime, outcome: str) -> None:
        self._due(at)
        self._clock(ClockKind.STOP, at, "completed")
        action = "complete" if outcome == "refused" else ""
        self._step(
            "dossier.completed", at, By.CLERK, action=action, status=S.COMPLETED, outcome=outcome, completed_at=at
        )  # fmt: skip

    def recall(self, at: datetime) -> None:
        self._due(at)
        self._clock(ClockKind.REOPEN, at, "recalled")
        self._step(
            "dossier.recalled", at, By.SIGNER, action="recall", status=S.PROCESSING, outcome="", completed_at=None
        )  # fmt: skip

    def hand_over(self, at: datetime) -> None:
        self._due(at)
        self._step("dossier.returned", at, By.RETURNER, status=S.RETURNED, returned_at=at, closed_at=at)

    def stand(self) -> Life:
        """Bring the warnings up to now; the finished life."""
        self._warn(self.now)
        return self.life

    def _due(self, at: datetime) -> None:
        """Before an act: is it past, and what did our clock say until then?"""
        if at >= self.now:
            raise NotYet
        assert at >= self.last, "acts follow each other"
        self._warn(at)

    def _clock(self, kind: ClockKind, at: datetime, reason: str, *, due_at: datetime | None = None) -> None:
        life = self.life
        life.clock.append(ClockEvent(kind, at, reason, due_at))
        told = run(life.clock, self.setting.office, self.setting.term, self.setting.rules)
        if told.due_at is not None and kind in _GIVE_A_DATE:
            life.dues.append(Due(len(life.clock) - 1, told.due_at, self.state.due_at))
        self.state = replace(
            self.state, due_at=told.due_at, original_due_at=told.original_due_at, paused_since=told.paused_since
        )

    def _step(
        self, kind: str, at: datetime, by: By, *, action: str = "", rule: str = "", due_before: datetime | None = None,
        **changes: Any,
    ) -> None:  # fmt: skip
        before = self.state.status
        self.state = replace(self.state, version=self.state.version + 1, updated_at=at, **changes)
        self.life.steps.append(Step(kind, at, by, before, due_before, self.state, action, rule))

    def _warn(self, until: datetime) -> None:
        """Once for each due date: that it is near, that it is past."""
        date = self.state.due_at
        if date is None or self.state.status not in RUNNING:
            return
        soon = max(self.last, date - _SOON) + timedelta(seconds=self.chance.uniform(1, _WATCH))
        if self.state.warned_soon_for != date and soon < min(until, date):
            self._step("dossier.due_soon", soon, By.CLOCK, warned_soon_for=date)
        past = max(self.last, date) + timedelta(seconds=self.chance.uniform(1, _WATCH))
        if self.state.warned_overdue_for != date and past < until:
            self._step("dossier.overdue", past, By.CLOCK, warned_overdue_for=date)
