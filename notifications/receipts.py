"""Proof of delivery: receipts of Zalo, matched by tracking id (phone) or message id (linked account)."""

import uuid
from collections.abc import Sequence
from datetime import datetime

import structlog
from django.db import connection

from foundation.paging import as_uuid
from zalo.inbox import Inbound, Receipt, handles, receipts

log = structlog.get_logger(__name__)

_DELIVERED = """
UPDATE notifications_message m SET state = 'delivered', reason = '', lease_until = NULL, ambiguous_since = NULL,
  delivered_at = t.at, sent_at = coalesce(m.sent_at, t.at)
FROM unnest(%s::uuid[], %s::timestamptz[]) AS t(id, at)
WHERE m.id = t.id
  AND (m.state IN ('sending', 'accepted', 'unconfirmed', 'failed') OR (m.state = 'queued' AND m.tries > 0))
RETURNING m.id, m.correlation_id
"""
_BY_PROVIDER = "SELECT provider_id, message_id FROM notifications_attempt WHERE provider_id = ANY(%s)"
_EARLY = """
INSERT INTO notifications_earlyreceipt (provider_id, delivered_at, received_at)
SELECT t.provider, t.at, now() FROM unnest(%s::text[], %s::timestamptz[]) AS t(provider, at)
ON CONFLICT (provider_id) DO NOTHING
"""


@handles("user_received_message")
def received(events: Sequence[Inbound]) -> None:
    """Mark what arrived. Duplicates and late or early receipts are fine; a state never moves backwards."""
    apply([r for r in receipts(events) if r.kind == "delivered"])


def apply(found: Sequence[Receipt]) -> None:
    """The same for receipts that were already read. One transaction, a constant number of statements."""
    by_message: dict[uuid.UUID, datetime] = {}
    unknown: dict[str, datetime] = {}
    for receipt in found:
        message = _message_of(receipt.tracking_id)
        if message is not None:
            by_message.setdefault(message, receipt.at)
        else:
            unknown.setdefault(receipt.message_id, receipt.at)
    with connection.cursor() as cursor:
        if unknown:
            cursor.execute(_BY_PROVIDER, [list(unknown)])
            for provider, message in cursor.fetchall():
                by_message.setdefault(message, unknown.pop(provider, datetime.max))
        if unknown:
            cursor.execute(_EARLY, [list(unknown), list(unknown.values())])
        if by_message:
            ids = sorted(by_message)
            cursor.execute(_DELIVERED, [ids, [by_message[i] for i in ids]])
            for message, correlation_id in cursor.fetchall():
                log.info("message_delivered", message_id=str(message), correlation_id=str(correlation_id))


def _message_of(tracking_id: str) -> uuid.UUID | None:
    """The message that an attempt's tracking id names."""
    head, dash, number = tracking_id.partition("-")
    return as_uuid(head) if dash and number.isdecimal() and len(head) == 32 else None
