"""Writing down what a bulk act did to many things, in its transaction: the same rows, in few statements."""

from collections.abc import Sequence

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from events.models import Event
from events.recording import tell
from events.registry import Subscription, subscriptions_for
from foundation.many_rows import insert_rows

log = structlog.get_logger(__name__)

_COLUMNS = tuple(field.attname for field in Event._meta.concrete_fields)
_NUMBERS = "SELECT nextval('events_event_seq') FROM generate_series(1, %s)"
_UNSEQUENCED = """
INSERT INTO events_unsequenced (event_id, seq, xid)
SELECT id, seq, pg_current_xact_id()::text::bigint FROM unnest(%s::uuid[], %s::bigint[]) AS u (id, seq)
"""


def record_many(events: Sequence[Event]) -> None:
    """Record events of one kind (``events.recording.event_of``), in their order, and tell the subscribers.

    The subjects' rows must be locked, as for a single act, or two acts on one subject could have their numbers the wrong
    way round. A listener that fails with all of them is asked again one by one, so that only the bad one is left
    unplanned.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("events are recorded in the transaction of their act")
    if not events:
        return
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS, [len(events)])
        for event, (seq,) in zip(events, sorted(cursor.fetchall()), strict=True):
            event.seq = seq
    insert_rows(Event, [{name: getattr(event, name) for name in _COLUMNS} for event in events])
    with connection.cursor() as cursor:
        cursor.execute(_UNSEQUENCED, [[e.id for e in events], [e.seq for e in events]])
    for subscription in subscriptions_for(events[0].kind):
        _tell(subscription, events)


def _tell(subscription: Subscription, events: Sequence[Event]) -> None:
    try:
        with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
            if subscription.many is not None:
                subscription.many(events)
            else:
                for event in events:
                    subscription.listener(event)
    except Exception as error:
        if isinstance(error, DatabaseError) and connection.needs_rollback:
            raise
        log.exception("subscriber_failed_with_many", subscriber=subscription.name, error=type(error).__name__)
        for event in events:
            tell(subscription, event)
