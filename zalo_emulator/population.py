"""Reading people from a file or a call."""

import json
from pathlib import Path
from typing import Any

from zalo_emulator.business import phone_of
from zalo_emulator.model import Person
from zalo_emulator.windows import touched
from zalo_emulator.world import World

DEFAULT = Path(__file__).parent / "people.json"
_FLAGS = ("has_zalo", "can_receive", "outdated", "inactive", "official")
_SETS = ("refused_oas", "refused_tags")


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
    if strange := set(entry) - {"id", "name", "phone", "follows", *_FLAGS, *_SETS}:
        raise ValueError(f"unknown: {', '.join(sorted(strange))}")
    phone = phone_of(entry.get("phone"))
    if phone is None:
        raise ValueError("phone must be 84…")
    if phone in world.by_phone:
        return world.by_phone[phone]
    key = str(entry.get("id") or f"p{len(world.people) + 1:02}")
    if key in world.people:
        raise ValueError(f"id {key} is taken")
    person = Person(key, str(entry.get("name") or key), phone)
    change(person, {k: v for k, v in entry.items() if k in (*_FLAGS, *_SETS)})
    world.add_person(person)
    for wanted in entry.get("follows", ()):
        for oa in world.oas.values():
            if wanted in (oa.oa_id, oa.province):
                tie = world.tie(person, oa)
                tie.follower = True
                touched(world, tie)
    return person


def change(person: Person, data: dict[str, Any]) -> None:
    """Set what a person's phone is like."""
    for name, value in data.items():
        if name in _FLAGS:
            if not isinstance(value, bool):
                raise ValueError(f"{name} is true or false")
            setattr(person, name, value)
        elif name in _SETS:
            setattr(person, name, {str(v) for v in value})
        elif name == "name":
            person.name = str(value)
        else:
            raise ValueError(f"unknown: {name}")
