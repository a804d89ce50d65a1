"""The book of a counter (sổ theo dõi hồ sơ): what it accepted, field by field, year by year, in the order of acceptance.

Each query reads along the index ``dossier_book``. What another system settles stands in that system's book.
"""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from documents.forms.catalogue import PaperKind
from documents.models import IssuedPaper
from dossiers.forms.register import Entry
from dossiers.models import Dossier, Party
from foundation import scoping
from foundation.local_time import LOCAL, to_local
from foundation.spoken_time import phone
from procedures.models import Field, Procedure

ORDER = ("accepted_at", "id")


def book(agency_id: UUID, field: Field, first: date, last: date) -> QuerySet[Dossier]:
    """What an agency accepted in a field from ``first`` to ``last`` (local days), with what a line shows."""
    applicants = Party.objects.filter(role=Party.Role.APPLICANT)
    return (
        _accepted(agency_id, field.id, _begin(first), _begin(last + timedelta(days=1)))
        .select_related("version_of_procedure", "procedure", "agency")
        .prefetch_related(Prefetch("parties", applicants, to_attr="applicants"))
        .order_by(*ORDER)
    )


def line_of(dossier: Dossier) -> int:
    """The place of an accepted dossier in its book of the year, from 1. Counted with everybody's eyes: the number is the
    same whoever asks."""
    assert dossier.accepted_at is not None
    year = _begin(date(to_local(dossier.accepted_at).year, 1, 1))
    with scoping.reading("line of a book"):
        rows = _accepted(dossier.receiving_agency_id, dossier.procedure.field_id, year, None)
        before = Q(accepted_at__lt=dossier.accepted_at) | Q(accepted_at=dossier.accepted_at, id__lt=dossier.id)
        return rows.filter(before, accepted_at__lte=dossier.accepted_at).count() + 1


def entries(rows: Sequence[Dossier]) -> list[Entry]:
    """The lines of dossiers that follow one another in a book. Three queries."""
    if not rows:
        return []
    first, ways = line_of(rows[0]), _ways(row.id for row in rows)
    return [_entry(row, first + place, ways.get(row.id, "")) for place, row in enumerate(rows)]


def _entry(row: Dossier, line: int, way: str) -> Entry:
    owner: Party | None = next(iter(row.applicants), None)  # type: ignore[attr-defined]
    number = "" if owner is None else phone(owner.phone) if owner.phone else owner.phone_typed
    return Entry(
        line, row.code or "", row.version_of_procedure.name, row.applicant_name, owner.address if owner else "", number,
        row.agency.name, row.accepted_at, row.due_at, row.returned_at, way,
    )  # fmt: skip


def _ways(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Where the result of each is wanted, as its valid receipt says."""
    receipts = IssuedPaper.objects.filter(
        subject_kind="dossier", subject_id__in=list(ids), kind=PaperKind.RECEIPT.value, voided_at=None
    )
    found = receipts.values_list("subject_id", "data")
    return {subject: json.loads(data)["fields"]["noi_nhan_kq"] for subject, data in found}


def _accepted(agency_id: UUID, field_id: UUID, begin: datetime, end: datetime | None) -> QuerySet[Dossier]:
    # the procedures of a field are few: by name, so that the index alone answers
    of_field = list(Procedure.objects.filter(field_id=field_id).values_list("id", flat=True))
    rows = Dossier.objects.filter(
        receiving_agency_id=agency_id, mirror_system="", accepted_at__gte=begin, procedure_id__in=of_field
    )
    return rows.filter(accepted_at__lt=end) if end else rows


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, LOCAL).astimezone(UTC)
