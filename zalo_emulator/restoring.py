"""The world as the file has it, and what was under way when the process ended."""

from collections.abc import Callable
from dataclasses import fields
from functools import partial
from typing import Any

from zalo_emulator import webhooks
from zalo_emulator.model import App, Delivery, Grant, OfficialAccount, Person, Sent, Template, Tie, Upload
from zalo_emulator.sending import schedule_receipt
from zalo_emulator.store import Store
from zalo_emulator.world import LINES, World

MESSAGES = 20_000


def _made(kind: type[Any], data: dict[str, Any]) -> Any:
    """A thing of this kind; members that it no longer has are left out, lists become sets where it has sets."""
    known = {f.name: f for f in fields(kind)}
    values = {k: v for k, v in data.items() if k in known}
    return kind(**{k: set(v) if str(known[k].type).startswith("set[") else v for k, v in values.items()})


def _account(row: dict[str, Any]) -> OfficialAccount:
    oa: OfficialAccount = _made(OfficialAccount, row)
    oa.grant = _made(Grant, row["grant"]) if row["grant"] else None
    oa.tags = {name: set(members) for name, members in row["tags"].items()}
    return oa


def _person(row: dict[str, Any]) -> Person:
    person: Person = _made(Person, row)
    person.ties = {oa: _made(Tie, tie) for oa, tie in row["ties"].items()}
    return person


def _pair(row: list[Any]) -> tuple[str, float]:
    return str(row[0]), float(row[1])


_SHELVES: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "oa": ("oas", _account), "person": ("people", _person), "template": ("templates", partial(_made, Template)),
    "upload": ("uploads", partial(_made, Upload)), "code": ("codes", dict), "user_token": ("user_tokens", _pair),
    "user_refresh": ("user_refresh", _pair), "phone_code": ("phone_codes", _pair), "place_code": ("place_codes", _pair),
    "rating": ("ratings", dict), "response": ("responses", dict), "delivery": ("outbox", partial(_made, Delivery)),
}  # fmt: skip


def open_world(world: World, store: Store) -> None:
    """Fill the world from the file, or the new file from the world; from now on changes are kept.

    ValueError for a file whose content is not ours.
    """
    rows = store.things()
    if rows:
        _fill(world, store, rows)
    world.store = store
    store.everything(world)


def _fill(world: World, store: Store, rows: list[tuple[str, str, Any]]) -> None:
    address, standing = world.app.webhook_url, world.templates
    for name in {shelf for shelf, _made in _SHELVES.values()}:
        setattr(world, name, {})
    for kind, key, row in rows:
        if kind == "app":
            world.app = _made(App, row)
        elif kind == "clock":
            world.clock.offset = float(row)
        elif kind == "notices":
            world.notices.extend(row)
        elif kind in _SHELVES:
            shelf, made = _SHELVES[kind]
            getattr(world, shelf)[key] = made(row)
    if address:  # given anew on the command line: saved in the console anew, which switches it on
        world.app.webhook_url, world.app.webhook_enabled, world.app.fail_count = address, True, 0
    for key in standing.keys() & world.templates.keys():
        world.templates[key].buttons = standing[key].buttons  # the product may have moved to another address
    for person_id, oa_id, line in store.lines(LINES):
        if person_id in world.people and oa_id in world.people[person_id].ties:
            world.people[person_id].ties[oa_id].log.append(line)
    for person in world.people.values():
        for tie in person.ties.values():
            tie.log.sort(key=lambda line: float(line["at"]))  # a history may have been put in later
    for row in store.messages(MESSAGES):
        sent: Sent = _made(Sent, row)
        world.keep_message(sent)
        world.delivered += sent.delivered_at is not None
    world.index()
    _resume(world)


def _resume(world: World) -> None:
    """Receipts that were not given and events that were not taken."""
    waiting = [m for m in world.messages if m.delivered_at is None] if world.receipt_delay >= 0 else []
    for sent in waiting:
        if sent.oa_id in world.oas and sent.person_id in world.people:
            schedule_receipt(world, world.oas[sent.oa_id], world.people[sent.person_id], sent)
    for delivery in world.outbox.values():
        webhooks.schedule(world, delivery)
