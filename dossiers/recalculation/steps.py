"""The open steps of the same dossiers: their own dates move too."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import structlog

from calendars.calendar import OutOfCalendar, WorkCalendar
from calendars.clock import ClockFault
from calendars.queries import calendar_for
from calendars.terms import ClockRules, Term
from dossiers.journey import Ending, step_due
from dossiers.models import DossierStep
from dossiers.models.dossier import NO_DATE
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


_FIELDS = ("id", "dossier_id", "agency_id", "step_id", "dossier__version_of_procedure_id", "arrived_at", "due_at")


def reckon_steps(clocks: Mapping[UUID, Clock]) -> int:
    """Reckon the open steps of these dossiers anew by today's calendars of their agencies; how many moved. Three reading
    statements and a writing one, and some for each agency. A step whose date cannot be reckoned keeps the one it has, and
    no other step waits for it."""
    rows = DossierStep.objects.filter(dossier_id__in=list(clocks), state=Ending.OPEN, beside=None, due_at__isnull=False)
    stays = [Stay(*row) for row in rows.values_list(*_FIELDS)]
    terms, rules = _terms({s.step_id for s in stays}), _rules({s.version_id for s in stays})
    calendars: dict[UUID, WorkCalendar] = {}
    moved = []
    for stay in stays:
        if stay.agency_id not in calendars:
            calendars[stay.agency_id] = calendar_for(stay.agency_id)
        events, calendar = clocks[stay.dossier_id].events, calendars[stay.agency_id]
        try:
            due = step_due(stay.arrived_at, terms[stay.step_id], events, calendar, rules[stay.version_id])
        except (OutOfCalendar, ClockFault) as error:
            log.error("step_not_reckoned", step=str(stay.id), error=type(error).__name__)
            continue
        if due != stay.due_at:
            moved.append({"id": stay.id, "due_at": due, "due_sort": due or NO_DATE})
    return update_rows(DossierStep, moved)


def _terms(keys: set[UUID]) -> dict[UUID, Term | None]:
    return {row.id: plan_of(row).term for row in StepDefinition.objects.filter(id__in=keys)}


def _rules(keys: set[UUID]) -> dict[UUID, ClockRules]:
    return {row.id: clock_rules(row) for row in ProcedureVersion.objects.filter(id__in=keys)}
