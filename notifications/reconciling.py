"""Finding out whether a message to a linked account that left without an answer arrived after all."""

import time
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

import structlog
from django.db import connection

from foundation import scoping
from foundation.ids import uuid7_floor
from foundation.local_time import now
from notifications.matching import EARLIEST, LATEST, Open, Trace, match
from notifications.questions import whom_to_ask
from notifications.sweeping import unconfirmed_after
from zalo.traces import Shown, answers_among, ask, echoes

log = structlog.get_logger(__name__)

PEOPLE = 50  # asked about in one run
ASKING = 60.0  # seconds for which one run asks: Zalo may be slow, and the next run goes on where this one ended
_PAGE = 1000

# A page of whole people, in their order. Index attempt_open_uid; the id (a UUIDv7) prunes old partitions.
_OPEN = """
SELECT a.zalo_user_id, a.id, a.message_id, coalesce(m.data->>'code', ''), a.intent_at,
  coalesce(m.data->>'status', '')
FROM notifications_attempt a JOIN notifications_message m ON m.id = a.message_id
WHERE a.outcome = 'ambiguous' AND a.zalo_user_id IS NOT NULL AND a.id >= %s AND a.zalo_user_id > %s
  AND m.state IN ('sending', 'unconfirmed')
ORDER BY a.zalo_user_id, a.intent_at LIMIT %s
"""
# Indexes message_lease, attempt_message.
_FLYING = """
SELECT DISTINCT a.zalo_user_id FROM notifications_message m JOIN notifications_attempt a ON a.message_id = m.id
WHERE m.state = 'sending' AND m.ambiguous_since IS NULL AND a.zalo_user_id = ANY(%s) AND a.id >= %s
  AND a.answered_at IS NULL AND a.outcome = ''
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

    Never sends. Echoes are looked at for everybody; a person is asked about after ten seconds and then at growing
    distances, until the day is over, a bounded number of them in one run.
    """
    found, missing = 0, dict[uuid.UUID, list[Open]]()
    for people in _open():
        matched = _by_echoes(people)
        found += _record([pair for pairs in matched.values() for pair in pairs])
        missing |= {user: people[user] for user, pairs in matched.items() if len(pairs) < len(people[user])}
    end = time.monotonic() + ASKING
    for user in whom_to_ask({user: attempts[0].at for user, attempts in missing.items()}, PEOPLE):
        found += _record(_by_asking(user, missing[user]))
        if time.monotonic() > end:
            break
    return found


def _open() -> Iterator[dict[uuid.UUID, list[Open]]]:
    """Open attempts by person, a page of people at a time; nobody to whom something is flying right now (its echo could
    be mistaken)."""
    floor, last, more = uuid7_floor(now() - unconfirmed_after() - timedelta(hours=1)), uuid.UUID(int=0), True
    while more:
        people: dict[uuid.UUID, list[Open]] = defaultdict(list)
        with scoping.system("reconcile"), connection.cursor() as cursor:
            cursor.execute(_OPEN, [floor, last, _PAGE])
            rows = cursor.fetchall()
            more = len(rows) == _PAGE
            for user, *rest in rows:
                people[user].append(Open(*rest))
            if more and len(people) > 1:
                people.popitem()  # perhaps not all of theirs: the next page begins with them
            last = next(reversed(people), last)
            cursor.execute(_FLYING, [list(people), floor])
            for (user,) in cursor.fetchall():
                people.pop(user, None)
        if people:
            yield people


def _by_echoes(people: dict[uuid.UUID, list[Open]]) -> dict[uuid.UUID, list[tuple[Open, Trace]]]:
    """What the stored echoes explain of these people's attempts, in a constant number of statements."""
    with scoping.system("reconcile"):
        shown = echoes({user: _span(attempts) for user, attempts in people.items()})
        free = {trace.provider_id for trace in _unclaimed([one for lines in shown.values() for one in lines])}
    return {
        user: match(attempts, [_trace(one) for one in shown.get(user, []) if one.message_id in free])
        for user, attempts in people.items()
    }


def _by_asking(user: uuid.UUID, attempts: Sequence[Open]) -> list[tuple[Open, Trace]]:
    """What the conversation as Zalo shows it explains, and the echoes that have come by then."""
    since, until = _span(attempts)
    shown = ask(user, since) or []
    with scoping.system("reconcile"):
        return match(attempts, _unclaimed([*echoes({user: (since, until)}).get(user, []), *shown]))


def _span(attempts: Sequence[Open]) -> tuple[datetime, datetime]:
    return attempts[0].at - EARLIEST, attempts[-1].at + LATEST


def _trace(shown: Shown) -> Trace:
    return Trace(shown.message_id, shown.text, shown.at, shown.echo)


def _unclaimed(shown: Iterable[Shown]) -> list[Trace]:
    """Those that no answered attempt, chat answer or official explains; each once, the echo before the list."""
    by_id: dict[str, Shown] = {}
    for one in shown:
        by_id.setdefault(one.message_id, one)
    with connection.cursor() as cursor:
        cursor.execute(_CLAIMED, [list(by_id)])
        explained = {row[0] for row in cursor.fetchall()} | answers_among(list(by_id))
    return [_trace(one) for name, one in by_id.items() if name not in explained]


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
