"""The ASGI callable: control and pages, then faults, then the platform's endpoint."""

import asyncio
import contextlib
import logging
from pathlib import Path
from typing import Any

from zalo_emulator import control, faults, page, routes, state, webhooks
from zalo_emulator.wire import Request, Response, Scope, read, write
from zalo_emulator.world import World

_log = logging.getLogger("zalo_emulator")


class Emulator:
    """One process for the four hosts; the product's base URLs all point here."""

    def __init__(self, world: World, keep: Path | None = None) -> None:
        self.world, self.keep = world, keep

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            request = await read(scope, receive)
            if request.path == "/__emu/stream":
                await page.stream(self.world, receive, send)
            else:
                await write(send, await self._answer(request))

    async def _answer(self, request: Request) -> Response:
        path, world = request.path, self.world
        if path.startswith("/__emu/"):
            return await control.handle(world, request, path.split("/")[2:])
        if request.method == "GET" and (found := page.file(path)):
            return found
        fault = faults.matching(world, request) if world.faults else None
        if fault is not None and (early := await faults.before(fault)) is not None:
            return early
        try:
            response = routes.endpoint(world, request)
        except Exception:  # told here, because uvicorn's own log is off: it reports every scripted cut
            _log.exception("%s %s", request.method, path)
            raise
        if self.keep and "access_token" in path:
            state.save(world, self.keep)  # a rotated token that is forgotten would be a dead grant
        return await faults.after(fault, response) if fault is not None else response

    async def _lifespan(self, receive: Any, send: Any) -> None:
        tasks: list[asyncio.Task[None]] = []
        while True:
            event = await receive()
            if event["type"] == "lifespan.startup":
                tasks.append(asyncio.create_task(self.world.clock.run()))
                if self.keep:
                    tasks.append(asyncio.create_task(state.keep(self.world, self.keep)))
                await send({"type": "lifespan.startup.complete"})
            else:
                for task in tasks:
                    task.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await task
                if self.keep:
                    state.save(self.world, self.keep)
                await webhooks.close()
                await send({"type": "lifespan.shutdown.complete"})
                return
