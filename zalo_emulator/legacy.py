"""Transaction and promotion messages by user id, as they were before 2026-03-01 (by the clock, or by a switch)."""

from datetime import datetime, timedelta, timezone
from typing import Any

from zalo_emulator import windows
from zalo_emulator.content import Content, wrong
from zalo_emulator.gate import body_of, known, unwilling
from zalo_emulator.model import OfficialAccount, Tie
from zalo_emulator.openapi import accepted
from zalo_emulator.sending import arrive
from zalo_emulator.templating import is_night
from zalo_emulator.wire import TEXT, Request, Response, error, mapping
from zalo_emulator.world import World

SHUT_DOWN = datetime(2026, 3, 1, tzinfo=timezone(timedelta(hours=7))).timestamp()
YEAR = 365 * windows.DAY
KINDS = {
    f"transaction_{kind}"
    for kind in (
        "billing", "order", "reward", "contract", "booking", "membership", "event", "transaction", "account",
        "internal", "partnership", "education", "rating",
    )
}  # fmt: skip
STYLES = ("green", "blue", "yellow", "red", "grey")
_ALIGN = (None, "left", "center", "right")


def message(world: World, request: Request, oa: OfficialAccount, kind: str) -> Response:
    """Transaction or promotion. CONVENTION: what they answer since the end is unknown (here -233)."""
    if not world.legacy_messages and world.clock.now() >= SHUT_DOWN:
        return error(-233, "message type is invalid or not support", TEXT)
    body = body_of(request)
    if isinstance(body, Response):
        return body
    payload = mapping(mapping(mapping(body.get("message")).get("attachment")).get("payload"))
    if bad := _payload_faults(payload, kind):
        return bad
    found = known(world, oa, mapping(body.get("recipient")).get("user_id"))
    if isinstance(found, Response):
        return found
    person, tie = found
    if bad := unwilling(world, oa, person, tie, kind) or _window(world, tie, kind):
        return bad
    if kind == "promotion":
        tie.promoted_at = world.clock.now()
    sent = arrive(world, oa, person, Content(_words(payload), "template", payload.get("buttons") or []))
    return accepted(world, oa, person, tie, sent)


def _window(world: World, tie: Tie, kind: str) -> Response | None:
    now = world.clock.now()
    if kind == "transaction":
        if now - tie.last_interaction > YEAR:
            return error(-232, "User has not interacted with OA or last interaction expired", TEXT)
        return None
    if not tie.follower:
        return error(-213, "User has not followed OA", TEXT)
    if is_night(now):
        return error(-234, "This message cannot be sent at night (10:00PM - 6:00AM)", TEXT)
    if windows.day_of(now) == windows.day_of(tie.promoted_at):
        return error(-218, "Out of quota receive", TEXT)
    return None


def _payload_faults(payload: dict[str, Any], kind: str) -> Response | None:
    elements, buttons = payload.get("elements"), payload.get("buttons") or []
    if payload.get("template_type") not in (KINDS if kind == "transaction" else {"promotion"}):
        return wrong("payload is invalid! Missing template_type params")
    if payload.get("language", "VI") not in ("VI", "EN"):
        return wrong("language is invalid!")
    if not isinstance(elements, list) or not elements or not all(isinstance(e, dict) for e in elements):
        return wrong("elements is invalid!")
    if sum(e.get("type") == "text" for e in elements) > 2:
        return wrong("elements is invalid!")
    for element in elements:
        if not _fits(element, kind, payload.get("language", "VI")):
            return wrong(f"{element.get('type')} is invalid!")
    if not isinstance(buttons, list) or len(buttons) > 4 or not all(_button_fits(b) for b in buttons):
        return wrong("buttons is invalid!")
    return None


def _fits(element: dict[str, Any], kind: str, language: str) -> bool:
    name, content = element.get("type"), element.get("content")
    if name == "banner":
        return bool(element.get("image_url")) != bool(element.get("attachment_id"))
    if name == "table":
        return isinstance(content, list) and _table_fits(content, kind, language)
    if name not in ("header", "text") or element.get("align") not in _ALIGN or not isinstance(content, str):
        return False
    return 0 < len(content) <= (100 if name == "header" else 250 if kind == "transaction" else 1000)


def _table_fits(rows: list[Any], kind: str, language: str) -> bool:
    longest = 35 if kind == "transaction" else 25
    for row in rows:
        key, value = mapping(row).get("key"), mapping(row).get("value")
        if not isinstance(key, str) or not 0 < len(key) <= longest or not isinstance(value, str) or len(value) > 100:
            return False
        if "style" in row and (row["style"] not in STYLES or key not in ("Trạng thái", "Status")):
            return False
    if kind == "promotion":
        return len(rows) <= 5
    naming = [row for row in rows if _names(row["key"], language)]
    return bool(naming) and len(rows) - len(naming) <= 5


def _names(key: str, language: str) -> bool:
    if language == "EN":
        return "Code" in key or key == "Customer Name"
    return key.startswith("Mã") or key == "Tên khách hàng"


def _button_fits(button: Any) -> bool:
    title = mapping(button).get("title")
    return isinstance(title, str) and 0 < len(title) <= 35 and isinstance(button.get("type"), str)


def _words(payload: dict[str, Any]) -> str:
    lines = []
    for element in payload["elements"]:
        if element["type"] == "table":
            lines += [f"{row['key']}: {row['value']}" for row in element["content"]]
        elif element["type"] != "banner":
            lines.append(element["content"].replace("<br>", "\n"))
    return "\n".join(lines) or "[Ảnh bìa]"
