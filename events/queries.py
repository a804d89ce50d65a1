"""Reading events: of one subject, and the ordered feed."""

import uuid
from collections.abc import Sequence

from django.db.models import QuerySet

from events.models import Event, EventPosition


def of_subject(kind: str, subject_id: uuid.UUID) -> QuerySet[Event]:
    """What happened to one thing, oldest first. Index ``event_subject``."""
    return Event.objects.filter(subject_kind=kind, subject_id=subject_id).order_by("seq")


def feed(after: int, limit: int) -> Sequence[tuple[int, Event]]:
    """The next ``limit`` events after a position, that the present scope may see, with their positions."""
    positions = list(
        EventPosition.objects.filter(position__gt=after).order_by("position").values_list("position", "event_id")[
            :limit
        ]
    )
    found = Event.objects.in_bulk([event_id for _position, event_id in positions])
    return [(position, found[event_id]) for position, event_id in positions if event_id in found]


def last_position() -> int:
    """The highest position given so far (0 before the first)."""
    return EventPosition.objects.order_by("-position").values_list("position", flat=True).first() or 0
