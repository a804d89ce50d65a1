"""Which of a province's own processes a new version ends: said from the day the version is imported, not found out."""

import uuid
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q

from procedures.drafting import places_of
from procedures.grounds import same_ground
from procedures.models import OwnProcess, ProcedureVersion
from procedures.models.own_process import STANDING
from procedures.succession import Succession
from procedures.versions import REMEMBERED


class Lapse(NamedTuple):
    """A process that was not drawn from what a version says: from ``begins`` on new dossiers go by the national steps
    (``ends``), ``until`` the day before one that was published for it begins; or, where the version only corrects the one
    before it, by steps of which nobody has said that they fit."""

    own: OwnProcess
    version: ProcedureVersion
    begins: date
    ends: bool
    until: date | None = None


def lapses(province_id: uuid.UUID, day: date, procedure_id: uuid.UUID | None = None) -> list[Lapse]:
    """Those of a province, or of one procedure in it, by day. As many queries for a thousand processes as for two; one
    where no version followed any of them lately."""
    found = [lapse for all_of_it in _successions(province_id, day, procedure_id) for lapse in _of(all_of_it, day)]
    return sorted(found, key=lambda lapse: (lapse.begins, lapse.version.procedure.code))


def left_behind(version: ProcedureVersion, province_id: uuid.UUID) -> OwnProcess | None:
    """The province's last process for an earlier version, from which a draft for this one may begin."""
    rows = OwnProcess.objects.filter(
        STANDING, province_id=province_id, version__procedure_id=version.procedure_id,
        version__effective_from__lte=version.effective_from,
    )  # fmt: skip
    return rows.exclude(version=version).order_by("-version__effective_from", "-version__version", "-number").first()


def _successions(province_id: uuid.UUID, day: date, procedure_id: uuid.UUID | None) -> Iterator[Succession]:
    """The procedures with published processes of which a version has begun lately, is to begin, or was corrected."""
    later = ProcedureVersion.objects.filter(procedure=OuterRef("version__procedure"), corrected_by=None)
    after = later.filter(effective_from__gt=OuterRef("version__effective_from"), effective_from__gte=day - REMEMBERED)
    correcting = later.filter(
        Q(effective_to=None) | Q(effective_to__gte=day), effective_from=OuterRef("version__effective_from"),
        version__gt=OuterRef("version__version"),
    )  # fmt: skip
    rows = OwnProcess.objects.filter(STANDING, province_id=province_id)
    if procedure_id is not None:
        rows = rows.filter(version__procedure_id=procedure_id)
    unsure = rows.filter(Exists(after) | Exists(correcting)).values("version__procedure")
    parts = Prefetch("version", ProcedureVersion.objects.prefetch_related("steps", "commitments"))
    owns: dict[uuid.UUID, list[OwnProcess]] = defaultdict(list)
    for own in rows.filter(version__procedure__in=unsure).prefetch_related(parts):
        owns[own.version.procedure_id].append(own)
    if not owns:
        return
    standing = ProcedureVersion.objects.filter(procedure__in=owns, corrected_by=None).select_related("procedure")
    versions: dict[uuid.UUID, list[ProcedureVersion]] = defaultdict(list)
    for version in standing.order_by("effective_from").prefetch_related("steps", "commitments"):
        versions[version.procedure_id].append(version)
    places = places_of(province_id)
    for procedure, known in owns.items():
        yield Succession(places, tuple(versions[procedure]), tuple(known))


def _of(procedure: Succession, day: date) -> Iterator[Lapse]:
    """What corrections put in doubt, and the versions that end a process."""
    for version in procedure.versions:
        if version.effective_to is not None and version.effective_to < day:
            continue
        yield from _doubts(procedure, version, day)
        first = version.effective_from
        before = procedure.before(version)
        if before is None or day > first + REMEMBERED or procedure.on(version, first):
            continue
        until = procedure.last_day_without(version)
        if until is None or until >= day:
            yield Lapse(before, version, first, ends=True, until=until)


def _doubts(procedure: Succession, version: ProcedureVersion, day: date) -> Iterator[Lapse]:
    """The process that runs under a correction and was drawn from what that corrects, unless one was published since."""
    own = procedure.latest(version)
    if own is None or own.version_id == version.id:
        return
    assert own.effective_from is not None
    first = max(version.effective_from, own.effective_from)
    still = own.effective_to is None or own.effective_to >= day
    if still and not same_ground(own.version, version, procedure.places, first):
        yield Lapse(own, version, first, ends=False)
