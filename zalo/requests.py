"""What each call looks like on the wire: plain values, no network.

Texts and template values are sent in composed form (NFC): Zalo counts code points.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlencode

from foundation.vietnamese_text import nfc
from zalo.hosts import Host

TEXT_LIMIT = 2000
BUTTON_LIMIT = 5
_TITLE_LIMIT = 100


@dataclass(frozen=True, slots=True)
class Request:
    """One call: host, path with query, and a body (None: GET)."""

    host: Host
    path: str
    body: bytes | None = None
    content_type: str = "application/json"

    @property
    def method(self) -> str:
        return "GET" if self.body is None else "POST"


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a chat message. A tap on a query button arrives as a text message with its payload."""

    title: str
    type: str
    payload: Any

    @classmethod
    def url(cls, title: str, address: str) -> Self:
        """Opens a page."""
        return cls(title, "oa.open.url", {"url": address})

    @classmethod
    def query(cls, title: str, payload: str, *, shown: bool = False) -> Self:
        """Sends ``payload`` (≤ 1,000 characters) back to us, hidden from the chat unless ``shown``."""
        return cls(title, "oa.query.show" if shown else "oa.query.hide", payload)

    @classmethod
    def phone(cls, title: str, number: str) -> Self:
        """Calls ``number`` (``84…``)."""
        return cls(title, "oa.open.phone", {"phone_code": number})

    def wire(self) -> dict[str, Any]:
        return {"title": nfc(self.title)[:_TITLE_LIMIT], "type": self.type, "payload": self.payload}


def _json(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _post(host: Host, path: str, value: Mapping[str, Any]) -> Request:
    return Request(host, path, _json(value))


def _get(path: str, value: Mapping[str, Any]) -> Request:
    """The OA API takes GET parameters as one JSON in ``data``; ids stay text, or they lose digits."""
    return Request(Host.OPENAPI, f"{path}?{urlencode({'data': _json(value).decode()})}")


def _composed(data: Mapping[str, str]) -> dict[str, str]:
    return {name: nfc(str(value)) for name, value in data.items()}


def template_by_phone(*, phone: str, template_id: str, data: Mapping[str, str], tracking_id: str) -> Request:
    """A template message to a phone number; ``phone`` in E.164, sent as ``84…``."""
    return _post(
        Host.BUSINESS,
        "/message/template",
        {
            "phone": phone.lstrip("+"),
            "template_id": template_id,
            "template_data": _composed(data),
            "tracking_id": tracking_id,
        },
    )


def template_by_uid(*, user_id: str, template_id: str, data: Mapping[str, str]) -> Request:
    """A template message to a Zalo user of this account. It carries no tracking id: keep the message id."""
    return _post(
        Host.OPENAPI,
        "/v3.0/oa/message/template",
        {"user_id": user_id, "template_id": template_id, "template_data": _composed(data)},
    )


def consultation(*, user_id: str, text: str, buttons: Sequence[Button] = ()) -> Request:
    """Free text (≤ 2,000 code points, ≤ 5 buttons) to somebody who wrote within 7 days."""
    message: dict[str, Any] = {"text": nfc(text)[:TEXT_LIMIT]}
    if buttons:
        # No template_type on this form: an unsupported one is refused with -201.
        wired = [b.wire() for b in buttons[:BUTTON_LIMIT]]
        message["attachment"] = {"type": "template", "payload": {"buttons": wired}}
    return _post(Host.OPENAPI, "/v3.0/oa/message/cs", {"recipient": {"user_id": user_id}, "message": message})


def without_buttons(text: str, buttons: Sequence[Button]) -> str:
    """The same message for a package that has no buttons: addresses and numbers as lines of text."""
    lines = [text]
    for button in buttons:
        payload = button.payload if isinstance(button.payload, dict) else {}
        target = payload.get("url") or payload.get("phone_code")
        if target:
            lines.append(f"{button.title}: {target}")
    return "\n".join(lines)


def consultation_file(*, user_id: str, token: str) -> Request:
    """A file uploaded within the last 7 days, to somebody who wrote within 7 days."""
    attachment = {"type": "file", "payload": {"token": token}}
    return _post(
        Host.OPENAPI,
        "/v3.0/oa/message/cs",
        {"recipient": {"user_id": user_id}, "message": {"attachment": attachment}},
    )


def window(*, user_id: str) -> Request:
    """When the person last wrote, and what is left of the free window."""
    return _post(Host.OPENAPI, "/v3.0/oa/quota/message", {"user_id": user_id})


def user_detail(*, user_id: str) -> Request:
    return _get("/v3.0/oa/user/detail", {"user_id": user_id})


def conversation(*, user_id: str, offset: int = 0, count: int = 10) -> Request:
    """The latest messages with one person, at most 10 at a time."""
    return _get("/v2.0/oa/conversation", {"user_id": user_id, "offset": offset, "count": min(count, 10)})


def recent_chats(*, offset: int = 0, count: int = 10) -> Request:
    return _get("/v2.0/oa/listrecentchat", {"offset": offset, "count": min(count, 10)})


def account_info() -> Request:
    """The Official Account itself: verified, package, Zalo Cloud Account."""
    return Request(Host.OPENAPI, "/v2.0/oa/getoa")


def message_status(*, message_id: str, phone: str = "") -> Request:
    query = {"message_id": message_id} | ({"phone": phone.lstrip("+")} if phone else {})
    return Request(Host.BUSINESS, f"/message/status?{urlencode(query)}")


def phone_quota() -> Request:
    """Today's quota of template messages by phone."""
    return Request(Host.BUSINESS, "/message/quota")


def templates(*, offset: int = 0, limit: int = 100, status: int | None = None) -> Request:
    query = {"offset": offset, "limit": min(limit, 100)} | ({} if status is None else {"status": status})
    return Request(Host.BUSINESS, f"/template/all?{urlencode(query)}")


def template_info(*, template_id: str) -> Request:
    return Request(Host.BUSINESS, f"/template/info/v2?{urlencode({'template_id': template_id})}")


def quality() -> Request:
    return Request(Host.BUSINESS, "/quality")
