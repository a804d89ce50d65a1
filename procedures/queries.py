"""Reading the catalogue. Everybody may read it all, so a plain search over a folded column is fine (some thousand rows)."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import Agency
from accounts.queries import agencies_of
from foundation.local_time import today_local
from foundation.vietnamese_text import words
from procedures.codes import bare_code, is_code
from procedures.models import Authority, ProcedureVersion


def effective(day: date | None = None) -> QuerySet[ProcedureVersion]:
    """The version of each procedure in force on ``day`` (today); importing sees to it that there is at most one.

    Index ``procedure_version_current``.
    """
    on = day or today_local()
    inside = ProcedureVersion.objects.filter(
        Q(effective_to__isnull=True) | Q(effective_to__gte=on), effective_from__lte=on, corrected_by__isnull=True
    )
    return inside.select_related("procedure", "procedure__field").order_by("procedure__code")


def current_version(code: str, day: date | None = None) -> ProcedureVersion:
    """The version in force of one procedure, named by its bare code or with a portal's suffix.

    ProcedureVersion.DoesNotExist if there is none that day.
    """
    return effective(day).get(procedure__code=bare_code(code))


def in_full(code: str, day: date | None = None) -> ProcedureVersion | None:
    """The same with everything a page shows, in a constant number of queries; None if there is none that day."""
    parts = "requirements", "fees__waivers", "steps", "commitments", "procedure__aliases"
    authorities = Prefetch("authorities", queryset=Authority.objects.order_by("task", "agency_kind"))
    return effective(day).filter(procedure__code=bare_code(code)).prefetch_related(*parts, authorities).first()


class Gap(NamedTuple):
    """Days without any version of a procedure: from the one after a version ends until the one before the next begins."""

    code: str
    ends: date
    begins: date


def gaps(day: date | None = None, codes: Iterable[str] | None = None) -> list[Gap]:
    """Those that are not over on ``day`` (today), of all procedures or of those with these codes. One query."""
    standing = ProcedureVersion.objects.filter(corrected_by=None)
    if codes is not None:
        standing = standing.filter(procedure__code__in=codes)
    rows = standing.order_by("procedure__code", "effective_from")
    told = rows.values_list("procedure__code", "effective_from", "effective_to")
    return [
        Gap(code, ends, begins)
        for (code, _first, ends), (other, begins, _last) in pairwise(told)
        if code == other and ends is not None and begins > max(ends + timedelta(days=1), day or today_local())
    ]


def gap_between(version: ProcedureVersion, after: ProcedureVersion | None) -> tuple[date, date] | None:
    """The first and the last day between a version and the one that follows it; None where that begins at once."""
    if after is None or version.effective_to is None:
        return None
    first, last = version.effective_to + timedelta(days=1), after.effective_from - timedelta(days=1)
    return (first, last) if first <= last else None


def following(version: ProcedureVersion) -> ProcedureVersion | None:
    """The version that is prepared to take over from this one; None if none is."""
    later = ProcedureVersion.objects.filter(
        procedure_id=version.procedure_id, corrected_by=None, effective_from__gt=version.effective_from
    )
    return later.order_by("effective_from").first()


def ending(until: date) -> QuerySet[ProcedureVersion]:
    """The versions in force that end by ``until`` while no other is prepared to begin the next day: after that the
    procedure is gone from the catalogue, for ever or until another begins."""
    later = ProcedureVersion.objects.filter(
        procedure=OuterRef("procedure"), corrected_by=None, effective_from__gt=OuterRef("effective_from"),
        effective_from__lte=OuterRef("effective_to") + timedelta(days=1),
    )  # fmt: skip
    return effective().filter(~Exists(later), effective_to__isnull=False, effective_to__lte=until)


def search(text: str, day: date | None = None) -> QuerySet[ProcedureVersion]:
    """Those whose name, code or familiar name holds every word typed, with or without diacritics.

    The last word may be unfinished. Who types a code (a portal's suffix does not matter) finds that procedure alone, or
    where we do not have it, those of its family.
    """
    found, code = effective(day), bare_code(text)
    if is_code(code) and (alone := found.filter(procedure__code=code)).exists():
        return alone
    *whole, last = words(code) or [""]
    for word in whole:
        found = found.filter(search_text__contains=f" {word} ")
    return found.filter(search_text__contains=f" {last}") if last else found


def competent_agencies(
    version: ProcedureVersion, province_id: uuid.UUID, task: str = "decides", day: date | None = None
) -> QuerySet[Agency]:
    """The agencies of a province that decide on (or receive) this procedure on ``day`` (today). Index
    ``agency_province_kind``.

    Where the authority goes by residence or site, these are the candidates; the commune of the case picks one.
    """
    rules = Q(pk__in=[])
    for authority in version.authorities.all():
        if authority.task != task:
            continue
        rule = Q(kind=authority.agency_kind)
        if authority.agency_field:
            rule &= Q(field=authority.agency_field)
        rules |= rule
    return agencies_of(province_id, day).filter(rules)


def is_competent(version: ProcedureVersion, agency: Agency, task: str = "decides") -> bool:
    """Whether this agency decides on (or receives) this procedure."""
    return competent_agencies(version, agency.province_id, task).filter(id=agency.id).exists()


def in_service(service: str, day: date | None = None) -> QuerySet[ProcedureVersion]:
    """The procedures behind one of the services people know."""
    return effective(day).filter(procedure__service=service)


def versions_of(code: str) -> QuerySet[ProcedureVersion]:
    """Every version of one procedure with all that it says, the latest to begin first; those that were corrected stand
    after their correction. Index ``procedure_version_current``."""
    parts = "requirements", "fees__waivers", "steps", "commitments"
    authorities = Prefetch("authorities", queryset=Authority.objects.order_by("task", "agency_kind"))
    found = ProcedureVersion.objects.filter(procedure__code=bare_code(code)).select_related("procedure")
    return found.prefetch_related(*parts, authorities).order_by("-effective_from", "-version")
