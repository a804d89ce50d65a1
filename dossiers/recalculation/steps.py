"""The open steps of the dossiers that are looked at: their own dates move too, also where the promised one stays."""

from collections.abc import Container, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import structlog
from django.db.models import Q

from calendars.calendar import OutOfCalendar, WorkCalendar
from calendars.clock import ClockFault
from calendars.queries import calendar_for
from calendars.terms import ClockRules, Term
from dossiers.journey import Ending, step_due
from dossiers.models import DossierStep
from dossiers.recalculation.candidates import Clock
from dossiers.stepping import plan_of
from foundation.many_rows import update_rows
from procedures.models import ProcedureVersion, StepDefinition
from procedures.terms import clock_rules

log = structlog.get_logger(__name__)


class Stay(NamedTuple):
    """A stay at a step, as far as its date goes; the fields stand as they are read."""

    id: UUID
    dossier_id: UUID
    agency_id: UUID
    step_id: UUID
    version_id: UUID
    arrived_at: datetime
    due_at: datetime
    beside_id: UUID | None


_FIELDS = (
    "id", "dossier_id", "agency_id", "step_id", "dossier__version_of_procedure_id", "arrived_at", "due_at", "beside_id"
)  # fmt: skip


def reckon_steps(clocks: Mapping[UUID, Clock], nearer: Container[UUID] = ()) -> int:
    """Reckon the open steps of these dossiers anew by today's calendars of their agencies, with the questions whose silence
    means consent (their own time runs whatever the dossier's clock does); how many moved. A date comes nearer only for dossiers
    in ``nearer``. Three reading statements and a writing one, and some for each agency. A step whose date cannot be reckoned
    keeps the one it has, and no other step waits for it."""
    rows = DossierStep.objects.filter(
        Q(beside=None) | Q(silence_agrees=True), dossier_id__in=list(clocks), state=Ending.OPEN, due_at__isnull=False
    )
    stays = [Stay(*row) for row in rows.values_list(*_FIELDS)]
    terms, rules = _terms({s.step_id for s in stays}), _rules({s.version_id for s in stays})
    calendars: dict[UUID, WorkCalendar] = {}
    moved = []
    for stay in stays:
        if stay.agency_id not in calendars:
            calendars[stay.agency_id] = calendar_for(stay.agency_id)
        events = clocks[stay.dossier_id].events if stay.beside_id is None else ()
        calendar = calendars[stay.agency_id]
        try:
            due = step_due(stay.arrived_at, terms[stay.step_id], events, calendar, rules[stay.version_id])
        except (OutOfCalendar, ClockFault) as error:
            log.error("step_not_reckoned", step=str(stay.id), error=type(error).__name__)
            continue
        if due is None or (due < stay.due_at and (stay.beside_id or stay.dossier_id not in nearer)):
            continue
        if due != stay.due_at:
            moved.append({"id": stay.id, "due_at": due, "due_sort": due})
    return update_rows(DossierStep, moved)


def _terms(keys: set[UUID]) -> dict[UUID, Term | None]:
    return {row.id: plan_of(row).term for row in StepDefinition.objects.filter(id__in=keys)}


def _rules(keys: set[UUID]) -> dict[UUID, ClockRules]:
    return {row.id: clock_rules(row) for row in ProcedureVersion.objects.filter(id__in=keys)}
