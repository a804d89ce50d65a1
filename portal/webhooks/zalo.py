"""The address that Zalo calls: 200 to everything, soon; what verifies is stored, the rest is counted."""

import time

import structlog
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from portal.webhooks.deadline import in_time
from zalo.inbox.hints import hint
from zalo.inbox.reading import envelope
from zalo.inbox.spool import put
from zalo.inbox.storing import Taken, take
from zalo.metrics import webhook_events
from zalo.signature import header_mac

log = structlog.get_logger(__name__)

_LARGEST = 512 * 1024
_DATABASE_PAUSE = 3.0  # seconds for which a database that was away is not waited for again
_down_until = 0.0


@csrf_exempt
def zalo(request: HttpRequest) -> HttpResponse:
    """Take one event in. Zalo unsubscribes an app that does not answer 200 within two seconds.

    The one exception: with neither PostgreSQL nor Redis there is nowhere to keep the event, and 503 makes
    Zalo bring it again.
    """
    result = _receive(request) if request.method == "POST" else "probe"
    webhook_events.labels(result=result).inc()
    return HttpResponse("ok", content_type="text/plain; charset=utf-8", status=503 if result == "lost" else 200)


def _receive(request: HttpRequest) -> str:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal():
        return "unreadable"
    if int(length[:18]) > _LARGEST:
        return "too_large"
    try:
        raw = request.body
    except UnreadablePostError:
        return "unreadable"
    if raw.strip() in (b"", b"{}"):
        return "probe"
    return receive(raw, request.headers.get("X-ZEvent-Signature", ""), request.headers.get("X-ZEvent-Server", ""))


def receive(raw: bytes, signature: str, server: str) -> str:
    """Store the event if it verifies; while the database is away keep it aside. A word for the count."""
    global _down_until
    if time.monotonic() < _down_until:
        return _aside(raw, signature, server)
    try:
        taken = in_time(lambda: take(raw, signature, server))
    except (OperationalError, InterfaceError, TimeoutError) as error:
        log.error("zalo_webhook_without_database", error=type(error).__name__)
        _down_until = time.monotonic() + _DATABASE_PAUSE
        return _aside(raw, signature, server)
    except Exception as error:  # noqa: BLE001 - Zalo is answered whatever it is; it says nothing about other events
        log.error("zalo_webhook_failed", error=type(error).__name__)
        return _aside(raw, signature, server)
    if taken is Taken.STORED:
        hint()
    elif taken is not Taken.DUPLICATE:
        log.info("zalo_webhook_not_stored", result=str(taken))
    return str(taken)


def _aside(raw: bytes, signature: str, server: str) -> str:
    """Keep what might verify once there is a database to ask."""
    if header_mac(signature) is None:
        return str(Taken.UNSIGNED)
    if envelope(raw) is None:
        return str(Taken.UNREADABLE)
    return "spooled" if put(raw, signature, server) else "lost"
