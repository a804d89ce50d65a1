"""People: who they are, and what they are made to do."""

import dataclasses
from typing import Any

from zalo_emulator import people, population
from zalo_emulator.graph import CODE_LIFE
from zalo_emulator.model import OfficialAccount, Person
from zalo_emulator.oauth import USER_REFRESH_LIFE, user_pair
from zalo_emulator.wire import Response, answer
from zalo_emulator.world import World

LINES = 200
_HIDDEN = ("log",)


def account(world: World, key: Any) -> OfficialAccount:
    """An account by id or province; the first one where none is named."""
    for oa in world.oas.values():
        if key in (None, "", oa.oa_id, oa.province):
            return oa
    raise ValueError("no such oa")


def _as_json(person: Person, lines: int) -> dict[str, Any]:
    data = {f.name: getattr(person, f.name) for f in dataclasses.fields(person) if f.name != "ties"}
    data["refused_oas"], data["refused_tags"] = sorted(person.refused_oas), sorted(person.refused_tags)
    data["ties"] = {}
    for oa_id, tie in person.ties.items():
        told = {f.name: getattr(tie, f.name) for f in dataclasses.fields(tie) if f.name not in _HIDDEN}
        data["ties"][oa_id] = {**told, "log": tie.log[-lines:] if lines else [], "lines": len(tie.log)}
    return data


def listed(world: World, query: dict[str, str]) -> Response:
    """Everybody; ``?brief=1`` without what was said."""
    lines = 0 if query.get("brief") else LINES
    return answer([_as_json(p, lines) for p in world.people.values()])


def shown(world: World, person_id: str) -> Response | None:
    """One person with the last 200 lines for each account, and which of them arrived; None: nobody."""
    person = world.people.get(person_id)
    if person is None:
        return None
    data = _as_json(person, LINES)
    for tie in data["ties"].values():
        for line in tie["log"]:
            sent = world.by_message.get(line["id"])
            line["delivered"] = bool(sent and sent.delivered_at)
    return answer(data)


def added(world: World, data: dict[str, Any]) -> Response:
    """One person, or a list under ``people``; all or none."""
    entries = data.get("people", [data])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise ValueError("people is a list of objects")
    before = dict(world.people)
    try:
        found = [population.add(world, entry) for entry in entries]
    except (ValueError, TypeError):
        world.people = before
        world.index()
        raise
    world.tell("*")
    return answer({"people": len(world.people), "ids": [p.id for p in found]})


async def act(world: World, person_id: str, verb: str, data: dict[str, Any]) -> Response | None:
    """Let a person do something to an account; None: nobody of this id."""
    person = world.people.get(person_id)
    if person is None:
        return None
    oa = account(world, data.get("oa"))
    told = await _done(world, person, oa, verb.replace("_", "-"), data) or {}
    tie = world.tie(person, oa)
    return answer({"ok": True, "user_id": tie.user_id, "user_id_by_app": tie.user_id_by_app, **told})


async def _done(
    world: World, person: Person, oa: OfficialAccount, verb: str, data: dict[str, Any]
) -> dict[str, Any] | None:
    match verb:
        case "say" | "tap":
            text = data.get("text", data.get("payload", ""))
            if not isinstance(text, str) or not text:
                raise ValueError("text is empty")
            hidden, quote = bool(data.get("hidden")), str(data.get("quote", ""))
            return {"msg_id": await people.say(world, person, oa, text, hidden=hidden, quote=quote)}
        case "attach" | "image" | "file" | "location" | "sticker":
            kind = str(data["kind"]) if verb == "attach" else verb
            return {"msg_id": await people.attach(world, person, oa, kind, dict(data.get("payload", {})))}
        case "follow" | "unfollow":
            await people.follow(world, person, oa, verb == "follow")
        case "chatnow":
            await people.chat_now(world, person, oa)
        case "seen":
            await people.seen(world, person, oa)
        case "react":
            await people.react(world, person, oa, str(data.get("icon", "/-heart")), str(data["msg_id"]))
        case "submit-info":
            await people.submit_info(world, person, oa, dict(data.get("info", {})))
        case "withdraw":
            await people.withdraw(world, person, oa)
        case "block" | "unblock":
            people.block(world, person, oa, verb == "block")
        case "human":
            await people.human_answer(world, person, oa, str(data.get("text", "")))
        case "rate":
            await people.rate(world, oa, data)
        case "quick-reply":
            await people.quick_reply(world, oa, data)
        case "widget":
            await people.widget(world, person, oa, data)
        case "login":
            body = user_pair(world, person.id, world.clock.now() + USER_REFRESH_LIFE)
            return {"tokens": body.body.decode()}
        case "phone-code":
            code = world.hex(40)
            world.phone_codes[code] = (person.id, world.clock.now() + CODE_LIFE)
            return {"code": code}
        case "set":
            population.change(person, {k: v for k, v in data.items() if k != "oa"})
            world.tell(person.id)
        case _:
            raise ValueError("unknown verb")
    return None
