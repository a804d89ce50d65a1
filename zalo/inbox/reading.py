"""What may be read of an event before its signature is known: just enough to find whose it is."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any

from foundation.vietnamese_text import is_storable

# Events whose message id names the event itself; a reaction or a look at a message can come again.
_REPEATABLE = {
    "user_reacted_message", "oa_reacted_message", "user_seen_message", "user_click_response_button",
}  # fmt: skip
_NAME = re.compile(r"\w{1,60}", re.ASCII)
TEST_MESSAGE_ID = "This is message id"
_LONGEST_ID, _LONGEST_TIME = 30, 40


@dataclass(frozen=True, slots=True)
class Envelope:
    """An event that parses: its bytes, its name, and whom it may concern."""

    raw: bytes = field(repr=False)
    body: dict[str, Any] = field(repr=False)
    name: str
    app_id: str
    timestamp: str
    candidates: tuple[str, ...]

    @property
    def message_id(self) -> str:
        message = self.body.get("message")
        return str(message.get("msg_id") or "") if isinstance(message, dict) else ""

    @property
    def is_console_test(self) -> bool:
        """The button "test" of the developer console: signed, with invented people."""
        return self.message_id == TEST_MESSAGE_ID

    def is_template(self, server_header: str) -> bool:
        """Whether it is about a template message rather than the conversation."""
        message = self.body.get("message")
        fields = message if isinstance(message, dict) else {}
        return server_header.strip().upper() == "ZNS" or "tracking_id" in fields or "delivery_time" in fields

    def dedupe_key(self, oa_id: str) -> bytes:
        """32 bytes that are the same for every delivery of the same event."""
        if self.message_id and self.name not in _REPEATABLE:
            source = f"{oa_id}\n{self.name}\n{self.message_id}".encode()
        else:
            source = oa_id.encode() + b"\n" + self.raw
        return hashlib.sha256(source).digest()


def _id(value: Any) -> str:
    return str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""


def envelope(raw: bytes) -> Envelope | None:
    """Read the bytes; None unless they are a UTF-8 JSON object with a name and a time.

    Whatever is used before the signature is known is plain text of a sane length: no NUL, no half of a surrogate pair.
    """
    try:
        body = json.loads(raw.decode("utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(body, dict):
        return None
    name, timestamp = _id(body.get("event_name")), _id(body.get("timestamp"))
    if not _NAME.fullmatch(name) or not timestamp:
        return None
    parties = [body.get("oa_id"), body.get("oaId")]
    for party in ("recipient", "sender"):
        inner = body.get(party)
        parties.append(inner.get("id") if isinstance(inner, dict) else None)
    candidates = tuple(dict.fromkeys(text for text in map(_id, parties) if 0 < len(text) <= _LONGEST_ID))
    event = Envelope(raw, body, name, _id(body.get("app_id")), timestamp, candidates)
    if len(timestamp) > _LONGEST_TIME or len(event.app_id) > _LONGEST_ID:
        return None
    return event if all(map(is_storable, (timestamp, event.app_id, event.message_id, *candidates))) else None
