"""The lists of steps, each with the index that serves it."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import F, Q, QuerySet

from accounts.models import Position
from accounts.queries import in_being
from accounts.roles import STANDS_IN, Role
from dossiers.journey import Ending
from dossiers.models import Dossier, DossierStep, Remark
from dossiers.queries import LIST_FIELDS
from dossiers.states import PAUSED, RUNNING, Status
from events.queries import of_subject

_PAUSED = [s.value for s in PAUSED]
_ON_A_DESK = [*(s.value for s in RUNNING), Status.COMPLETED.value]


def stays_of(dossier_id: UUID) -> list[DossierStep]:
    """Every stay of a dossier in order, with step, agency and people; one query. Index ``dossier_step_numbered``."""
    rows = DossierStep.objects.filter(dossier_id=dossier_id)
    return list(rows.select_related("step", "agency", "assignee", "finished_by").order_by("number"))


def question_of(asked: DossierStep) -> str:
    """What an agency was asked, in the words of who asked; empty where nothing was kept. Two queries. Index ``event_subject``."""
    events = of_subject("dossier", asked.dossier_id).filter(kind="dossier.consulted", occurred_at=asked.arrived_at)
    event = events.filter(data__agency_id=str(asked.agency_id)).last()
    remark = Remark.objects.filter(dossier_id=asked.dossier_id, event_id=event.id).first() if event else None
    return remark.note if remark else ""


def at_step() -> QuerySet[DossierStep]:
    """The steps at which dossiers are. Indexes ``dossier_at_one_step``, ``dossier_step_desk``."""
    return DossierStep.objects.filter(state=Ending.OPEN, beside=None)


def steps_at(dossier_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The name of the step at which each of these dossiers is; one query. Index ``dossier_at_one_step``."""
    rows = at_step().filter(dossier_id__in=list(dossier_ids))
    return dict(rows.values_list("dossier_id", "step__name"))


def desks_of(positions: Iterable[Position]) -> set[tuple[UUID, str]]:
    """The desks (agency, role) whose work comes to somebody with these posts: their own, and those where they stand in
    because nobody there holds the role. One query."""
    own = {(post.agency_id, Role(post.role)) for post in positions}
    held = set(
        Position.objects.filter(
            in_being(), agency_id__in={agency for agency, _role in own}, user__is_active=True
        ).values_list("agency_id", "role")
    )
    stood = {
        (agency, role.value)
        for agency, mine in own
        for role, others in STANDS_IN.items()
        if mine in others and (agency, role.value) not in held
    }
    return {(agency, role.value) for agency, role in own} | stood


def waiting_at(positions: Iterable[Position], work_of: Iterable[UUID]) -> QuerySet[Dossier]:
    """The dossiers whose step, or a question about them, lies on a desk of these posts and is nobody else's (việc đến
    bước của tôi; ``work_of``: whose work this person does), by the dossier's urgency. What an officer settles stands on the officer's own list and is left out.

    Reads the few open steps along ``dossier_step_desk``.
    """
    desks = desks_of(positions)
    if not desks:
        return Dossier.objects.none()
    here = reduce(or_, (Q(agency_id=agency, staff_role=role) for agency, role in sorted(desks)))
    free = Q(assignee=None) | Q(assignee_id__in=sorted(work_of))
    settled_there = Q(staff_role=Role.CASE_OFFICER.value, agency_id=F("dossier__agency_id"), beside=None)
    steps = DossierStep.objects.filter(here, free, state=Ending.OPEN)
    main = steps.filter(beside=None).exclude(settled_there)
    asked = steps.exclude(beside=None)  # questions run on while the applicant is waited for
    rows = Dossier.objects.filter(
        Q(id__in=main.values("dossier_id"), status__in=_ON_A_DESK)
        | Q(id__in=asked.values("dossier_id"), status__in=[*_ON_A_DESK, *_PAUSED])
    )
    return rows.select_related(*LIST_FIELDS).order_by("due_sort", "id")
