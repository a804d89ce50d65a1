"""Finding again what a lost hint, a killed worker or a silent Zalo left behind."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import connection

from foundation import scoping
from notifications.backoff import scaled
from notifications.delivery.claim import lease

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
  OR EXISTS (SELECT 1 FROM notifications_message WHERE state = 'sending' AND ambiguous_since IS NULL
             AND lease_until < now() + make_interval(secs => %s))
"""
KEPT_DAYS = 7
_EARLY = """
WITH found AS (
  DELETE FROM notifications_earlyreceipt r USING notifications_attempt a WHERE a.provider_id = r.provider_id
  RETURNING a.message_id, r.delivered_at
)
UPDATE notifications_message m SET state = 'delivered', reason = '', lease_until = NULL, ambiguous_since = NULL,
  delivered_at = found.delivered_at, sent_at = coalesce(m.sent_at, found.delivered_at)
FROM found WHERE m.id = found.message_id AND m.state IN ('sending', 'accepted', 'unconfirmed', 'failed')
"""
_NOBODYS = "DELETE FROM notifications_earlyreceipt WHERE received_at < now() - make_interval(days => %s)"

WAITING_FOR_PEOPLE = ("no_account", "no_template", "account_stopped", "stopped", "token")
WOKEN_AT_ONCE = 1000
_WAKE = f"""
UPDATE notifications_message SET next_attempt_at = now() WHERE id IN (
  SELECT id FROM notifications_message WHERE state = 'queued' AND next_attempt_at > now() AND province_id = %s
    AND reason = ANY(%s) LIMIT {WOKEN_AT_ONCE} FOR UPDATE SKIP LOCKED)
"""  # noqa: S608 - a number of ours


def expired_leases() -> int:
    """Take messages from workers that are gone; how many. Index ``message_lease``."""
    with scoping.system("sweep"), connection.cursor() as cursor:
        cursor.execute(_EXPIRED)
        return int(cursor.rowcount)


def unmatched() -> int:
    """Close ambiguous messages that nothing confirmed within the time (a day); how many. Index ``message_ambiguous``."""
    with scoping.system("sweep"), connection.cursor() as cursor:
        cursor.execute(_UNCONFIRMED, [unconfirmed_after().total_seconds()])
        return int(cursor.rowcount)


def unconfirmed_after() -> timedelta:
    """For how long an answer or a trace is waited for (``UNCONFIRMED_AFTER_SECONDS``, scaled)."""
    return timedelta(seconds=scaled(settings.UNCONFIRMED_AFTER_SECONDS))


def early_receipts() -> int:
    """Settle messages whose receipt was written down while their answer was; how many. Forgets what is nobody's.

    Receipt and answer do not wait for each other: each may look for the other before that has committed.
    """
    with scoping.system("sweep"), connection.cursor() as cursor:
        cursor.execute(_EARLY)
        found = int(cursor.rowcount)
        cursor.execute(_NOBODYS, [KEPT_DAYS])
        return found


def something_is_due() -> bool:
    """Whether a message waits whose time has come, or an answer in the memory of a worker whose run broke off.

    Indexes ``message_due``, ``message_lease``. A live run renews its leases long before half of them is over.
    """
    with scoping.system("sweep"), connection.cursor() as cursor:
        cursor.execute(_DUE, [lease() / 2])
        return bool(cursor.fetchone()[0])


def wake(province_id: uuid.UUID) -> int:
    """Make due what waits for an account or a template of this province; how many. Index ``message_due``."""
    woken = 0
    while True:
        with scoping.system("wake"), connection.cursor() as cursor:
            cursor.execute(_WAKE, [province_id, list(WAITING_FOR_PEOPLE)])
            woken += cursor.rowcount
            if cursor.rowcount < WOKEN_AT_ONCE:
                return woken
