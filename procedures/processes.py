"""The internal process that counts: a province's own where it published one, else the one of the national entry."""

import uuid
from datetime import date

from django.db.models import Q, QuerySet

from procedures.models import OwnProcess, ProcedureVersion, StepDefinition


def own_process_on(version: ProcedureVersion, province_id: uuid.UUID, day: date) -> OwnProcess | None:
    """The province's own process for this version, or for one that it corrects, in force on ``day``. Index
    ``own_process_begins_once``."""
    of_it = Q(version=version) | Q(version__corrected_by=version) | Q(version__corrected_by__corrected_by=version)
    rows = OwnProcess.objects.filter(
        Q(effective_to=None) | Q(effective_to__gte=day), of_it, province_id=province_id, published_at__isnull=False,
        effective_from__lte=day,
    )  # fmt: skip
    return rows.order_by("-effective_from").first()


def steps_on(version: ProcedureVersion, province_id: uuid.UUID, day: date) -> list[StepDefinition]:
    """The steps by which a dossier that is accepted on ``day`` goes; two queries."""
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
