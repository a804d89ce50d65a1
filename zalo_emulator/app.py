"""The ASGI callable: control and pages, then faults, then the platform's endpoint."""

import asyncio
import contextlib
import logging
from typing import Any

from zalo_emulator import control, faults, page, routes, webhooks
from zalo_emulator.wire import Request, Response, Scope, TooLarge, answer, read, write
from zalo_emulator.world import World

_log = logging.getLogger("zalo_emulator")


class Emulator:
    """One process for the four hosts; the product's base URLs all point here."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            try:
                request = await read(scope, receive)
            except TooLarge:
                await write(send, answer({"detail": "body is over 32 MB"}, status=413))
                return
            if request.path == "/__emu/stream":
                await page.stream(self.world, receive, send)
            else:
                await write(send, await self._answer(request))

    async def _answer(self, request: Request) -> Response:
        path, world = request.path, self.world
        if path.startswith("/__emu/"):
            return await control.handle(world, request)
        if request.method == "GET" and (found := page.file(path)):
            return found
        fault = faults.matching(world, request) if world.faults else None
        if fault is not None and (early := await faults.before(world, fault, path)) is not None:
            return early
        try:
            response = routes.endpoint(world, request)
            world.flush()  # before the answer: what the product was told must outlive a kill
        except Exception:  # told here, because uvicorn's own log is off: it reports every scripted cut
            _log.exception("%s %s", request.method, path)
            raise
        return await faults.after(fault, response) if fault is not None else response

    async def _lifespan(self, receive: Any, send: Any) -> None:
        clock: asyncio.Task[None] | None = None
        while True:
            event = await receive()
            if event["type"] == "lifespan.startup":
                clock = asyncio.create_task(self.world.clock.run())
                await send({"type": "lifespan.startup.complete"})
                continue
            if clock is not None:
                clock.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await clock
            self.world.flush()
            if self.world.store:
                self.world.store.close()
            await webhooks.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
