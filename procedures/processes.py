"""The internal process that counts: a province's own where it published one, else the one of the national entry.

A province's own process layers over the national entry. It was drawn from the steps and terms of one version; where a
later version has the same ones it carries on, and where they differ ``lapsing`` says so beforehand. What was published
for a later version, or for a correction, takes the place of what was published for the one before it.
"""

import uuid
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from procedures.drafting import places_of
from procedures.grounds import unbroken
from procedures.models import OwnProcess, ProcedureVersion, StepDefinition
from procedures.models.own_process import STANDING
from procedures.queries import effective


def own_process_on(version: ProcedureVersion, province_id: uuid.UUID, day: date) -> OwnProcess | None:
    """The province's own process for this version in force on ``day``: published for it, for one that it corrects, or for
    an earlier one with the same national steps and terms. One query, some more where a version lies between. Index
    ``own_process_begins_once``."""
    known = list(published(province_id, version.procedure_id))
    return next((own for own in candidates(known, version, day) if carries_on(own, version)), None)


def published(province_id: uuid.UUID, procedure_id: uuid.UUID) -> QuerySet[OwnProcess]:
    """All that the province ever published for a procedure and did not withdraw, by first day."""
    rows = OwnProcess.objects.filter(STANDING, province_id=province_id, version__procedure_id=procedure_id)
    return rows.select_related("version").order_by("effective_from", "published_at")


def candidates(known: Iterable[OwnProcess], version: ProcedureVersion, day: date) -> Iterator[OwnProcess]:
    """Of published processes those that run on ``day`` and were drawn for this version, one that it corrects, or an
    earlier one; the latest first."""
    fitting = [own for own in known if _place(own.version) <= _place(version)]
    for own in sorted(fitting, key=_age, reverse=True):
        if runs_on(own, day) and not is_replaced(own, fitting):
            yield own


def is_replaced(own: OwnProcess, known: Iterable[OwnProcess]) -> bool:
    """Whether before it begins one did for a later version, or for the correction of its own: then it never holds. What
    was decided for an older law takes nothing from what was decided for the newer one."""
    return any(_place(other.version) > _place(own.version) and _first(other) <= _first(own) for other in known)


def last_day(version: ProcedureVersion, begins: date, known: Iterable[OwnProcess]) -> date | None:
    """The last day of a process for ``version`` that begins on a day: the one before the next begins that was published for
    this version or a later one; None for as long as it carries on. What was published ahead for an older one, or for one
    that this one corrects, it replaces."""
    after = [_first(own) for own in known if _first(own) > begins and _place(own.version) >= _place(version)]
    return min(after) - timedelta(days=1) if after else None


def runs_on(own: OwnProcess, day: date) -> bool:
    """Whether a published process has begun and has not ended."""
    return _first(own) <= day and (own.effective_to is None or own.effective_to >= day)


def _place(version: ProcedureVersion) -> tuple[date, int]:
    """Where it stands among the versions of its procedure."""
    return version.effective_from, version.version


def _first(own: OwnProcess) -> date:
    assert own.effective_from is not None
    return own.effective_from


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
    return unbroken([base, *parts, version], places_of(own.province_id))


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
    """A province's own processes for this version, the draft first, then the latest, then what it published for versions
    that this one corrects."""
    corrected = Q(
        published_at__isnull=False, version__procedure_id=version.procedure_id, version__version__lt=version.version,
        version__effective_from=version.effective_from,
    )  # fmt: skip
    rows = OwnProcess.objects.filter(Q(version=version) | corrected, province_id=province_id)
    people = rows.select_related("version", "drafted_by", "published_by")
    return list(people.order_by("-version__version", "-number"))


def drafted_for(version: ProcedureVersion, province_id: uuid.UUID) -> bool:
    """Whether the province has a draft for this version."""
    return OwnProcess.objects.filter(version=version, province_id=province_id, published_at=None).exists()


def followed_by(own: OwnProcess) -> OwnProcess | None:
    """The province's process of the day after its last; None where it has no last day, and where the national steps
    follow."""
    if own.effective_to is None:
        return None
    day = own.effective_to + timedelta(days=1)
    version = effective(day).filter(procedure_id=own.version.procedure_id).first()
    return own_process_on(version, own.province_id, day) if version else None
