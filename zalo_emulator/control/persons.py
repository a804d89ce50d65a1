"""People: who they are, and who is added."""

import dataclasses
from typing import Any

from zalo_emulator import population, showing
from zalo_emulator.control import deeds
from zalo_emulator.fields import Fields
from zalo_emulator.model import OfficialAccount, Person
from zalo_emulator.wire import Response, answer
from zalo_emulator.world import World

LINES = 200
PREVIEW = 90


def account(world: World, key: Any) -> OfficialAccount:
    """An account by id or province; the first one where none is named."""
    for oa in world.oas.values():
        if key in (None, "", oa.oa_id, oa.province):
            return oa
    raise ValueError("no such oa")


def _as_json(world: World, person: Person, lines: int) -> dict[str, Any]:
    data = {f.name: getattr(person, f.name) for f in dataclasses.fields(person) if f.name != "ties"}
    data["refused_oas"], data["refused_tags"] = sorted(person.refused_oas), sorted(person.refused_tags)
    data["ties"] = {}
    for oa_id, tie in person.ties.items():
        told = {f.name: getattr(tie, f.name) for f in dataclasses.fields(tie) if f.name != "log"}
        told["blocked_types"] = sorted(tie.blocked_types)
        last = showing.line(world, tie.log[-1]) if tie.log else None
        words = (last.get("summary") or last["text"])[:PREVIEW] if last else ""
        told["last"] = {"from": last["from"], "at": last["at"], "text": words} if last else None
        told["unseen"] = sum(1 for line in tie.log if line["from"] == "oa" and not line.get("seen"))
        log = [showing.line(world, line) for line in tie.log[-lines:]] if lines else []
        data["ties"][oa_id] = {**told, "log": log, "lines": len(tie.log)}
    return data


def listed(world: World, query: dict[str, str]) -> Response:
    """Everybody; ``?brief=1`` without what was said."""
    lines = 0 if query.get("brief") else LINES
    return answer([_as_json(world, p, lines) for p in world.people.values()])


def shown(world: World, person_id: str) -> Response | None:
    """One person with the last 200 lines for each account, and which of them arrived; None: nobody."""
    person = world.people.get(person_id)
    if person is None:
        return None
    data = _as_json(world, person, LINES)
    for tie in data["ties"].values():
        tie["log"] = [{**line, "delivered": _delivered(world, line["id"])} for line in tie["log"]]
    return answer(data)


def _delivered(world: World, message_id: str) -> bool:
    sent = world.by_message.get(message_id)
    return sent is not None and sent.delivered_at is not None


def added(world: World, data: dict[str, Any]) -> Response:
    """One person, or a list under ``people``; all or none."""
    entries = data.get("people", [data])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise ValueError("people is a list of objects")
    before = dict(world.people)
    try:
        found = [population.add(world, entry) for entry in entries]
    except ValueError:
        for person_id in world.people.keys() - before.keys():
            world.changed("person", person_id)
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
    deed = deeds.DEEDS.get(verb.replace("_", "-"))
    if deed is None:
        raise ValueError(f"a person can {', '.join(deeds.DEEDS)}")
    if not person.has_zalo and verb not in ("set", "human"):
        raise ValueError(f"{person_id} has no Zalo")
    oa = account(world, data.get("oa"))
    told = await deed(world, person, oa, Fields({k: v for k, v in data.items() if k != "oa"}))
    tie = world.tie(person, oa)
    return answer({"ok": True, "user_id": tie.user_id, "user_id_by_app": tie.user_id_by_app, **(told or {})})
