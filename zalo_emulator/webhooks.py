"""What Zalo sends: signed over the exact bytes, retried on the virtual clock, given up in the end."""

import hashlib
import json
from typing import Any

import aiohttp

from zalo_emulator.world import OfficialAccount, Sent, Tie, World

RETRIES = (30.0, 300.0, 900.0, 1800.0, 3600.0)
TIMEOUT = 2.0
_session: aiohttp.ClientSession | None = None
Event = dict[str, Any]


def signature(app_id: str, raw: bytes, timestamp: str, secret: str) -> str:
    """Plain SHA-256 over app id, raw body, timestamp and the account's own secret."""
    return hashlib.sha256(app_id.encode() + raw + timestamp.encode() + secret.encode()).hexdigest()


def encode(event: Event) -> bytes:
    """Compact UTF-8 JSON, non-ASCII raw."""
    return json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()


def received(world: World, oa: OfficialAccount, tie: Tie, sent: Sent) -> Event:
    """The receipt: with phone, delivery time and tracking id for templates by phone."""
    message: Event = {"msg_id": sent.id}
    recipient = tie.user_id
    if sent.channel == "phone":
        message = {"delivery_time": world.clock.now_ms(), "msg_id": sent.id, "tracking_id": sent.tracking_id}
        recipient = sent.phone
    return {
        "sender": {"id": oa.oa_id}, "recipient": {"id": recipient}, "event_name": "user_received_message",
        "message": message, "app_id": world.app.app_id, "timestamp": world.clock.now_ms(),
    }  # fmt: skip


def echo(world: World, oa: OfficialAccount, tie: Tie, sent: Sent) -> Any:
    """Our own sends come back as ``oa_send_*``."""

    async def job() -> None:
        name = "oa_send_template" if sent.template_id else "oa_send_text"
        event = {
            "app_id": world.app.app_id, "sender": {"id": oa.oa_id}, "recipient": {"id": tie.user_id},
            "event_name": name, "message": {"text": sent.text, "msg_id": sent.id},
            "user_id_by_app": tie.user_id_by_app, "timestamp": world.clock.now_ms(),
        }  # fmt: skip
        await deliver(world, oa, event)

    return job


def later(world: World, seconds: float, job: Any) -> None:
    world.clock.later(seconds, job)


async def deliver(world: World, oa: OfficialAccount, event: Event, *, zns: bool = False, number: int = 0) -> None:
    """Send one event; a failure is tried again five times, then the webhook is switched off."""
    app = world.app
    if not app.webhook_url or not app.webhook_enabled or event["event_name"] in app.events_off:
        return
    raw = encode(event)
    headers = {
        "Content-Type": "application/json", "User-Agent": "ZaloWebhook",
        "X-ZEvent-Signature": f"mac={signature(app.app_id, raw, str(event['timestamp']), oa.oa_secret)}",
        "X-ZEvent-Server": "ZNS" if zns else "OA OpenAPI",
    }  # fmt: skip
    if number:
        headers["num_retry"] = str(number)
    status = await post(app.webhook_url, raw, headers)
    world.deliveries.append({"event_name": event["event_name"], "status": status, "number": number, "at": world.clock.now()})
    if status == 200:
        app.fail_count = 0
        return
    if number < len(RETRIES):

        async def again() -> None:
            await deliver(world, oa, event, zns=zns, number=number + 1)

        world.clock.later(RETRIES[number], again)
    else:
        app.webhook_enabled = False
        world.notices.append("webhook disabled after failed deliveries")


async def post(url: str, raw: bytes, headers: dict[str, str]) -> int:
    """One POST within two seconds; 0 where nothing answered."""
    global _session
    if _session is None or _session.closed:
        _session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=32), timeout=aiohttp.ClientTimeout(total=TIMEOUT), trust_env=False
        )
    try:
        async with _session.post(url, data=raw, headers=headers) as response:
            await response.read()
            return response.status
    except (aiohttp.ClientError, TimeoutError, OSError):
        return 0


async def close() -> None:
    if _session is not None:
        await _session.close()
