"""Writing answers down, many at once; never over a state that is already further on."""

from collections.abc import Sequence

from django.db import connection

from foundation import scoping
from foundation.local_time import now
from notifications.delivery.claim import Claimed
from notifications.delivery.loop import Flight
from notifications.delivery.verdicts import Verdict
from zalo.outcomes import Outcome

_ATTEMPTS = """
UPDATE notifications_attempt a SET answered_at = %s, outcome = t.outcome, code = t.code, http_status = t.http,
  detail = t.detail, provider_id = t.provider
FROM unnest(%s::uuid[], %s::text[], %s::int[], %s::int[], %s::text[], %s::text[])
  AS t(id, outcome, code, http, detail, provider)
WHERE a.id = t.id
"""
# What was taken for lost goes back to the queue only while nothing that comes after it has left.
_MESSAGES = """
UPDATE notifications_message m SET
  state = t.state, reason = t.reason, detail = t.detail,
  lease_until = CASE WHEN t.state = 'sending' AND NOT t.ambiguous THEN m.lease_until END,
  ambiguous_since = CASE WHEN t.ambiguous THEN %(now)s::timestamptz END,
  next_attempt_at = coalesce(t.due, m.next_attempt_at),
  sent_at = CASE WHEN t.state = 'accepted' THEN coalesce(m.sent_at, %(now)s::timestamptz) ELSE m.sent_at END,
  excluded = CASE WHEN t.exclude = '' THEN m.excluded ELSE array_append(m.excluded, t.exclude::varchar) END
FROM unnest(%(ids)s::uuid[], %(states)s::text[], %(reasons)s::text[], %(details)s::text[], %(ambiguous)s::boolean[],
  %(dues)s::timestamptz[], %(excludes)s::text[], %(owners)s::uuid[])
  AS t(id, state, reason, detail, ambiguous, due, exclude, owner)
WHERE m.id = t.id AND m.state = 'sending' AND m.claimed_by = t.owner
  AND (t.state <> 'queued' OR m.ambiguous_since IS NULL OR NOT EXISTS (
    SELECT FROM notifications_message later
    WHERE later.subject_id = m.subject_id AND later.lane = m.lane AND later.event_seq > m.event_seq AND later.tries > 0))
"""
# A receipt may have come first: it knows only the provider's id, which was not written down yet.
_EARLY = """
WITH early AS (
  DELETE FROM notifications_earlyreceipt WHERE provider_id = ANY(%(providers)s) RETURNING provider_id, delivered_at
)
UPDATE notifications_message m SET state = 'delivered', reason = '', delivered_at = early.delivered_at
FROM early, unnest(%(ids)s::uuid[], %(providers)s::text[]) AS t(id, provider)
WHERE early.provider_id = t.provider AND m.id = t.id AND m.state IN ('sending', 'accepted', 'unconfirmed')
"""
_SENT = "UPDATE notifications_message SET sent_at = coalesce(sent_at, %s) WHERE id = ANY(%s) AND state = 'delivered'"


def flush(landed: Sequence[tuple[Flight, Outcome, Verdict]]) -> None:
    """Record a handful of answers in one transaction.

    Each belongs to the run that claimed its message, which may have been an earlier one of this process: an answer
    whose run broke off (the database went away) must still reach its message, or the message would be sent again.
    """
    if not landed:
        return
    moment = now()
    with scoping.system("deliver"), connection.cursor() as cursor:
        cursor.execute(
            _ATTEMPTS,
            [
                moment, [f.attempt_id for f, _o, _v in landed],
                [o.kind.value if o.left else "not_left" for _f, o, _v in landed],
                [_number(o.code) for _f, o, _v in landed], [_number(o.http_status) for _f, o, _v in landed],
                [o.message[:200] for _f, o, _v in landed], [o.message_id[:60] for _f, o, _v in landed],
            ],
        )  # fmt: skip
        _messages(cursor, [(f.message, v) for f, _o, v in landed], moment)
        accepted = [(f.message.id, o.message_id[:60]) for f, o, _v in landed if o.accepted and o.message_id]
        if accepted:
            ids, providers = [a for a, _p in accepted], [p for _a, p in accepted]
            cursor.execute(_EARLY, {"ids": ids, "providers": providers})
            cursor.execute(_SENT, [moment, ids])


def _number(foreign: int | None) -> int | None:
    return foreign if foreign is None or abs(foreign) < 2**31 else None


def put_back(messages: Sequence[tuple[Claimed, Verdict]]) -> None:
    """Record what becomes of messages that found no route."""
    if messages:
        with scoping.system("deliver"), connection.cursor() as cursor:
            _messages(cursor, messages, now())


def _messages(cursor: object, rows: Sequence[tuple[Claimed, Verdict]], moment: object) -> None:
    cursor.execute(  # type: ignore[attr-defined]
        _MESSAGES,
        {
            "now": moment, "owners": [m.owner for m, _v in rows], "ids": [m.id for m, _v in rows], "states": [v.state.value for _m, v in rows],
            "reasons": [v.reason for _m, v in rows], "details": [v.detail[:200] for _m, v in rows],
            "ambiguous": [v.ambiguous for _m, v in rows], "dues": [v.due for _m, v in rows],
            "excludes": [v.exclude for _m, v in rows],
        },
    )  # fmt: skip
