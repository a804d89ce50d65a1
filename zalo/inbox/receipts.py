import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from foundation.vietnamese_text import storable
from zalo.inbox.registry import Inbound


@dataclass(frozen=True, slots=True)
class Receipt:
    """A message reached a phone, or was read. ``tracking_id`` only for templates by phone."""

    kind: Literal["delivered", "seen"]
    message_id: str
    tracking_id: str
    at: datetime
    oa_pk: uuid.UUID
    user_id: str


def receipts(events: Iterable[Inbound]) -> list[Receipt]:
    """Read ``user_received_message`` (both forms) and ``user_seen_message``."""
    found: list[Receipt] = []
    for event in events:
        message = event.body.get("message")
        if not isinstance(message, dict):
            continue
        user = event.text("recipient", "id")
        ids = message.get("msg_ids") if event.name == "user_seen_message" else [message.get("msg_id")]
        for message_id in ids if isinstance(ids, list) else []:
            if not message_id:
                continue
            kind: Literal["delivered", "seen"] = "seen" if event.name == "user_seen_message" else "delivered"
            found.append(
                Receipt(
                    kind, storable(str(message_id)), event.text("message", "tracking_id"), event.occurred_at,
                    event.oa_pk, user,
                )
            )  # fmt: skip
    return found
