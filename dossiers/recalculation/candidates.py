"""The dossiers whose date the change may concern, with their clocks, a batch at a time."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.fields.json import KT

from calendars.clock import ClockEvent, ClockKind
from calendars.due import midnight
from dossiers.models import ClockEntry, Dossier, DueRecord
from dossiers.models.dossier import IN_HAND_STATUSES
from dossiers.recalculation.change import Change


class Candidate(NamedTuple):
    """What is needed of a dossier; the fields stand as they are read."""

    id: UUID
    province_id: UUID
    code: str | None
    status: str
    procedure: str
    version_id: UUID
    variant: str
    commune_id: str | None
    agency_id: UUID
    agency: str
    receiving_agency_id: UUID
    support_agency_id: UUID | None
    other_agency_ids: list[UUID]
    due_at: datetime
    original_due_at: datetime | None
    paused_since: datetime | None
    row_version: int
    accepted_at: datetime


_FIELDS = (
    "id", "province_id", "code", "status", "procedure__code", "version_of_procedure_id", "term_variant", "commune_id",
    "agency_id", "agency__code", "receiving_agency_id", "support_agency_id", "other_agency_ids", "due_at", "original_due_at", "paused_since",
    "row_version", "accepted_at",
)  # fmt: skip


class Clock(NamedTuple):
    """What people did to a dossier's clock, oldest first, and the calendars kept with its dates (as text), oldest first."""

    events: tuple[ClockEvent, ...]
    kept: tuple[str, ...]


def concerned(province_id: UUID, change: Change) -> QuerySet[Dossier]:
    """Accepted and not done, ours, promised for the first of the days or later. Index ``dossier_in_hand``."""
    rows = Dossier.objects.filter(
        province_id=province_id, status__in=IN_HAND_STATUSES, mirror_system="", due_at__gte=midnight(change.first),
        accepted_at__lt=midnight(change.last + timedelta(days=1)),
    )  # fmt: skip
    return rows.filter(agency_id=change.agency_id) if change.agency_id else rows


def batch(province_id: UUID, change: Change, after: str, size: int, *, lock: bool) -> list[Candidate]:
    """The next of them by key, after ``after``; with ``lock`` they stay as they are until the transaction ends."""
    rows = concerned(province_id, change).order_by("id")
    if after:
        rows = rows.filter(id__gt=UUID(after))
    if lock:
        rows = rows.select_for_update(of=("self",))
    return [Candidate(*row) for row in rows.values_list(*_FIELDS)[:size]]


def clocks_of(ids: Sequence[UUID]) -> dict[UUID, Clock]:
    """Their clocks, in two queries."""
    events: dict[UUID, list[ClockEvent]] = {key: [] for key in ids}
    kept: dict[UUID, list[str]] = {key: [] for key in ids}
    # that it was reckoned anew before says nothing of when it ran and when it stood
    entries = ClockEntry.objects.filter(dossier_id__in=ids).exclude(kind=ClockKind.RECKON).order_by("at", "id")
    for key, kind, at, reason, due_at in entries.values_list("dossier_id", "kind", "at", "reason", "due_at"):
        events[key].append(ClockEvent(ClockKind(kind), at, reason, due_at))
    records = DueRecord.objects.filter(dossier_id__in=ids).order_by("computed_at", "id")
    for key, calendar in records.values_list("dossier_id", KT("inputs__calendar")):
        if calendar:
            kept[key].append(calendar)
    return {key: Clock(tuple(events[key]), tuple(kept[key])) for key in ids}
