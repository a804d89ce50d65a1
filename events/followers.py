"""Running those who follow: each reads on from its cursor, in order, and stops at its first failure."""

import structlog
from django.db import DatabaseError, connection, transaction

from events.models import FollowerCursor
from events.queries import feed_page
from events.registry import followers
from foundation import scoping
from foundation.local_time import now

log = structlog.get_logger(__name__)
BATCH = 500


def run(name: str, batch: int = BATCH) -> int:
    """Give one follower its next events; how many it took. The cursor moves in the follower's transaction.

    One process at a time; 0 at once where another is at it. What a follower wrote before it failed is taken back,
    and it is given the same events again: it must be ready for events that it has seen.
    """
    follower = followers()[name]
    with scoping.system("cursor of a follower"):  # committed at once: others must find it, not wait for us
        FollowerCursor.objects.get_or_create(name=name)
    with scoping.system(f"follow {name}"):
        cursor = FollowerCursor.objects.select_for_update(skip_locked=True).filter(name=name).first()
        if cursor is None:
            return 0
        events, looked = feed_page(cursor.position, batch)
        if looked == cursor.position:
            return 0
        try:
            with transaction.atomic():
                if events:
                    follower(events)
        except Exception as error:
            if isinstance(error, DatabaseError) and connection.needs_rollback:
                raise
            log.error("follower_failed", follower=name, error=type(error).__name__)
            cursor.failing_since = cursor.failing_since or now()
            cursor.error = type(error).__name__
            cursor.save(update_fields=["failing_since", "error"])
            return 0
        cursor.position, cursor.failing_since, cursor.error = looked, None, ""
        cursor.save(update_fields=["position", "failing_since", "error"])
        return len(events)
