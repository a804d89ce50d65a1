"""Reading the catalogue. Public tables: no policy, so a plain search over a folded column is fine (hundreds of rows)."""

import uuid
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Agency
from foundation.local_time import today_local
from foundation.vietnamese_text import words
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
    """The version in force of one procedure; ProcedureVersion.DoesNotExist if there is none that day."""
    return effective(day).get(procedure__code=code)


def full(day: date | None = None) -> QuerySet[ProcedureVersion]:
    """The same with everything a page shows, in a constant number of queries."""
    return effective(day).prefetch_related(
        "requirements", "fees", "steps", "procedure__aliases",
        Prefetch("authorities", queryset=Authority.objects.order_by("task", "agency_kind")),
    )  # fmt: skip


def search(text: str, day: date | None = None) -> QuerySet[ProcedureVersion]:
    """Those whose name, code or familiar name holds every word typed, with or without diacritics.

    The last word may be unfinished.
    """
    found = effective(day)
    *whole, last = words(text) or [""]
    for word in whole:
        found = found.filter(search_text__contains=f" {word} ")
    return found.filter(search_text__contains=f" {last}") if last else found


def competent_agencies(version: ProcedureVersion, province_id: uuid.UUID, task: str = "decides") -> QuerySet[Agency]:
    """The agencies of a province that decide on (or receive) this procedure today. Index ``agency_province_kind``.

    Where the authority goes by residence or site, these are the candidates; the commune of the case picks one.
    """
    today = today_local()
    rules = Q(pk__in=[])
    for authority in version.authorities.filter(task=task):
        rule = Q(kind=authority.agency_kind)
        if authority.agency_field:
            rule &= Q(field=authority.agency_field)
        rules |= rule
    in_being = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    return Agency.objects.filter(rules, in_being, province_id=province_id, valid_from__lte=today).order_by("code")


def is_competent(version: ProcedureVersion, agency: Agency, task: str = "decides") -> bool:
    """Whether this agency decides on (or receives) this procedure."""
    return competent_agencies(version, agency.province_id, task).filter(id=agency.id).exists()


def in_service(service: str, day: date | None = None) -> QuerySet[ProcedureVersion]:
    """The procedures behind one of the services people know."""
    return effective(day).filter(procedure__service=service)
