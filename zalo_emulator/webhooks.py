"""What Zalo sends: signed over the exact bytes, retried on the virtual clock, given up in the end."""

import json
import time
from collections.abc import Callable

import aiohttp

from zalo_emulator import events, signing
from zalo_emulator.events import Event
from zalo_emulator.model import OfficialAccount
from zalo_emulator.world import World

# CONVENTION: each wait counts from the attempt before; Zalo does not say. So does a refusal other than 200 retry.
RETRIES = (30.0, 300.0, 900.0, 1800.0, 3600.0)
TIMEOUT = 2.0
_session: aiohttp.ClientSession | None = None


def encode(event: Event) -> bytes:
    """Compact UTF-8 JSON, non-ASCII raw."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def later(world: World, seconds: float, oa: OfficialAccount, make: Callable[[], Event]) -> None:
    """Send an event after so many virtual seconds."""

    async def job() -> None:
        await deliver(world, oa, make())

    world.clock.later(seconds, job)


def wanted(world: World, event: Event) -> bool:
    """Whether the console lets this event pass."""
    app = world.app
    if not app.webhook_url or not app.webhook_enabled or event["event_name"] in app.events_off:
        return False
    if app.hash_filter and event["event_name"] == "user_send_text":
        return str(event["message"]["text"]).startswith("#")
    return True


async def deliver(world: World, oa: OfficialAccount, event: Event, *, zns: bool = False) -> None:
    """Send one event, once or (in the modes for tests) more often and out of order."""
    if not wanted(world, event):
        return
    raw = encode(event)
    if world.reorder_seconds:

        async def job() -> None:
            await _attempt(world, oa, event, raw, zns, 0)

        for _copy in range(world.duplicates):
            world.clock.later(world.chance.random() * world.reorder_seconds, job)
        return
    for _copy in range(world.duplicates):
        await _attempt(world, oa, event, raw, zns, 0)


async def _attempt(world: World, oa: OfficialAccount, event: Event, raw: bytes, zns: bool, number: int) -> None:
    """One try; a failure is tried again five times, then the webhook is switched off."""
    app = world.app
    if not app.webhook_url or not app.webhook_enabled:
        return
    headers = {
        "Content-Type": "application/json", "User-Agent": "ZaloWebhook",
        "X-ZEvent-Server": "ZNS" if zns else "OA OpenAPI",
    }  # fmt: skip
    mac = signing.header(world.signing, app, oa, raw, str(event["timestamp"]))
    if mac is not None:
        headers["X-ZEvent-Signature"] = mac
    if number:
        headers["num_retry"] = str(number)
    began = time.monotonic()
    status = await post(app.webhook_url, raw, headers)
    world.deliveries.append(
        {
            "event_name": event["event_name"], "status": status, "number": number, "at": world.clock.now(),
            "took": round(time.monotonic() - began, 3), "oa_id": oa.oa_id, "zns": zns, "body": event,
        }
    )  # fmt: skip
    if status == 200:
        app.fail_count = 0
        return
    app.fail_count += 1
    if number < len(RETRIES):

        async def again() -> None:
            await _attempt(world, oa, event, raw, zns, number + 1)

        world.clock.later(RETRIES[number], again)
    else:
        app.webhook_enabled = False
        world.dirty = True
        world.notices.append("webhook disabled after failed deliveries")


async def probe(url: str) -> list[int]:
    """What saving an address in the console sends: ``{}`` and an empty body, both unsigned; gives the statuses."""
    return [
        await post(url, raw, {"Content-Type": "application/json", "User-Agent": "ZaloWebhook"}) for raw in (b"{}", b"")
    ]


async def console_test(world: World, oa: OfficialAccount) -> int:
    """The console's «test» button; gives the status."""
    event = events.console_test(world)
    raw = encode(event)
    headers = {"Content-Type": "application/json", "User-Agent": "ZaloWebhook", "X-ZEvent-Server": "OA OpenAPI"}
    mac = signing.header(world.signing, world.app, oa, raw, event["timestamp"])
    return await post(world.app.webhook_url, raw, headers | ({"X-ZEvent-Signature": mac} if mac else {}))


async def post(url: str, raw: bytes, headers: dict[str, str]) -> int:
    """One POST within two seconds; 0 where nothing answered."""
    global _session
    if _session is None or _session.closed:
        _session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=32), timeout=aiohttp.ClientTimeout(total=TIMEOUT), trust_env=False
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
