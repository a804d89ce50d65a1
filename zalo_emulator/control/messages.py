"""What stands on the phones, and counts of it."""

from dataclasses import fields
from itertools import islice
from typing import Any

from zalo_emulator import showing
from zalo_emulator.fields import Fields
from zalo_emulator.model import Sent
from zalo_emulator.wire import Response, answer
from zalo_emulator.world import MESSAGES, World

_NAMES = [f.name for f in fields(Sent)]
_FILTERS = ("phone", "person", "tracking_id", "channel", "since", "after", "before", "limit")


def as_json(world: World, sent: Sent) -> dict[str, Any]:
    """A message as it is told."""
    return {name: getattr(sent, name) for name in _NAMES} | {"text": showing.text(world, sent)}


def listed(world: World, query: dict[str, str]) -> Response:
    """Messages in order of arrival: the last 1,000 that fit, or with ``after`` (a ``number``) the next ones.

    Filters ``phone person tracking_id`` (prefix) ``channel since``; pages ``after before limit``.
    """
    given = Fields(dict(query))
    given.only(*_FILTERS)
    limit = given.count("limit", 1000, 0, MESSAGES)
    after, before = given.count("after", 0), given.count("before", 10**9)
    since, phone = given.number("since", 0.0, 0, 1e12), query.get("phone", "").strip().lstrip("+")
    person, channel, tracking = query.get("person"), query.get("channel"), query.get("tracking_id", "")

    def fits(m: Sent) -> bool:
        return (
            after < m.number < before and m.at >= since and phone in ("", m.phone) and person in (None, m.person_id)
            and channel in (None, m.channel) and m.tracking_id.startswith(tracking)
        )  # fmt: skip

    if "after" in query:
        found = list(islice((m for m in world.messages if fits(m)), limit))
    else:
        found = list(islice((m for m in reversed(world.messages) if fits(m)), limit))[::-1]
    return answer([as_json(world, m) for m in found])


def stats(world: World, query: dict[str, str]) -> Response:
    """``sent``, ``unique`` and ``doubled`` tracking ids, ``delivered``, by channel; with ``?orders=1`` each phone's order."""
    told: dict[str, Any] = {
        "sent": sum(world.arrived.values()), "unique": world.unique, "doubled": world.doubled,
        "delivered": world.delivered, "channels": dict(world.arrived), "people": len(world.people),
        "kept": len(world.messages), "webhook_waiting": len(world.outbox),
    }  # fmt: skip
    if query.get("orders"):
        orders: dict[str, list[str]] = {}
        for m in world.messages:
            orders.setdefault(m.phone, []).append(m.tracking_id or m.id)
        told["orders"] = orders
    return answer(told)
