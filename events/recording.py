"""Writing down what happened, in the transaction in which it happens."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Protocol

import structlog
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from events.models import Event
from events.registry import Subscription, subscriptions_for
from events.vocabulary import checked
from foundation import correlation, scoping
from foundation.ids import uuid7
from foundation.local_time import now

log = structlog.get_logger(__name__)


class ActorLike(Protocol):
    """The part of an actor that an event keeps."""

    @property
    def kind(self) -> str: ...
    @property
    def user_id(self) -> uuid.UUID | None: ...
    @property
    def position_id(self) -> uuid.UUID | None: ...
    @property
    def client_id(self) -> int | None: ...


_INSERT = """
WITH drawn AS (SELECT nextval('events_event_seq') AS seq), queued AS (
  INSERT INTO events_unsequenced (event_id, seq, xid)
  SELECT %(id)s, seq, pg_current_xact_id()::text::bigint FROM drawn)
INSERT INTO events_event (id, seq, kind, subject_kind, subject_id, province_id, agency_ids, actor_kind,
  actor_user_id, actor_position_id, actor_client_id, data, occurred_at, recorded_at, correlation_id)
SELECT %(id)s, seq, %(kind)s, %(subject_kind)s, %(subject_id)s, %(province_id)s, %(agency_ids)s::uuid[],
  %(actor_kind)s, %(actor_user_id)s, %(actor_position_id)s, %(actor_client_id)s, %(data)s, %(occurred_at)s,
  %(recorded_at)s, %(correlation_id)s FROM drawn RETURNING seq
"""

_PAUSE, _LONGEST_PAUSE = 5.0, 900.0  # seconds
_UNPLANNED = """
INSERT INTO events_unplanned AS u (id, event_id, subject_id, seq, subscriber, error, tries, since, due_at)
VALUES (%(id)s, %(event)s, %(subject)s, %(seq)s, %(subscriber)s, %(error)s, 1, %(now)s, %(now)s)
ON CONFLICT (event_id, subscriber) DO UPDATE SET tries = u.tries + 1, error = excluded.error,
  due_at = excluded.due_at + least(%(pause)s * 2 ^ least(u.tries - 1, 20), %(longest)s) * interval '1 second'
"""


def record(
    kind: str,
    *,
    subject: tuple[str, uuid.UUID],
    province_id: uuid.UUID | None,
    agency_ids: Iterable[uuid.UUID | None],
    actor: ActorLike,
    data: Mapping[str, Any] | None = None,
    occurred_at: datetime | None = None,
    before_listeners: Callable[[Event], None] | None = None,
) -> Event:
    """Record one event and tell the subscribers; must run inside the transaction of the act.

    ``before_listeners`` writes rows that belong to the event and that listeners will want to read.

    ``data`` may hold only the keys of :mod:`events.vocabulary` (ForbiddenData otherwise). A subscriber that fails
    does not undo the act: the event is marked unplanned and a sweeper tries again.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event is recorded in the transaction of its act")
    event = event_of(kind, subject, province_id, agency_ids, actor, data, occurred_at)
    _insert(event)
    if before_listeners is not None:
        before_listeners(event)
    for subscription in subscriptions_for(kind):
        tell(subscription, event)
    return event


def event_of(
    kind: str,
    subject: tuple[str, uuid.UUID],
    province_id: uuid.UUID | None,
    agency_ids: Iterable[uuid.UUID | None],
    actor: ActorLike,
    data: Mapping[str, Any] | None,
    occurred_at: datetime | None,
) -> Event:
    """The event as it will be written; ForbiddenData where it would say what it may not."""
    moment = now()
    return Event(
        id=uuid7(),
        kind=kind,
        subject_kind=subject[0],
        subject_id=subject[1],
        province_id=province_id,
        agency_ids=list(dict.fromkeys(a for a in agency_ids if a is not None)),
        actor_kind=actor.kind,
        actor_user_id=actor.user_id,
        actor_position_id=actor.position_id,
        actor_client_id=actor.client_id,
        data=checked(kind, dict(data or {})),
        occurred_at=occurred_at or moment,
        recorded_at=moment,
        correlation_id=correlation.current(),
    )


def _insert(event: Event) -> None:
    from psycopg.types.json import Jsonb

    values = {f.attname: getattr(event, f.attname) for f in Event._meta.concrete_fields}
    values["data"] = Jsonb(event.data)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
        event.seq = cursor.fetchone()[0]


def tell(subscription: Subscription, event: Event) -> bool:
    """Call one listener in a savepoint; on failure mark the event unplanned. Whether it went well.

    What listeners write is for people here, in Vietnamese, whatever language the caller is answered in.
    """
    try:
        with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
            subscription.listener(event)
    except Exception as error:
        if isinstance(error, DatabaseError) and connection.needs_rollback:
            raise
        log.error(
            "subscriber_failed",
            subscriber=subscription.name,
            kind=event.kind,
            event_id=str(event.id),
            error=type(error).__name__,
        )
        mark_unplanned(event, subscription.name, error)
        return False
    return True


def mark_unplanned(event: Event, subscriber: str, error: Exception) -> None:
    """Remember that ``subscriber`` still has to be told of this event: at once, then at growing distances."""
    with scoping.system("mark unplanned"), connection.cursor() as cursor:
        cursor.execute(
            _UNPLANNED,
            {
                "id": uuid7(), "event": event.id, "subject": event.subject_id, "seq": event.seq, "subscriber": subscriber, "error": type(error).__name__[:200],
                "now": now(), "pause": _PAUSE * settings.DELIVERY_TIME_SCALE, "longest": _LONGEST_PAUSE,
            },
        )  # fmt: skip
