"""The internal process that counts: a province's own where it published one, else the one of the national entry.

A province's own process layers over the national entry. It was drawn from the steps and terms of one version; where a
later version has the same ones it carries on, and where they differ ``lapsing`` says so beforehand.
"""

import uuid
from datetime import date

from django.db.models import Q, QuerySet

from procedures.grounds import ground_of
from procedures.models import OwnProcess, ProcedureVersion, StepDefinition


def own_process_on(version: ProcedureVersion, province_id: uuid.UUID, day: date) -> OwnProcess | None:
    """The province's own process for this version in force on ``day``: published for it, for one that it corrects, or for
    an earlier one with the same national steps and terms. One query, some more where a version lies between. Index
    ``own_process_begins_once``."""
    begun = Q(version__effective_from__lt=version.effective_from)
    of_it = Q(version__effective_from=version.effective_from, version__version__lte=version.version)
    rows = OwnProcess.objects.filter(
        begun | of_it, Q(effective_to=None) | Q(effective_to__gte=day), province_id=province_id,
        published_at__isnull=False, version__procedure_id=version.procedure_id, effective_from__lte=day,
    )  # fmt: skip
    latest = rows.select_related("version").order_by("-effective_from", "-published_at")
    return next((own for own in latest if carries_on(own, version)), None)


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
    ground = ground_of(base, own.province_id)
    parts = between.prefetch_related("steps", "commitments")
    return all(ground_of(later, own.province_id) == ground for later in [*parts, version])


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
