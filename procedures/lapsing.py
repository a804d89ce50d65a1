"""Which of a province's own processes a new version ends: said from the day the version is imported, not found out."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from procedures.grounds import ground_of
from procedures.models import OwnProcess, ProcedureVersion
from procedures.processes import own_process_on

REMEMBERED = timedelta(days=90)  # so long after a version began with the national steps the province is still told


class Lapse(NamedTuple):
    """A process that was not drawn from what a version says: from ``begins`` on new dossiers go by the national steps
    (``ends``), or, where the version only corrects the one before it, by steps of which nobody has said that they fit."""

    own: OwnProcess
    version: ProcedureVersion
    begins: date
    ends: bool


def lapses(province_id: uuid.UUID, day: date, procedure_id: uuid.UUID | None = None) -> list[Lapse]:
    """Those of a province, or of one procedure in it, by day. One query where no version followed a published process."""
    found = [lapse for own in _outdated(province_id, procedure_id) for lapse in _of(own, day)]
    return sorted(found, key=lambda lapse: (lapse.begins, lapse.version.procedure.code))


def left_behind(version: ProcedureVersion, province_id: uuid.UUID) -> OwnProcess | None:
    """The province's last process for an earlier version, from which a draft for this one may begin."""
    rows = OwnProcess.objects.filter(
        province_id=province_id, published_at__isnull=False, version__procedure_id=version.procedure_id,
        version__effective_from__lte=version.effective_from,
    )  # fmt: skip
    return rows.exclude(version=version).order_by("-effective_from", "-published_at").first()


def _outdated(province_id: uuid.UUID, procedure_id: uuid.UUID | None) -> Iterator[OwnProcess]:
    """The last published process of each procedure of which a version has appeared since."""
    after = Q(effective_from__gt=OuterRef("version__effective_from"))
    correcting = Q(effective_from=OuterRef("version__effective_from"), version__gt=OuterRef("version__version"))
    since = ProcedureVersion.objects.filter(
        after | correcting, procedure=OuterRef("version__procedure"), corrected_by=None
    )
    rows = OwnProcess.objects.filter(Exists(since), province_id=province_id, published_at__isnull=False)
    if procedure_id is not None:
        rows = rows.filter(version__procedure_id=procedure_id)
    told: set[uuid.UUID] = set()
    for own in rows.select_related("version__procedure").order_by("-effective_from", "-published_at"):
        if own.version.procedure_id not in told:
            told.add(own.version.procedure_id)
            yield own


def _of(own: OwnProcess, day: date) -> Iterator[Lapse]:
    """What a correction puts in doubt, and the first later version that ends it."""
    for version in _since(own, day):
        first = max(version.effective_from, own.effective_from or version.effective_from)
        if version.effective_from == own.version.effective_from:
            if ground_of(version, own.province_id) != ground_of(own.version, own.province_id):
                yield Lapse(own, version, first, ends=False)
        elif own_process_on(version, own.province_id, max(first, day)) is None:
            if day <= first + REMEMBERED:
                yield Lapse(own, version, first, ends=True)
            return


def _since(own: OwnProcess, day: date) -> QuerySet[ProcedureVersion]:
    """The versions that stand now and hold on or after ``day``, from the correction of the process's own on."""
    rows = ProcedureVersion.objects.filter(
        Q(effective_to=None) | Q(effective_to__gte=day), procedure_id=own.version.procedure_id, corrected_by=None,
        effective_from__gte=own.version.effective_from,
    )  # fmt: skip
    parts = rows.exclude(id=own.version_id).select_related("procedure").prefetch_related("steps", "commitments")
    return parts.order_by("effective_from")
