"""Running those who follow: each reads on from its cursor, in order, and stops at its first failure."""

import structlog
from django.db import DatabaseError, transaction

from events.models import FollowerCursor
from events.queries import feed
from events.registry import followers
from foundation import scoping
from foundation.local_time import now

log = structlog.get_logger(__name__)


def run(name: str, batch: int = 500) -> int:
    """Give one follower its next events; how many it took. The cursor moves in the follower's transaction."""
    follower = followers()[name]
    with scoping.system(f"follow {name}"):
        FollowerCursor.objects.get_or_create(name=name)
        cursor = FollowerCursor.objects.select_for_update(skip_locked=True).filter(name=name).first()
        if cursor is None:
            return 0
        events = feed(cursor.position, batch)
        if not events:
            return 0
        try:
            with transaction.atomic():
                follower(events)
        except (DatabaseError, ValueError, LookupError, OSError, RuntimeError) as error:
            log.error("follower_failed", follower=name, error=type(error).__name__)
            cursor.failing_since = cursor.failing_since or now()
            cursor.error = type(error).__name__
            cursor.save(update_fields=["failing_since", "error"])
            return 0
        cursor.position, cursor.failing_since, cursor.error = events[-1][0], None, ""
        cursor.save(update_fields=["position", "failing_since", "error"])
        return len(events)
