"""Finding out whether a message to a linked account that left without an answer arrived after all."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta

import redis
import structlog
from django.db import connection

from foundation import scoping
from foundation.ids import uuid7_floor
from foundation.local_time import now
from foundation.redis import client, key
from notifications.backoff import scaled
from notifications.matching import EARLIEST, LATEST, Open, Trace, match
from notifications.sweeping import unconfirmed_after
from zalo.traces import Shown, answers_among, ask, echoes

log = structlog.get_logger(__name__)

PEOPLE = 50  # asked about in one run
FIRST_QUESTION = 10.0  # seconds after the attempt; the echo is usually quicker

# Index attempt_open_uid; the id (a UUIDv7) prunes old partitions.
_OPEN = """
SELECT a.zalo_user_id, a.id, a.message_id, coalesce(m.data->>'code', ''), a.intent_at,
  coalesce(m.data->>'status', '')
FROM notifications_attempt a JOIN notifications_message m ON m.id = a.message_id
WHERE a.outcome = 'ambiguous' AND a.zalo_user_id IS NOT NULL AND a.id >= %s AND m.state IN ('sending', 'unconfirmed')
ORDER BY a.zalo_user_id, a.intent_at LIMIT 1000
"""
_FLYING = """
SELECT DISTINCT a.zalo_user_id FROM notifications_attempt a JOIN notifications_message m ON m.id = a.message_id
WHERE a.zalo_user_id = ANY(%s) AND a.id >= %s AND a.answered_at IS NULL AND a.outcome = ''
  AND m.state = 'sending' AND m.ambiguous_since IS NULL
"""
_CLAIMED = "SELECT provider_id FROM notifications_attempt WHERE provider_id = ANY(%s)"
_ATTEMPTS = """
UPDATE notifications_attempt a SET outcome = 'accepted', provider_id = t.provider, detail = t.how
FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS t(id, provider, how) WHERE a.id = t.id AND a.outcome = 'ambiguous'
"""
_MESSAGES = """
UPDATE notifications_message m SET state = 'accepted', reason = '', ambiguous_since = NULL, lease_until = NULL,
  sent_at = coalesce(m.sent_at, t.at)
FROM unnest(%s::uuid[], %s::timestamptz[]) AS t(id, at) WHERE m.id = t.id AND m.state IN ('sending', 'unconfirmed')
"""
_RECEIVED = """
WITH early AS (
  DELETE FROM notifications_earlyreceipt WHERE provider_id = ANY(%s) RETURNING provider_id, delivered_at
)
UPDATE notifications_message m SET state = 'delivered', delivered_at = early.delivered_at
FROM early, unnest(%s::uuid[], %s::text[]) AS t(id, provider)
WHERE early.provider_id = t.provider AND m.id = t.id AND m.state = 'accepted'
"""


def reconcile() -> int:
    """Match what is open by the echoes that came, else by asking Zalo for the conversation; how many were found.

    Never sends. A person is asked about after ten seconds and then at growing distances, until the day is over.
    """
    found = 0
    for user, attempts in _open().items():
        since, until = attempts[0].at - EARLIEST, attempts[-1].at + LATEST
        with scoping.system("reconcile"):
            traces = _unclaimed(echoes(user, since, until))
        pairs = match(attempts, traces)
        missing = {one.attempt_id for one in attempts} - {one.attempt_id for one, _trace in pairs}
        if missing and _may_ask(user, attempts[0]):
            shown = ask(user, since) or []
            with scoping.system("reconcile"):
                pairs = match(attempts, _unclaimed([*echoes(user, since, until), *shown]))
        found += _record(pairs)
    return found


def _open() -> dict[uuid.UUID, list[Open]]:
    """Open attempts by person; nobody to whom something is flying right now (its echo could be mistaken)."""
    floor = uuid7_floor(now() - unconfirmed_after() - timedelta(hours=1))
    people: dict[uuid.UUID, list[Open]] = defaultdict(list)
    with scoping.system("reconcile"), connection.cursor() as cursor:
        cursor.execute(_OPEN, [floor])
        for user, *rest in cursor.fetchall():
            if user in people or len(people) < PEOPLE:
                people[user].append(Open(*rest))
        cursor.execute(_FLYING, [list(people), floor])
        for (user,) in cursor.fetchall():
            people.pop(user, None)
    return people


def _unclaimed(shown: Iterable[Shown]) -> list[Trace]:
    """Those that no answered attempt, chat answer or official explains; each once, the echo before the list."""
    by_id: dict[str, Shown] = {}
    for one in shown:
        by_id.setdefault(one.message_id, one)
    with connection.cursor() as cursor:
        cursor.execute(_CLAIMED, [list(by_id)])
        explained = {row[0] for row in cursor.fetchall()} | answers_among(list(by_id))
    return [Trace(s.message_id, s.text, s.at, s.echo) for i, s in by_id.items() if i not in explained]


def _may_ask(user: uuid.UUID, oldest: Open) -> bool:
    """Ten seconds after the attempt, then each time after as long again as it is old (seconds, scaled)."""
    age = (now() - oldest.at).total_seconds()
    if age < scaled(FIRST_QUESTION):
        return False
    pause = max(1000, int(max(scaled(FIRST_QUESTION), age) * 1000))
    try:
        return bool(client().set(key(f"reconcile:{user}"), 1, nx=True, px=pause))
    except redis.RedisError:
        return False


def _record(pairs: Sequence[tuple[Open, Trace]]) -> int:
    if not pairs:
        return 0
    ids = [attempt.message_id for attempt, _trace in pairs]
    providers = [trace.provider_id for _attempt, trace in pairs]
    with scoping.system("reconcile"), connection.cursor() as cursor:
        how = ["echo" if trace.echo else "conversation" for _attempt, trace in pairs]
        cursor.execute(_ATTEMPTS, [[attempt.attempt_id for attempt, _trace in pairs], providers, how])
        cursor.execute(_MESSAGES, [ids, [trace.at for _attempt, trace in pairs]])
        found = int(cursor.rowcount)
        cursor.execute(_RECEIVED, [providers, ids, providers])
    log.info("reconciled", messages=found)
    return found
