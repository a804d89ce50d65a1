"""What a free message may hold, and what the phone shows of it."""

from dataclasses import dataclass, field
from typing import Any

from zalo_emulator.model import OfficialAccount
from zalo_emulator.wire import TEXT, Response, error, mapping
from zalo_emulator.world import World

UPLOAD_LIFE = 7 * 86_400.0
# CONVENTION: the grammar and limits of buttons come from live products; the official appendix is not at hand.
BUTTON_TYPES = ("oa.open.url", "oa.query.show", "oa.query.hide", "oa.open.phone", "oa.open.sms")
_LABELS = {
    "image": "[Hình ảnh]", "gif": "[Ảnh động]", "sticker": "[Nhãn dán]", "file": "[Tệp]",
    "request_user_info": "[Yêu cầu chia sẻ thông tin]",
}  # fmt: skip


@dataclass
class Content:
    """A free message that passed: its words, its kind (of ``oa_send_*``) and its buttons."""

    text: str
    kind: str = "text"
    buttons: list[dict[str, Any]] = field(default_factory=list)


def wrong(what: str) -> Response:
    return error(-201, what, TEXT)


def read(world: World, oa: OfficialAccount, message: dict[str, Any]) -> Content | Response:
    """The message, or the error that Zalo would give."""
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
        return _uploaded(world, payload.get("token"), "token") or Content(text or _LABELS["file"], "file")
    if attachment.get("type") != "template":
        return error(-233, "message type is invalid or not support", TEXT)
    return _template(world, oa, text, payload)


def _template(world: World, oa: OfficialAccount, text: str, payload: dict[str, Any]) -> Content | Response:
    kind, elements = payload.get("template_type"), payload.get("elements") or []
    if not isinstance(elements, list) or not all(isinstance(e, dict) for e in elements):
        return wrong("elements is invalid!")
    if kind == "media":
        return _media(world, text, elements)
    if kind == "request_user_info":
        first = elements[0] if len(elements) == 1 else {}
        if (
            not first.get("image_url")
            or len(str(first.get("title", ""))) > 100
            or len(str(first.get("subtitle", ""))) > 500
        ):
            return wrong("elements is invalid!")
        return Content(f"{first.get('title', '')}\n{first.get('subtitle', '')}\n{_LABELS[kind]}".strip(), "template")
    if kind == "list":  # of version 2; taken leniently
        if not 1 <= len(elements) <= 5:
            return wrong("elements is invalid!")
        return Content("\n".join(str(e.get("title", "")) for e in elements), "list")
    if kind in (None, "button") and payload.get("buttons"):
        return _buttons(oa, text, payload["buttons"])
    return wrong("payload is invalid! Missing template_type params")


def _media(world: World, text: str, elements: list[dict[str, Any]]) -> Content | Response:
    if len(elements) != 1:
        return wrong("elements is invalid!")
    item = elements[0]
    kind, url, upload = str(item.get("media_type")), item.get("url"), item.get("attachment_id")
    if kind not in ("image", "gif", "sticker") or bool(url) == bool(upload):
        return wrong("elements is invalid!")
    if kind == "gif" and not (item.get("width") and item.get("height")):
        return wrong("width is invalid!")
    if upload and kind != "sticker" and (bad := _uploaded(world, upload, "attachment_id")):
        return bad
    return Content(f"{_LABELS[kind]} {text}".strip(), kind)


def _uploaded(world: World, given: Any, name: str) -> Response | None:
    found = world.uploads.get(str(given))
    if found is None:
        return wrong(f"{name} is invalid!")
    if world.clock.now() - found[1] > UPLOAD_LIFE:
        return error(-100, "attachment_id was expired", TEXT)
    return None


def _buttons(oa: OfficialAccount, text: str, buttons: Any) -> Content | Response:
    if not oa.buttons_allowed:
        more = "See more on https://zalo.cloud/oa/pricing"
        return error(-224, f"The OA needs to upgrade OA Tier Package to use this feature. {more}", TEXT)
    if not isinstance(buttons, list) or len(buttons) > 5 or not all(isinstance(b, dict) for b in buttons):
        return wrong("buttons is invalid!")
    for button in buttons:
        title, payload = button.get("title"), button.get("payload")
        if not isinstance(title, str) or not 0 < len(title) <= 100 or button.get("type") not in BUTTON_TYPES:
            return wrong("buttons is invalid!")
        if str(button["type"]).startswith("oa.query") and not (isinstance(payload, str) and 0 < len(payload) <= 1000):
            return wrong("payload is invalid!")
    return Content(text, "text", buttons)
