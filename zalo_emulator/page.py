"""The phones: a page of its own, live by server-sent events."""

import asyncio
import json
from pathlib import Path
from typing import Any

from zalo_emulator.wire import Response
from zalo_emulator.world import World

_STATIC = Path(__file__).parent / "static"
_SCRIPT = "text/javascript; charset=utf-8"
_FILES = {
    "/": ("phones.html", "text/html; charset=utf-8"),
    "/phones.css": ("phones.css", "text/css; charset=utf-8"),
    "/phones.js": ("phones.js", _SCRIPT),
    "/phone.js": ("phone.js", _SCRIPT),
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
_QUIET_SECONDS = 15


def file(path: str) -> Response | None:
    """One of the page's files; None for any other path."""
    if path not in _FILES:
        return None
    name, kind = _FILES[path]
    return Response(
        200, (_STATIC / name).read_bytes(), kind, {"content-security-policy": _POLICY, "cache-control": "no-cache"}
    )


async def stream(world: World, receive: Any, send: Any) -> None:
    """Tell the page which person's phone changed, until it goes away."""
    watcher: asyncio.Queue[str] = asyncio.Queue()
    world.watchers.add(watcher)
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-cache")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b": hello\n\n", "more_body": True})
    gone = asyncio.ensure_future(receive())
    try:
        while not gone.done():
            waiting = asyncio.ensure_future(watcher.get())
            done, _rest = await asyncio.wait(
                {waiting, gone}, timeout=_QUIET_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            if waiting in done:
                line = f"data: {json.dumps({'person': waiting.result()})}\n\n"
            else:
                waiting.cancel()
                line = ": still here\n\n"
            await send({"type": "http.response.body", "body": line.encode(), "more_body": True})
    finally:
        world.watchers.discard(watcher)
        gone.cancel()
