"""What a free message may hold, and what the phone shows of it."""

from dataclasses import dataclass, field
from typing import Any

from zalo_emulator.model import OfficialAccount, Upload
from zalo_emulator.wire import TEXT, Response, error, mapping
from zalo_emulator.world import World

UPLOAD_LIFE = 7 * 86_400.0
# CONVENTION: the grammar and limits of buttons come from live products; the official appendix is not at hand.
BUTTON_TYPES = ("oa.open.url", "oa.query.show", "oa.query.hide", "oa.open.phone", "oa.open.sms")
LABELS = {
    "image": "[Hình ảnh]", "gif": "[Ảnh động]", "sticker": "[Nhãn dán]", "file": "[Tệp]",
    "request_user_info": "[Yêu cầu chia sẻ thông tin]",
}  # fmt: skip


@dataclass
class Content:
    """A free message whose parameters fit: its words, its kind (of ``oa_send_*``), its buttons and attachments."""

    text: str
    kind: str = "text"
    buttons: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    upload: str = ""  # what it refers to
    asks_info: bool = False

    def shown(self) -> dict[str, Any]:
        """What the talk keeps of it beside the text."""
        found: dict[str, Any] = {"title": "", "buttons": self.buttons}
        if self.attachments:
            found["attachments"] = self.attachments
        return found | ({"asks_info": True} if self.asks_info else {})


def wrong(what: str) -> Response:
    return error(-201, what, TEXT)


def read(message: dict[str, Any]) -> Content | Response:
    """The message, or what is wrong with its parameters."""
    text = message.get("text") or ""
    if not isinstance(text, str):
        return wrong("text is invalid!")
    if len(text) > 2000:
        return error(-210, "Parameter exceeds allowable limit", TEXT)
    if not message.get("attachment"):
        return Content(text) if text else wrong("message is invalid!")
    attachment = mapping(message["attachment"])
    payload = mapping(attachment.get("payload"))
    if attachment.get("type") == "file":
        token = payload.get("token")
        if not token:
            return wrong("token is invalid!")
        return Content(text or LABELS["file"], "file", [], [{"type": "file", "payload": {}}], str(token))
    if attachment.get("type") != "template":
        return error(-233, "message type is invalid or not support", TEXT)
    return _template(text, payload)


def allowed(world: World, oa: OfficialAccount, message: Content) -> Response | None:
    """What the account or the age of an upload forbids."""
    if message.buttons and not oa.buttons_allowed:
        more = "See more on https://zalo.cloud/oa/pricing"
        return error(-224, f"The OA needs to upgrade OA Tier Package to use this feature. {more}", TEXT)
    if not message.upload:
        return None
    found: Upload | None = world.uploads.get(message.upload)
    if found is None:
        return wrong("token is invalid!" if message.kind == "file" else "attachment_id is invalid!")
    if world.clock.now() - found.at > UPLOAD_LIFE:
        return error(-100, "attachment_id was expired", TEXT)
    return None


def _template(text: str, payload: dict[str, Any]) -> Content | Response:
    kind, elements = payload.get("template_type"), payload.get("elements") or []
    if not isinstance(elements, list) or not all(isinstance(e, dict) for e in elements):
        return wrong("elements is invalid!")
    if kind == "media":
        return _media(text, elements)
    if kind == "request_user_info":
        return _request(elements)
    if kind == "list":  # of version 2; taken leniently
        if not 1 <= len(elements) <= 5:
            return wrong("elements is invalid!")
        return Content("\n".join(str(e.get("title", "")) for e in elements), "list")
    if kind in (None, "button") and payload.get("buttons"):
        return buttons_faults(payload["buttons"]) or Content(text, "text", payload["buttons"])
    return wrong("payload is invalid! Missing template_type params")


def _request(elements: list[dict[str, Any]]) -> Content | Response:
    first = elements[0] if len(elements) == 1 else {}
    title, subtitle = str(first.get("title") or ""), str(first.get("subtitle") or "")
    if not first.get("image_url") or len(title) > 100 or len(subtitle) > 500:
        return wrong("elements is invalid!")
    words = "\n".join(part for part in (title, subtitle, LABELS["request_user_info"]) if part)
    return Content(words, "template", asks_info=True)


def _media(text: str, elements: list[dict[str, Any]]) -> Content | Response:
    if len(elements) != 1:
        return wrong("elements is invalid!")
    item = elements[0]
    kind, url, upload = str(item.get("media_type")), item.get("url"), item.get("attachment_id")
    if kind not in ("image", "gif", "sticker") or bool(url) == bool(upload):
        return wrong("elements is invalid!")
    if kind == "gif" and not (item.get("width") and item.get("height")):
        return wrong("width is invalid!")
    payload = (
        {"url": str(url or ""), "id": str(upload)}
        if kind == "sticker"
        else {"thumbnail": str(url or ""), "url": str(url or "")}
    )
    given = str(upload) if upload and kind != "sticker" else ""  # stickers come from Zalo's own shop
    return Content(f"{LABELS[kind]} {text}".strip(), kind, [], [{"type": kind, "payload": payload}], given)


def buttons_faults(buttons: Any) -> Response | None:
    """Five at most, with a title, a known type, and words behind a query."""
    if not isinstance(buttons, list) or len(buttons) > 5 or not all(isinstance(b, dict) for b in buttons):
        return wrong("buttons is invalid!")
    for button in buttons:
        title, payload = button.get("title"), button.get("payload")
        if not isinstance(title, str) or not 0 < len(title) <= 100 or button.get("type") not in BUTTON_TYPES:
            return wrong("buttons is invalid!")
        needed = {"oa.open.url": "url", "oa.open.phone": "phone_code", "oa.open.sms": "phone_code"}.get(button["type"])
        if needed is None:
            if not (isinstance(payload, str) and 0 < len(payload) <= 1000):
                return wrong("payload is invalid!")
        elif not mapping(payload).get(needed):
            return wrong("payload is invalid!")
    return None
