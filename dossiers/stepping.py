"""The way of one dossier in the database: its stays at steps, and how acts move it from one to the next."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from accounts.roles import Role
from calendars.clock import ClockEvent, ClockKind
from calendars.queries import calendar_for
from calendars.terms import Term, TermUnit
from dossiers.clocking import promised_on
from dossiers.desks import desk_of
from dossiers.journey import MOVING, RECKONING, STAY, Ending, Move, move_of, step_due
from dossiers.models import Dossier, DossierStep
from dossiers.models.dossier import NO_DATE
from dossiers.process import Plan, Process
from procedures.models import ProcedureVersion, StepDefinition
from procedures.processes import steps_beside, steps_on
from procedures.terms import clock_rules


def process_of(version: ProcedureVersion) -> Process:
    """The internal process of the national entry; one query."""
    return Process.of(plan_of(row) for row in version.steps.all())


def steps_for(dossier: Dossier, known: StepDefinition | None) -> dict[str, StepDefinition]:
    """The steps of the dossier's process by code: that to which a step belongs where it has been, else the one in force on
    the day of its acceptance."""
    if known is not None:
        return {row.code: row for row in steps_beside(known)}
    day = promised_on(dossier)
    return {row.code: row for row in steps_on(dossier.version_of_procedure, dossier.province_id, day)}


def plan_of(row: StepDefinition) -> Plan:
    """A step of the catalogue as a plain value."""
    timed = bool(row.amount) and not row.outside_clock
    return Plan(
        row.code, row.name, row.order, row.agency_role, row.staff_role,
        term=Term(Decimal(row.amount), TermUnit(row.unit)) if timed else None, outside_clock=row.outside_clock,
        beside=row.beside, silence_agrees=row.silence_agrees, case=row.case, ways=tuple(row.next_steps), outcomes=row.outcomes,
    )  # fmt: skip


def here(dossier: Dossier) -> DossierStep | None:
    """The step at which the dossier is; None before acceptance, after its end, and without a process. One query."""
    return dossier.steps.filter(state=Ending.OPEN, beside=None).select_related("step", "agency").first()


def follow(dossier: Dossier, kind: str, at: datetime, by: UUID | None = None) -> None:
    """Let the steps follow an act that is being recorded as ``kind``; the caller saves the dossier."""
    if dossier.is_mirrored:
        return
    if kind in RECKONING:
        _reckon(dossier)
    if kind == "dossier.assigned":
        steps = dossier.steps.filter(state=Ending.OPEN, agency_id=dossier.agency_id, staff_role=Role.CASE_OFFICER)
        steps.update(assignee_id=dossier.assignee_id)
    if kind not in MOVING:
        return
    gone = [] if kind == "dossier.accepted" else list(dossier.steps.filter(beside=None).select_related("step"))
    rows = steps_for(dossier, gone[0].step if gone else None)
    if not rows:
        return
    open_step = next((row for row in gone if row.is_open), None)
    process = Process.of(plan_of(row) for row in rows.values())
    move = move_of(kind, process, open_step.step.code if open_step else "", [row.step.code for row in gone])
    opened = carry_out(dossier, move, open_step, rows, at, by=by)
    if kind == "dossier.started" and opened is not None and opened is not open_step:
        opened.arrived_version = 0  # who has begun has touched it: it is not pulled back
        opened.save(update_fields=["arrived_version"])


def carry_out(
    dossier: Dossier, move: Move, open_step: DossierStep | None, rows: dict[str, StepDefinition], at: datetime, *,
    by: UUID | None = None, assignee: UUID | None = None, version: int = 0,
) -> DossierStep | None:  # fmt: skip
    """Close and open as ``move`` says; the step that is open then. ``rows``: the version's steps by code.

    ``version``: the dossier's row version once the act is saved, if it is not counted up yet.
    """
    if move == STAY:
        return open_step
    if move.closes and open_step:
        close(open_step, move.closes, at, by)
    if move.ends_beside:
        for asked in dossier.steps.filter(state=Ending.OPEN).exclude(beside=None):
            close(asked, Ending.CANCELLED, at, by)
    if move.opens is None:
        return None if move.closes else open_step
    row = rows[move.opens.code]
    agency = desk_of(row.agency_role, dossier)
    if assignee is None and row.staff_role == Role.CASE_OFFICER and agency.id == dossier.agency_id:
        assignee = dossier.assignee_id
    return enter(dossier, row, agency.id, at, assignee=assignee, version=version)


def enter(
    dossier: Dossier, row: StepDefinition, agency_id: UUID, at: datetime, *, assignee: UUID | None = None,
    beside: DossierStep | None = None, term: Term | None = None, silence_agrees: bool = False, staff_role: str = "",
    version: int = 0,
) -> DossierStep:  # fmt: skip
    """Open a stay at a step; the agency sees the dossier from now on."""
    involve(dossier, agency_id)
    due_at = _due(dossier, row, at, agency_id, (), term)
    last = dossier.steps.order_by("-number").values_list("number", flat=True).first() if dossier.row_version > 1 else 0
    opened = DossierStep.objects.create(
        province_id=dossier.province_id, dossier=dossier, step=row, number=(last or 0) + 1, agency_id=agency_id,
        staff_role=staff_role or row.staff_role, assignee_id=assignee, arrived_at=at,
        arrived_version=version or dossier.row_version,
        due_at=due_at, due_sort=due_at or NO_DATE, beside=beside, silence_agrees=silence_agrees,
    )  # fmt: skip
    if beside is None:
        dossier.reached = opened
    return opened


def close(row: DossierStep, ending: Ending, at: datetime, by: UUID | None, *, answer: str = "") -> None:
    """End a stay."""
    row.state, row.finished_at, row.finished_by_id, row.answer = ending.value, max(at, row.arrived_at), by, answer
    row.save(update_fields=["state", "finished_at", "finished_by", "answer"])


def involve(dossier: Dossier, agency_id: UUID) -> None:
    """An agency that has to do something about the dossier sees it from then on; the caller saves."""
    own = {dossier.agency_id, dossier.receiving_agency_id, dossier.support_agency_id, *dossier.other_agency_ids}
    if agency_id not in own:
        dossier.other_agency_ids = [*dossier.other_agency_ids, agency_id]


def _reckon(dossier: Dossier) -> None:
    """The clock runs again: until when are the open steps to be done now? Questions to others ran on meanwhile."""
    clock: list[ClockEvent] | None = None
    for row in dossier.steps.filter(state=Ending.OPEN, beside=None).select_related("step"):
        clock = clock_of(dossier) if clock is None else clock
        row.due_at = _due(dossier, row.step, row.arrived_at, row.agency_id, clock)
        row.due_sort = row.due_at or NO_DATE
        row.save(update_fields=["due_at", "due_sort"])


def clock_of(dossier: Dossier) -> list[ClockEvent]:
    """What happened to the dossier's clock, as plain values."""
    return [ClockEvent(ClockKind(e.kind), e.at, e.reason, e.due_at) for e in dossier.clock.order_by("at", "id")]


def _due(
    dossier: Dossier, row: StepDefinition, arrived: datetime, agency_id: UUID, clock: Iterable[ClockEvent],
    term: Term | None = None,
) -> datetime | None:  # fmt: skip
    own = term or plan_of(row).term
    if own is None:
        return None
    rules = clock_rules(dossier.version_of_procedure)
    return step_due(arrived, own, list(clock), calendar_for(agency_id), rules)
