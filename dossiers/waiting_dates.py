"""Dates after which a machine acts by itself: the end of a supplement window, and the day on which silence means consent. Before it
acts it asks the calendar of today, so that nobody loses days on which the offices were shut by a late decree.

They come later so, never nearer. The promised date itself moves only when somebody says so (``dossiers.recalculation``).
"""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import structlog

from accounts.actors import Actor
from calendars.calendar import OutOfCalendar
from calendars.clock import ClockFault
from calendars.queries import calendar_for
from dossiers.acting import finish
from dossiers.clocking import supplement_deadline
from dossiers.journey import step_due
from dossiers.models import Dossier, DossierStep
from dossiers.states import Status
from dossiers.stepping import plan_of
from events.models import Event
from events.queries import of_subject
from foundation.local_time import iso_local, now
from procedures.terms import clock_rules

log = structlog.get_logger(__name__)
CALENDAR = Actor.system("calendar")


def window_still_open(dossier: Dossier) -> bool:
    """Whether the applicant has time to supplement all the same (thời hạn bổ sung), for a dossier that is locked and whose
    window has ended by the date that was kept."""
    return move_window(dossier) and dossier.supplement_until is not None and dossier.supplement_until > now()


def move_window(dossier: Dossier) -> bool:
    """Let the window of a dossier that is locked end as late as today's calendar says, with an event; whether that is later than
    what the calendar said when papers were asked for."""
    asked, before = _last(dossier, "dossier.supplement_requested"), dossier.supplement_until
    if asked is None or before is None:
        return False
    until = supplement_deadline(dossier, asked.occurred_at)
    if until <= max(before, _said(asked) or until):
        return False
    dossier.supplement_until = until
    finish(
        dossier, "dossier.window_moved", actor=CALENDAR, at=now(), until=iso_local(until), stays=True,
        previous_until=iso_local(before), reason_code="calendar",
    )  # fmt: skip
    return True


def move_windows(ids: Collection[UUID], first: datetime) -> int:
    """The same for those of these dossiers, which must be locked, that wait for papers until ``first`` or later; how many moved.
    Some queries for each: few dossiers wait for papers at a time."""
    rows = Dossier.objects.filter(id__in=ids, status=Status.AWAITING_SUPPLEMENT.value, supplement_until__gte=first)
    moved = 0
    for row in rows.select_related("version_of_procedure", "procedure", "agency"):
        try:
            moved += move_window(row)
        except (OutOfCalendar, ClockFault) as error:  # it keeps the one it has, and holds up no other
            log.error("window_not_moved", dossier=str(row.id), error=type(error).__name__)
    return moved


def answer_still_open(dossier: Dossier, question: DossierStep, when: datetime) -> bool:
    """Whether the agency that was asked has time to answer all the same; the later end is kept with an event. For a question of
    the process, of a dossier that is locked."""
    asked = _last(dossier, "dossier.consulted", step=question.step.code, agency_id=str(question.agency_id))
    if asked is None:
        return False
    rules, term = clock_rules(dossier.version_of_procedure), plan_of(question.step).term
    until = step_due(question.arrived_at, term, [], calendar_for(question.agency_id), rules)
    if until is None or until <= max(when, _said(asked) or until):
        return False
    before, question.due_at, question.due_sort = question.due_at, until, until
    question.save(update_fields=["due_at", "due_sort"])
    finish(
        dossier, "dossier.answer_moved", actor=CALENDAR, at=when, step=question.step.code, agency_id=question.agency_id,
        until=iso_local(until), previous_until=iso_local(before), reason_code="calendar", stays=True,
    )  # fmt: skip
    return True


def _last(dossier: Dossier, kind: str, **data: str) -> Event | None:
    """The act by which it was asked. Index ``event_subject``."""
    rows = of_subject("dossier", dossier.id).filter(kind=kind, **{f"data__{name}": said for name, said in data.items()})
    return rows.order_by("-seq").first()


def _said(event: Event) -> datetime | None:
    """The date as it was said then."""
    until = event.data.get("until")
    return datetime.fromisoformat(until) if until else None
