"""What Zalo sends: signed over the exact bytes, retried on the virtual clock, given up in the end."""

import asyncio
import time

import aiohttp

from zalo_emulator import events, signing
from zalo_emulator.events import Event
from zalo_emulator.model import Delivery, OfficialAccount
from zalo_emulator.wire import compact
from zalo_emulator.world import World

# CONVENTION: each wait counts from the attempt before; Zalo does not say. So does a refusal other than 200 retry.
RETRIES = (30.0, 300.0, 900.0, 1800.0, 3600.0)
TIMEOUT = 2.0
AT_ONCE = 32
_session: aiohttp.ClientSession | None = None
_gate = asyncio.Semaphore(AT_ONCE)  # a request waits for its turn before its two seconds begin


def encode(event: Event) -> bytes:
    """Compact UTF-8 JSON, non-ASCII raw."""
    return compact(event)


def wanted(world: World, oa: OfficialAccount, event: Event) -> bool:
    """Whether the console lets this event pass; none flows for an account without a grant."""
    app = world.app
    if not app.webhook_url or not app.webhook_enabled or oa.grant is None or event["event_name"] in app.events_off:
        return False
    if app.hash_filter and event["event_name"] == "user_send_text":
        return str(event["message"]["text"]).startswith("#")
    return True


async def deliver(world: World, oa: OfficialAccount, event: Event, *, zns: bool = False) -> None:
    """Send one event now and wait for the product's first answer (later, where the console reorders)."""
    for delivery in _noted(world, oa, event, zns, 0.0):
        if delivery.due > world.clock.now():
            schedule(world, delivery)
        else:
            await attempt(world, delivery)


def enqueue(world: World, oa: OfficialAccount, event: Event, *, zns: bool = False, after: float = 0.0) -> None:
    """Send one event after so many virtual seconds, without waiting for it."""
    for delivery in _noted(world, oa, event, zns, after):
        schedule(world, delivery)


def _noted(world: World, oa: OfficialAccount, event: Event, zns: bool, after: float) -> list[Delivery]:
    """The event in the outbox, once or (in the mode for tests) more often."""
    if not wanted(world, oa, event):
        return []
    made = []
    for _copy in range(world.duplicates):
        due = world.clock.now() + after
        if world.reorder_seconds:
            due += world.chance.random() * world.reorder_seconds
        delivery = Delivery(world.hex(), oa.oa_id, event, zns, due)
        world.outbox[delivery.id] = delivery
        world.changed("delivery", delivery.id)
        made.append(delivery)
    return made


def schedule(world: World, delivery: Delivery) -> None:
    """Try this event when its time has come."""

    async def job() -> None:
        await attempt(world, delivery)

    world.clock.at(delivery.due, job)


async def attempt(world: World, delivery: Delivery) -> None:
    """One try; a failure is tried again five times, then the webhook is switched off."""
    app, oa = world.app, world.oas.get(delivery.oa_id)
    if oa is None or not app.webhook_url or not app.webhook_enabled or delivery.id not in world.outbox:
        _forget(world, delivery)
        return
    raw = encode(delivery.event)
    headers = _headers(world, oa, raw, str(delivery.event["timestamp"]), delivery.zns)
    if delivery.number:
        headers["num_retry"] = str(delivery.number)
    world.flush()
    async with _gate:
        began = time.monotonic()
        status = await post(app.webhook_url, raw, headers)
    world.deliveries.append(
        {
            "event_name": delivery.event["event_name"], "status": status, "number": delivery.number,
            "at": world.clock.now(), "took": round(time.monotonic() - began, 3), "oa_id": oa.oa_id,
            "zns": delivery.zns, "body": delivery.event,
        }
    )  # fmt: skip
    if status == 200:
        _forget(world, delivery)
        _failures(world, 0)
    else:
        _failed(world, delivery)
    world.flush()


def _failed(world: World, delivery: Delivery) -> None:
    _failures(world, world.app.fail_count + 1)
    if delivery.id not in world.outbox:  # everything began anew meanwhile
        return
    if delivery.number < len(RETRIES):
        delivery.due = world.clock.now() + RETRIES[delivery.number]
        delivery.number += 1
        world.changed("delivery", delivery.id)
        schedule(world, delivery)
        return
    _forget(world, delivery)
    world.app.webhook_enabled = False
    world.notices.append("webhook disabled after failed deliveries")
    world.changed("notices")
    world.tell("")


def _failures(world: World, count: int) -> None:
    if world.app.fail_count != count:
        world.app.fail_count = count
        world.changed("app")
        world.tell("")


def _forget(world: World, delivery: Delivery) -> None:
    if world.outbox.pop(delivery.id, None):
        world.changed("delivery", delivery.id)


def _headers(world: World, oa: OfficialAccount, raw: bytes, timestamp: str, zns: bool) -> dict[str, str]:
    headers = {
        "Content-Type": "application/json", "User-Agent": "ZaloWebhook",
        "X-ZEvent-Server": "ZNS" if zns else "OA OpenAPI",
    }  # fmt: skip
    mac = signing.header(world.signing, world.app, oa, raw, timestamp)
    return headers | ({"X-ZEvent-Signature": mac} if mac is not None else {})


async def probe(url: str) -> list[int]:
    """What saving an address in the console sends: ``{}`` and an empty body, both unsigned; gives the statuses."""
    return [
        await post(url, raw, {"Content-Type": "application/json", "User-Agent": "ZaloWebhook"}) for raw in (b"{}", b"")
    ]


async def console_test(world: World, oa: OfficialAccount) -> int:
    """The console's «test» button; gives the status."""
    event = events.console_test(world)
    raw = encode(event)
    return await post(world.app.webhook_url, raw, _headers(world, oa, raw, event["timestamp"], False))


async def post(url: str, raw: bytes, headers: dict[str, str]) -> int:
    """One POST within two seconds; 0 where nothing answered."""
    global _session
    if _session is None or _session.closed:
        _session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=TIMEOUT), trust_env=False
        )
    try:
        async with _session.post(url, data=raw, headers=headers, allow_redirects=False) as response:
            await response.read()
            return response.status
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return 0


async def close() -> None:
    if _session is not None:
        await _session.close()
