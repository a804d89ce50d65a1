"""What stands on the phones, and counts of it."""

import dataclasses
from collections import Counter

from zalo_emulator.wire import Response, answer
from zalo_emulator.world import World


def listed(world: World, query: dict[str, str]) -> Response:
    """Messages in order of arrival; filters ``phone person tracking_id channel since limit`` (the last 1,000)."""
    rows = world.messages
    if "phone" in query:
        wanted = query["phone"].strip().lstrip("+")
        rows = [m for m in rows if m.phone == wanted]
    if "person" in query:
        rows = [m for m in rows if m.person_id == query["person"]]
    if "channel" in query:
        rows = [m for m in rows if m.channel == query["channel"]]
    if "tracking_id" in query:
        rows = [m for m in rows if m.tracking_id.startswith(query["tracking_id"])]
    if "since" in query:
        since = float(query["since"])
        rows = [m for m in rows if m.at >= since]
    limit = int(query.get("limit", "1000"))
    return answer([dataclasses.asdict(m) for m in (rows[-limit:] if limit > 0 else [])])


def stats(world: World, query: dict[str, str]) -> Response:
    """``sent``, ``unique`` and ``doubled`` tracking ids, ``delivered``, by channel; with ``?orders=1`` each phone's order."""
    tracked = Counter(m.tracking_id for m in world.messages if m.tracking_id)
    told = {
        "sent": len(world.messages), "unique": len(tracked), "doubled": sum(1 for n in tracked.values() if n > 1),
        "delivered": sum(1 for m in world.messages if m.delivered_at is not None),
        "channels": dict(Counter(m.channel for m in world.messages)), "people": len(world.people),
    }  # fmt: skip
    if query.get("orders"):
        orders: dict[str, list[str]] = {}
        for m in world.messages:
            orders.setdefault(m.phone, []).append(m.tracking_id or m.id)
        told["orders"] = orders
    return answer(told)
