"""openapi.zalo.me: what was said, newest first, as Zalo lists it."""

from typing import Any

from zalo_emulator import showing
from zalo_emulator.audience import query_of, told
from zalo_emulator.gate import known
from zalo_emulator.model import OfficialAccount, Person, Tie
from zalo_emulator.wire import Request, Response, number
from zalo_emulator.world import World

MOST = 10
# CONVENTION: what files, videos and business cards are called in this list; its page names eight types.
TYPES = {
    "image": "photo", "gif": "GIF", "audio": "voice", "sticker": "sticker", "location": "location", "link": "link",
    "file": "link", "video": "link", "business_card": "link", "list": "links",
}  # fmt: skip


def conversation(world: World, request: Request, oa: OfficialAccount) -> Response:
    """``GET /v2.0/oa/conversation``: with one person."""
    query = query_of(request)
    found = known(world, oa, query.get("user_id"))
    if isinstance(found, Response):
        return found
    person, tie = found
    return _listed(world, oa, [(person, tie, line) for line in tie.log], query)


def recent(world: World, request: Request, oa: OfficialAccount) -> Response:
    """``GET /v2.0/oa/listrecentchat``: with anybody."""
    ties = [(p, p.ties[oa.oa_id]) for p in world.people.values() if oa.oa_id in p.ties]
    return _listed(world, oa, [(p, t, line) for p, t in ties for line in t.log], query_of(request))


def _listed(
    world: World, oa: OfficialAccount, lines: list[tuple[Person, Tie, dict[str, Any]]], query: dict[str, Any]
) -> Response:
    offset, count = number(query.get("offset"), 0), min(number(query.get("count"), 5), MOST)
    newest = sorted(lines, key=lambda entry: -entry[2]["at"])[offset : offset + count]
    return told([_line(oa, person, tie, showing.line(world, line)) for person, tie, line in newest])


def _line(oa: OfficialAccount, person: Person, tie: Tie, line: dict[str, Any]) -> dict[str, Any]:
    ours = line["from"] == "oa"
    # The page prints these ids as numbers, and others say text: above 2^53 only text keeps its digits.
    return {
        "src": 0 if ours else 1, "time": int(line["at"] * 1000), "type": TYPES.get(line.get("kind", ""), "text"),
        "message": line["text"], "message_id": line["id"], "from_id": oa.oa_id if ours else tie.user_id,
        "to_id": tie.user_id if ours else oa.oa_id, "from_display_name": oa.name if ours else person.name,
        "from_avatar": "", "to_display_name": person.name if ours else oa.name, "to_avatar": "", **_extra(line),
    }  # fmt: skip


def _extra(line: dict[str, Any]) -> dict[str, Any]:
    """``url``, ``thumb``, ``description``, ``links`` or ``location``, as the type has it."""
    parts = line.get("attachments") or []
    payload: dict[str, Any] = parts[0]["payload"] if parts else {}
    kind = TYPES.get(line.get("kind", ""))
    if kind == "location":
        return {"location": payload.get("coordinates", {})}
    if kind in ("link", "links"):
        return {"links": [p["payload"]["url"] for p in parts if p["payload"].get("url")]}
    found = {"url": payload.get("url"), "thumb": payload.get("thumbnail"), "description": payload.get("description")}
    return {name: value for name, value in found.items() if value} if kind else {}
