"""The event loop of a worker process: one thread, pooled connections, answers handed back through a queue."""

import asyncio
import os
import queue
import threading
from dataclasses import dataclass
from functools import cache

from notifications.delivery.claim import Claimed
from notifications.delivery.routes import UID, Route
from zalo.client import Sender
from zalo.outcomes import Outcome


@dataclass(slots=True)
class Flight:
    """One attempt in flight."""

    message: Claimed
    route: Route
    attempt_id: object
    number: int
    tracking_id: str


Landed = tuple[Flight, Outcome]


class SendingLoop:
    """Sends in its own thread; the caller writes the database and never waits for the slowest answer."""

    def __init__(self) -> None:
        self.landed: queue.SimpleQueue[Landed] = queue.SimpleQueue()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sending", daemon=True)
        self._thread.start()
        self._ready.wait()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._open())
        self._ready.set()
        self._loop.run_forever()

    async def _open(self) -> None:
        self._sender = await Sender().__aenter__()

    def send(self, flights: list[Flight]) -> None:
        """Let these go; each lands in ``landed`` with its outcome."""
        self._loop.call_soon_threadsafe(self._launch, flights)

    def _launch(self, flights: list[Flight]) -> None:
        for flight in flights:
            task = self._loop.create_task(self._fly(flight))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    @property
    def _tasks(self) -> set["asyncio.Task[None]"]:
        if not hasattr(self, "_kept"):
            self._kept: set[asyncio.Task[None]] = set()
        return self._kept

    async def _fly(self, flight: Flight) -> None:
        route = flight.route
        if route.channel == UID:
            outcome = await self._sender.by_uid(
                route.account, user_id=route.address, template_id=route.template_id, data=route.fields
            )
        else:
            outcome = await self._sender.by_phone(
                route.account, phone=route.address, template_id=route.template_id, data=route.fields,
                tracking_id=flight.tracking_id,
            )  # fmt: skip
        self.landed.put((flight, outcome))


@cache
def _loop_of(pid: int) -> SendingLoop:
    return SendingLoop()


def sending_loop() -> SendingLoop:
    """The loop of this process (made anew after a fork)."""
    return _loop_of(os.getpid())
