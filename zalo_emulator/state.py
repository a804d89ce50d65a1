"""Keeping the world between two runs (``--state FILE``)."""

import asyncio
import json
import tempfile
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from zalo_emulator.model import App, Grant, OfficialAccount, Person, Sent, Template, Tie
from zalo_emulator.sending import schedule_receipt
from zalo_emulator.world import World

MESSAGES, LINES = 5_000, 200
VERSION = 1


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return [_plain(v) for v in value] if isinstance(value, list) else value


def save(world: World, path: Path) -> None:
    """Write the world beside the file and put it in its place, so that a kill never leaves half of it."""
    people = [asdict(p) for p in world.people.values()]
    for person in people:
        for tie in person["ties"].values():
            tie["log"] = tie["log"][-LINES:]
    data = {
        "version": VERSION, "offset": world.clock.offset, "app": asdict(world.app), "notices": world.notices,
        "oas": [asdict(o) for o in world.oas.values()], "templates": [asdict(t) for t in world.templates.values()],
        "people": people, "messages": [asdict(m) for m in world.messages[-MESSAGES:]],
        "uploads": world.uploads, "ratings": world.ratings, "responses": world.responses,
    }  # fmt: skip
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=path.name, delete=False, encoding="utf-8") as file:
        json.dump(_plain(data), file, ensure_ascii=False)
    Path(file.name).replace(path)
    world.dirty = False


async def keep(world: World, path: Path) -> None:
    """Save every second while something changed."""
    while True:
        await asyncio.sleep(1)
        if world.dirty:
            save(world, path)


def _made(kind: type[Any], data: dict[str, Any]) -> Any:
    """An object of this kind; members that it no longer has are left out, lists become sets where it has sets."""
    known = {f.name: f for f in fields(kind)}
    values = {k: v for k, v in data.items() if k in known}
    return kind(**{k: set(v) if str(known[k].type).startswith("set[") else v for k, v in values.items()})


def load(world: World, path: Path) -> bool:
    """Fill the world from the file; False where there is none. ValueError for a file that is not ours."""
    if not path.exists():
        return False
    data = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or data.get("version") != VERSION:
        raise ValueError(f"{path} is no state of this emulator")
    address = world.app.webhook_url
    world.app = _made(App, data["app"])
    world.app.webhook_url = address or world.app.webhook_url
    world.clock.offset = float(data["offset"])
    world.oas = {row["oa_id"]: _account(row) for row in data["oas"]}
    standing = world.templates
    world.templates = {row["template_id"]: _made(Template, row) for row in data["templates"]}
    for key in standing.keys() & world.templates.keys():
        world.templates[key].buttons = standing[key].buttons  # the product may have moved to another address
    world.people = {row["id"]: _person(row) for row in data["people"]}
    world.messages = [_made(Sent, row) for row in data["messages"]]
    world.uploads = {k: (v[0], v[1]) for k, v in data["uploads"].items()}
    world.ratings, world.responses, world.notices = data["ratings"], data["responses"], data["notices"]
    world.index()
    if world.receipt_delay >= 0:
        for sent in world.messages:
            if sent.delivered_at is None and sent.oa_id in world.oas and sent.person_id in world.people:
                schedule_receipt(world, world.oas[sent.oa_id], world.people[sent.person_id], sent)
    return True


def _account(row: dict[str, Any]) -> OfficialAccount:
    oa: OfficialAccount = _made(OfficialAccount, row)
    oa.grant = Grant(**row["grant"]) if row["grant"] else None
    oa.tags = {name: set(members) for name, members in row["tags"].items()}
    return oa


def _person(row: dict[str, Any]) -> Person:
    person: Person = _made(Person, row)
    person.ties = {oa: _made(Tie, tie) for oa, tie in row["ties"].items()}
    return person
