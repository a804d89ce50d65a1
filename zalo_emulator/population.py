"""Reading people from a file or a call."""

import json
from pathlib import Path
from typing import Any

from zalo_emulator.business import phone_of
from zalo_emulator.fields import Fields, bounded
from zalo_emulator.model import Person
from zalo_emulator.windows import touched
from zalo_emulator.world import World

DEFAULT = Path(__file__).parent / "people.json"
MOST = 20_000
_FLAGS = ("has_zalo", "can_receive", "outdated", "inactive", "official")
_SETS = ("refused_oas", "refused_tags")
_NAMES = ("id", "name", "phone", "follows", "last_active", *_FLAGS, *_SETS)


def from_file(path: Path | None) -> list[dict[str, Any]]:
    """The entries of a people file; ValueError where it is no list of objects."""
    rows = json.loads((path or DEFAULT).read_text(encoding="utf-8"))
    if not isinstance(rows, list):
        raise ValueError("a people file is a list of objects")
    return rows


def add(world: World, entry: Any) -> Person:
    """Add one person (``name``, ``phone``; optional flags, ``follows``); the one who has the phone already, as they are.

    ValueError says what does not fit.
    """
    if not isinstance(entry, dict):
        raise ValueError("a person is an object")
    given = Fields(entry)
    given.only(*_NAMES)
    phone = phone_of(entry.get("phone"))
    if phone is None:
        raise ValueError("phone must be 84…")
    if phone in world.by_phone:
        return world.by_phone[phone]
    if len(world.people) >= MOST:
        raise ValueError(f"{MOST} people are enough")
    key = given.text("id", "") or _free_id(world)
    if key in world.people or "/" in key:
        raise ValueError(f"id {key} is taken or has a slash")
    person, follows = Person(key, given.text("name", "") or key, phone), given.texts("follows")
    change(person, {k: v for k, v in entry.items() if k in (*_FLAGS, *_SETS, "last_active")})
    world.add_person(person)
    for oa in world.oas.values():
        if oa.oa_id in follows or oa.province in follows:
            tie = world.tie(person, oa)
            tie.follower = True
            touched(world, tie)
    return person


def _free_id(world: World) -> str:
    number = len(world.people) + 1
    while f"p{number:02}" in world.people:
        number += 1
    return f"p{number:02}"


def change(person: Person, data: dict[str, Any]) -> None:
    """Set what a person's phone is like. All or none; ValueError says what does not fit."""
    given, ready = Fields(data), dict[str, Any]()
    for name, value in data.items():
        if name in _FLAGS:
            ready[name] = given.flag(name)
        elif name in _SETS:
            ready[name] = set(given.texts(name))
        elif name == "name":
            ready[name] = given.text(name)
        elif name == "last_active":
            ready[name] = None if value is None else bounded(name, value, 0, 1e11)
        else:
            raise ValueError(f"unknown: {name}")
    for name, value in ready.items():
        setattr(person, name, value)
