"""The internal process that counts: a province's own where it published one, else the one of the national entry.

A province's own process layers over the national entry. It was drawn from the steps and terms of one version; where a
later version has the same ones it carries on, and where they differ ``lapsing`` says so beforehand.
"""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import QuerySet

from accounts.models import Province
from procedures.grounds import unbroken
from procedures.models import OwnProcess, ProcedureVersion, StepDefinition


def own_process_on(version: ProcedureVersion, province_id: uuid.UUID, day: date) -> OwnProcess | None:
    """The province's own process for this version in force on ``day``: published for it, for one that it corrects, or for
    an earlier one with the same national steps and terms. One query, some more where a version lies between. Index
    ``own_process_begins_once``."""
    known = list(published(province_id, version.procedure_id))
    return next((own for own in candidates(known, version, day) if carries_on(own, version)), None)


def published(province_id: uuid.UUID, procedure_id: uuid.UUID) -> QuerySet[OwnProcess]:
    """All that the province ever published for a procedure, by first day."""
    rows = OwnProcess.objects.filter(
        province_id=province_id, published_at__isnull=False, version__procedure_id=procedure_id
    )
    return rows.select_related("version").order_by("effective_from", "published_at")


def candidates(known: Iterable[OwnProcess], version: ProcedureVersion, day: date) -> Iterator[OwnProcess]:
    """Of published processes those that run on ``day`` and were drawn for this version, one that it corrects, or an
    earlier one; the latest first."""
    first = version.effective_from
    for own in sorted(known, key=_age, reverse=True):
        drawn_before = own.version.effective_from < first
        drawn_for_it = own.version.effective_from == first and own.version.version <= version.version
        if (drawn_before or drawn_for_it) and runs_on(own, day):
            yield own


def runs_on(own: OwnProcess, day: date) -> bool:
    """Whether a published process has begun and has not ended."""
    assert own.effective_from is not None
    return own.effective_from <= day and (own.effective_to is None or own.effective_to >= day)


def _age(own: OwnProcess) -> tuple[object, ...]:
    return own.effective_from, own.published_at


def carries_on(own: OwnProcess, version: ProcedureVersion) -> bool:
    """Whether a process holds under a version that is its own, corrects it, or came after it: the versions on the way
    must all have its ground."""
    base = own.version
    if base.effective_from == version.effective_from:
        return True
    between = ProcedureVersion.objects.filter(
        procedure_id=version.procedure_id, corrected_by=None, effective_from__gt=base.effective_from,
        effective_from__lt=version.effective_from,
    )  # fmt: skip
    parts = between.order_by("effective_from").prefetch_related("steps", "commitments")
    code = Province.objects.values_list("code", flat=True).get(id=own.province_id)
    return unbroken([base, *parts, version], code)


def steps_on(version: ProcedureVersion, province_id: uuid.UUID, day: date) -> list[StepDefinition]:
    """The steps by which a dossier that is accepted on ``day`` goes; two queries, some more where a version began since
    the province published."""
    own = own_process_on(version, province_id, day)
    return list(own.steps.all() if own else version.steps.all())


def steps_beside(step: StepDefinition) -> QuerySet[StepDefinition]:
    """All steps of the process that a step belongs to: whatever was published since, a dossier goes on by its own."""
    if step.own_process_id is not None:
        return StepDefinition.objects.filter(own_process_id=step.own_process_id)
    return StepDefinition.objects.filter(version_id=step.version_id)


def own_processes(version: ProcedureVersion, province_id: uuid.UUID) -> list[OwnProcess]:
    """A province's own processes for this version, the draft first, then the latest."""
    rows = OwnProcess.objects.filter(version=version, province_id=province_id)
    return list(rows.select_related("drafted_by", "published_by").order_by("-number"))
