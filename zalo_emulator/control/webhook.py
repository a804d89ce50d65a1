"""The console's webhook page: the address, its switches, what was delivered."""

from typing import Any

from zalo_emulator import signing, webhooks
from zalo_emulator.control.persons import account
from zalo_emulator.wire import Response, answer
from zalo_emulator.world import World


def shown(world: World) -> Response:
    app = world.app
    return answer(
        {
            "url": app.webhook_url, "enabled": app.webhook_enabled, "notices": world.notices, "fails": app.fail_count,
            "events_off": sorted(app.events_off), "hash_filter": app.hash_filter,
            "receipt_delay": world.receipt_delay, "signing": world.signing, "duplicates": world.duplicates,
            "reorder_seconds": world.reorder_seconds,
        }
    )  # fmt: skip


async def saved(world: World, data: dict[str, Any]) -> Response:
    """Save the address (Zalo probes it unsigned first) and the switches; ValueError where the probe fails."""
    app, statuses = world.app, list[int]()
    signed = str(data.get("signing", world.signing))
    if signed not in signing.MODES:
        raise ValueError(f"signing must be one of {', '.join(signing.MODES)}")
    delay, copies = float(data.get("receipt_delay", world.receipt_delay)), int(data.get("duplicates", world.duplicates))
    reorder = float(data.get("reorder_seconds", world.reorder_seconds))
    events_off = {str(e) for e in data.get("events_off", app.events_off)}
    if not 1 <= copies <= 10:
        raise ValueError("duplicates is 1 to 10")
    if "url" in data:
        url = str(data["url"])
        if url and data.get("probe", True):
            statuses = await webhooks.probe(url)
            if statuses != [200, 200]:
                raise ValueError(f"probe answered {statuses}")
        app.webhook_url, app.webhook_enabled, app.fail_count = url, True, 0
    if "enabled" in data:
        app.webhook_enabled, app.fail_count = bool(data["enabled"]), 0
    if data.get("receipts") is False:
        delay = -1.0
    world.signing, world.receipt_delay, world.duplicates, world.reorder_seconds = signed, delay, copies, reorder
    app.events_off, app.hash_filter = events_off, bool(data.get("hash_filter", app.hash_filter))
    return answer({"url": app.webhook_url, "probe": statuses})


async def tested(world: World, data: dict[str, Any]) -> Response:
    """The console's «test» button."""
    return answer({"status": await webhooks.console_test(world, account(world, data.get("oa")))})


def deliveries(world: World, query: dict[str, str]) -> Response:
    """The last attempts with status, number of the try and body; filter ``event``."""
    rows = [d for d in world.deliveries if query.get("event", d["event_name"]) == d["event_name"]]
    return answer(rows[-int(query.get("limit", "1000")) :])
