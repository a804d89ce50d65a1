"""Reading events: of one subject, and the ordered feed."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from events.models import Event, EventPosition, Unplanned
from foundation import scoping
from foundation.ids import since
from foundation.local_time import now

PATIENCE = timedelta(minutes=1)


def of_subject(kind: str, subject_id: uuid.UUID) -> QuerySet[Event]:
    """What happened to one thing, oldest first; months before it was made are not opened. Index ``event_subject``."""
    return Event.objects.filter(subject_kind=kind, subject_id=subject_id, id__gte=since(subject_id)).order_by("seq")


def feed(after: int, limit: int) -> Sequence[tuple[int, Event]]:
    """The next ``limit`` events after a position, that the present scope may see, with their positions."""
    positions = list(
        EventPosition.objects.filter(position__gt=after)
        .order_by("position")
        .values_list("position", "event_id")[:limit]
    )
    found = Event.objects.in_bulk([event_id for _position, event_id in positions])
    return [(position, found[event_id]) for position, event_id in positions if event_id in found]


def untold(province_id: uuid.UUID | None) -> int:
    """How many of a province's events somebody who must be told of them has not been told of for a minute; at most 100.

    Index ``unplanned_due`` (the table is empty on any good day).
    """
    with scoping.system("untold events"):
        late = Unplanned.objects.filter(since__lt=now() - PATIENCE).order_by("due_at", "id")
        waiting = list(late.values_list("event_id", flat=True)[:1000])
        return Event.objects.filter(id__in=waiting, province_id=province_id)[:100].count() if waiting else 0


def last_position() -> int:
    """The highest position given so far (0 before the first)."""
    return EventPosition.objects.order_by("-position").values_list("position", flat=True).first() or 0


def feed_page(after: int, limit: int) -> tuple[list[tuple[int, Event]], int]:
    """The next events that this scope may see, and the position up to which was looked.

    Positions of other scopes are passed over, so a reader who sees little still moves on.
    """
    rows: list[tuple[int, Event]] = []
    looked = after
    for _round in range(20):
        positions = list(
            EventPosition.objects.filter(position__gt=looked)
            .order_by("position")
            .values_list("position", "event_id")[:limit]
        )
        if not positions:
            break
        found = Event.objects.in_bulk([event_id for _position, event_id in positions])
        for position, event_id in positions:
            looked = position
            if event_id in found:
                rows.append((position, found[event_id]))
                if len(rows) == limit:
                    return rows, looked
        if len(positions) < limit:
            break
    return rows, looked


def latest_of(kind: str, subject_kind: str, subject_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """When something of this kind last happened to each of these subjects; those to which it did not are left out. One
    query; months before the oldest of them was made are not opened. Index ``event_subject``."""
    ids = list(subject_ids)
    if not ids:
        return {}
    rows = Event.objects.filter(subject_kind=subject_kind, subject_id__in=ids, kind=kind, id__gte=since(min(ids)))
    found = rows.order_by().values_list("subject_id").annotate(at=Max("occurred_at"))
    return dict(found)
