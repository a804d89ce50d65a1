"""The steps at hand of dossiers whose date moved: nobody works on a day off, so their own dates move too."""

from collections.abc import Mapping
from uuid import UUID

import structlog

from calendars.calendar import OutOfCalendar
from calendars.clock import ClockFault
from calendars.queries import calendar_for
from dossiers.journey import Ending, step_due
from dossiers.models import DossierStep
from dossiers.models.dossier import NO_DATE
from dossiers.recalculation.candidates import Clock
from dossiers.stepping import plan_of
from procedures.terms import clock_rules

log = structlog.get_logger(__name__)


def reckon_steps(clocks: Mapping[UUID, Clock]) -> int:
    """Reckon the open steps of these dossiers anew by today's calendars of their agencies; how many moved. One reading and
    one writing statement, and one for each agency. A step whose date cannot be reckoned keeps the one it has, and no other step waits for it."""
    rows = DossierStep.objects.filter(dossier_id__in=list(clocks), state=Ending.OPEN, beside=None, due_at__isnull=False)
    calendars, moved = {}, []
    for row in rows.select_related("step", "dossier__version_of_procedure").defer("dossier__receipt_code"):
        if row.agency_id not in calendars:
            calendars[row.agency_id] = calendar_for(row.agency_id)
        rules = clock_rules(row.dossier.version_of_procedure)
        try:
            due = step_due(
                row.arrived_at, plan_of(row.step).term, clocks[row.dossier_id].events, calendars[row.agency_id], rules
            )
        except (OutOfCalendar, ClockFault) as error:
            log.error("step_not_reckoned", step=str(row.id), error=type(error).__name__)
            continue
        if due != row.due_at:
            row.due_at, row.due_sort = due, due or NO_DATE
            moved.append(row)
    DossierStep.objects.bulk_update(moved, ["due_at", "due_sort"], batch_size=500)
    return len(moved)
