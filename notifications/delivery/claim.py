"""Taking a batch of due messages: never the same one twice, never two of one lane out of order."""

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from foundation import scoping
from notifications.backoff import scaled

LEASE = 120.0  # seconds
PLANNER = "notifications.plan"  # the name under which planning listens to events
HOLDS_LANE = 60.0  # seconds that an ambiguous message holds back the ones behind it

# Only the first unfinished message of a lane may go; an earlier event that is still to be planned counts for as long
# as an ambiguous message would. Served by message_due, message_lane and unplanned_subject.
_CLAIM = """
WITH due AS (
  SELECT m.id FROM notifications_message m
  WHERE m.state = 'queued' AND m.next_attempt_at <= now()
    AND NOT EXISTS (
      SELECT 1 FROM notifications_message earlier
      WHERE earlier.lane = m.lane AND earlier.event_seq < m.event_seq
        AND earlier.state IN ('queued', 'sending')
        AND (earlier.ambiguous_since IS NULL OR earlier.ambiguous_since > now() - make_interval(secs => %(holds)s)))
    AND NOT EXISTS (
      SELECT 1 FROM events_unplanned u
      WHERE u.subject_id = m.subject_id AND u.seq < m.event_seq AND u.subscriber = %(planner)s
        AND u.since > now() - make_interval(secs => %(holds)s))
  ORDER BY m.urgency, m.next_attempt_at
  LIMIT %(limit)s FOR UPDATE OF m SKIP LOCKED
)
UPDATE notifications_message m SET state = 'sending', lease_until = now() + make_interval(secs => %(lease)s), claimed_by = %(owner)s
FROM due WHERE m.id = due.id AND m.state = 'queued'
RETURNING m.id, m.correlation_id, m.province_id, m.kind, m.recipient_id, m.data, m.tries, m.excluded, m.urgency,
  m.event_seq, m.planned_at, m.claimed_by
"""
_RENEW = """
UPDATE notifications_message SET lease_until = now() + make_interval(secs => %s)
WHERE id = ANY(%s) AND state = 'sending' AND claimed_by = %s AND ambiguous_since IS NULL
"""


@dataclass(slots=True)
class Claimed:
    """A message in the hands of this worker."""

    id: uuid.UUID
    correlation_id: uuid.UUID
    province_id: uuid.UUID
    kind: str
    recipient_id: uuid.UUID
    data: dict[str, Any]
    tries: int
    excluded: list[str]
    urgency: int
    event_seq: int
    planned_at: Any
    owner: uuid.UUID
    refreshed: bool = field(default=False)


def claim(limit: int, owner: uuid.UUID) -> list[Claimed]:
    """Up to ``limit`` due messages, first the urgent, leased to ``owner``."""
    with scoping.system("deliver"), connection.cursor() as cursor:
        cursor.execute(
            _CLAIM, {"limit": limit, "lease": lease(), "holds": scaled(HOLDS_LANE), "owner": owner, "planner": PLANNER}
        )
        rows = [Claimed(*row) for row in cursor.fetchall()]
    for row in rows:
        if isinstance(row.data, str):
            row.data = _loads(row.data)
    rows.sort(key=lambda m: (m.urgency, m.event_seq))
    return rows


def _loads(text: str) -> dict[str, Any]:
    import json

    return dict(json.loads(text))


def lease() -> float:
    """How long a claimed message belongs to its worker unless it is renewed (seconds, never under two)."""
    return max(scaled(LEASE), 2.0)


def renew(ids: list[uuid.UUID], owner: uuid.UUID) -> None:
    """Keep messages that are still in flight."""
    if ids:
        with scoping.system("deliver"), connection.cursor() as cursor:
            cursor.execute(_RENEW, [lease(), ids, owner])
