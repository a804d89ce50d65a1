"""The console's webhook page: the address, its switches, what was delivered."""

from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from zalo_emulator import signing, webhooks
from zalo_emulator.control.persons import account
from zalo_emulator.fields import Fields
from zalo_emulator.wire import Response, answer
from zalo_emulator.world import World

_NAMES = (
    "url", "probe", "enabled", "events_off", "hash_filter", "receipts", "receipt_delay", "signing", "duplicates",
    "reorder_seconds",
)  # fmt: skip


def shown(world: World) -> Response:
    app = world.app
    return answer(
        {
            "url": app.webhook_url, "enabled": app.webhook_enabled, "notices": list(world.notices),
            "fails": app.fail_count, "waiting": len(world.outbox), "events_off": sorted(app.events_off),
            "hash_filter": app.hash_filter, "receipt_delay": world.receipt_delay, "signing": world.signing,
            "duplicates": world.duplicates, "reorder_seconds": world.reorder_seconds,
        }
    )  # fmt: skip


async def saved(world: World, data: dict[str, Any]) -> Response:
    """Save the address (Zalo probes it unsigned first) and the switches; ValueError where the probe fails."""
    app, statuses, given = world.app, list[int](), Fields(data)
    given.only(*_NAMES)
    signed = given.text("signing", world.signing)
    if signed not in signing.MODES:
        raise ValueError(f"signing must be one of {', '.join(signing.MODES)}")
    delay = given.number("receipt_delay", world.receipt_delay, -1, 10**7)
    copies = given.count("duplicates", world.duplicates, 1, 10)
    reorder = given.number("reorder_seconds", world.reorder_seconds, 0, 10**7)
    events_off, hashed = (
        set(given.texts("events_off", sorted(app.events_off))),
        given.flag("hash_filter", app.hash_filter),
    )
    enabled, probes = given.flag("enabled", app.webhook_enabled), given.flag("probe", True)
    if not given.flag("receipts", True):
        delay = -1.0
    if "url" in given:
        statuses = await _probed(given.text("url", ""), probes)
        app.webhook_url, enabled, app.fail_count = given.text("url", ""), given.flag("enabled", True), 0
    elif "enabled" in given:
        app.fail_count = 0
    app.webhook_enabled, app.events_off, app.hash_filter = enabled, events_off, hashed
    world.signing, world.receipt_delay, world.duplicates, world.reorder_seconds = signed, delay, copies, reorder
    world.changed("app")
    world.tell("")
    return answer({"url": app.webhook_url, "probe": statuses})


async def _probed(url: str, probes: bool) -> list[int]:
    if not url:
        return []
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ValueError("url is an http or https address")
    statuses = await webhooks.probe(url) if probes else []
    if probes and statuses != [200, 200]:
        raise ValueError(f"probe answered {statuses}")
    return statuses


async def tested(world: World, data: dict[str, Any]) -> Response:
    """The console's «test» button."""
    if not world.app.webhook_url:
        raise ValueError("no address is saved")
    return answer({"status": await webhooks.console_test(world, account(world, data.get("oa")))})


def deliveries(world: World, query: dict[str, str]) -> Response:
    """The last attempts with status, number of the try and body; filter ``event``, ``limit``."""
    given = Fields(dict(query))
    given.only("event", "limit")
    wanted, limit = query.get("event"), given.count("limit", 1000, 0, 5000)
    fitting = (d for d in reversed(world.deliveries) if wanted in (None, d["event_name"]))
    return answer(list(islice(fitting, limit))[::-1])
