"""Finding again what a lost hint, a killed worker or a silent Zalo left behind."""

from datetime import timedelta

from django.conf import settings
from django.db import connection

from foundation import scoping
from notifications.backoff import scaled

UNCONFIRMED_AFTER = timedelta(hours=24)

# A lease ran out. With an unanswered intent the message may have left: ambiguous. Without one it goes back.
_EXPIRED = """
WITH lost AS (
  SELECT m.id, (SELECT a.id FROM notifications_attempt a WHERE a.message_id = m.id AND a.answered_at IS NULL
                ORDER BY a.number DESC LIMIT 1) AS attempt_id
  FROM notifications_message m
  WHERE m.state = 'sending' AND m.ambiguous_since IS NULL AND m.lease_until < now()
  LIMIT 1000 FOR UPDATE OF m SKIP LOCKED
), marked AS (
  UPDATE notifications_attempt a SET outcome = 'ambiguous', detail = 'worker lost' FROM lost
  WHERE a.id = lost.attempt_id
)
UPDATE notifications_message m SET
  state = CASE WHEN lost.attempt_id IS NULL THEN 'queued' ELSE 'sending' END,
  reason = CASE WHEN lost.attempt_id IS NULL THEN '' ELSE 'ambiguous' END,
  ambiguous_since = CASE WHEN lost.attempt_id IS NULL THEN NULL ELSE now() END,
  lease_until = NULL
FROM lost WHERE m.id = lost.id
"""
_UNCONFIRMED = """
UPDATE notifications_message SET state = 'unconfirmed', reason = 'unconfirmed', ambiguous_since = NULL
WHERE state = 'sending' AND ambiguous_since < now() - make_interval(secs => %s)
"""
_DUE = """
SELECT EXISTS (SELECT 1 FROM notifications_message WHERE state = 'queued' AND next_attempt_at <= now())
"""


def expired_leases() -> int:
    """Take messages from workers that are gone; how many. Index ``message_lease``."""
    with scoping.system("sweep"), connection.cursor() as cursor:
        cursor.execute(_EXPIRED)
        return int(cursor.rowcount)


def unmatched() -> int:
    """Close ambiguous messages that nothing confirmed within the time (a day); how many. Index ``message_ambiguous``."""
    seconds = getattr(settings, "UNCONFIRMED_AFTER_SECONDS", UNCONFIRMED_AFTER.total_seconds())
    with scoping.system("sweep"), connection.cursor() as cursor:
        cursor.execute(_UNCONFIRMED, [scaled(seconds)])
        return int(cursor.rowcount)


def something_is_due() -> bool:
    """Whether a message waits whose time has come. Index ``message_due``."""
    with scoping.system("sweep"), connection.cursor() as cursor:
        cursor.execute(_DUE)
        return bool(cursor.fetchone()[0])
