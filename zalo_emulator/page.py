"""The phones: a page of its own, live by server-sent events."""

import asyncio
import json
from pathlib import Path
from typing import Any

from zalo_emulator.attachments import MEDIA
from zalo_emulator.watching import Watcher
from zalo_emulator.wire import Response
from zalo_emulator.world import World

_STATIC = Path(__file__).parent / "static"
_SCRIPT = "text/javascript; charset=utf-8"
_NAMES = ("phones.js", "phone.js", "bubble.js", "list.js", "words.js", "live.js")
_FILES = {
    "/": ("phones.html", "text/html; charset=utf-8"),
    "/phones.css": ("phones.css", "text/css; charset=utf-8"),
    "/phone.css": ("phone.css", "text/css; charset=utf-8"),
    **{f"/{name}": (name, _SCRIPT) for name in _NAMES},
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)
_QUIET_SECONDS = 15
_GATHER_SECONDS = 0.08  # changes that come together are told together


def file(path: str) -> Response | None:
    """One of the page's files, or what people send; None for any other path."""
    if path in MEDIA:
        kind, raw = MEDIA[path]
        return Response(200, raw, kind)
    if path not in _FILES:
        return None
    name, kind = _FILES[path]
    return Response(
        200, (_STATIC / name).read_bytes(), kind, {"content-security-policy": _POLICY, "cache-control": "no-cache"}
    )


async def stream(world: World, receive: Any, send: Any) -> None:
    """Tell the page whose phones changed, until it goes away."""
    watcher = Watcher()
    world.watchers.add(watcher)
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-cache")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"retry: 1000\n\n", "more_body": True})
    gone = asyncio.ensure_future(receive())
    try:
        while not gone.done():
            waiting = asyncio.ensure_future(watcher.waiting())
            await asyncio.wait({waiting, gone}, timeout=_QUIET_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            line = ": still here\n\n"
            if waiting.done():
                await asyncio.sleep(_GATHER_SECONDS)
                line = f"data: {json.dumps({'changed': watcher.take()})}\n\n"
            else:
                waiting.cancel()
            await send({"type": "http.response.body", "body": line.encode(), "more_body": True})
    finally:
        world.watchers.discard(watcher)
        gone.cancel()
