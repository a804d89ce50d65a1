"""The event loop of a worker process: one thread, pooled connections, answers handed back through a queue."""

import asyncio
import os
import queue
import threading
import time
import uuid
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cache

import structlog

from notifications.delivery.claim import Claimed
from notifications.delivery.routes import UID, Route
from zalo.client import Sender
from zalo.gate import Refusal
from zalo.hosts import Host
from zalo.outcomes import Kind, Outcome

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class Flight:
    """One attempt in flight, by the monotonic clock: ``leaves_by`` when at the latest, ``landed_at`` when its answer was there."""

    message: Claimed
    route: Route
    attempt_id: uuid.UUID
    number: int
    tracking_id: str
    leaves_by: float
    landed_at: float = 0.0


Landed = tuple[Flight, Outcome]


@dataclass(slots=True)
class Admission:
    """What the gate said about a wave: who may go, who has to come back when, whom to ask for again."""

    going: list[tuple[Claimed, Route]] = field(default_factory=list)
    refused: list[tuple[Claimed, Refusal]] = field(default_factory=list)
    again: list[tuple[Claimed, Route]] = field(default_factory=list)


class SendingLoop:
    """Sends in its own thread; the caller writes the database and never waits for the slowest answer."""

    def __init__(self) -> None:
        self.landed: queue.SimpleQueue[Landed] = queue.SimpleQueue()
        self._tasks: set[asyncio.Task[None]] = set()
        self._aloft: set[uuid.UUID] = set()
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

    @property
    def empty(self) -> bool:
        """Whether nothing is in flight and nothing has landed, of this run or an earlier one."""
        return not self._aloft and self.landed.empty()  # in this order: what ends is put there before it is let go

    def admit(self, wave: Sequence[tuple[Claimed, Route]]) -> "Future[Admission]":
        """Ask the gate which of these may go now."""
        return asyncio.run_coroutine_threadsafe(self._admit(wave), self._loop)

    async def _admit(self, wave: Sequence[tuple[Claimed, Route]]) -> Admission:
        doors: dict[tuple[uuid.UUID, Host], list[tuple[Claimed, Route]]] = {}
        for message, route in wave:
            doors.setdefault((route.account.oa_pk, route.host), []).append((message, route))
        said = Admission()
        for (_oa, host), group in doors.items():
            allowed, refusal = await self._sender.admit(group[0][1].account, host, len(group))
            said.going += group[:allowed]
            if refusal is None:
                said.again += group[allowed:]
            else:
                said.refused += [(message, refusal) for message, _route in group[allowed:]]
        return said

    def send(self, flights: list[Flight]) -> None:
        """Let these go, which were admitted; each lands in ``landed`` with its outcome."""
        self._aloft.update(flight.attempt_id for flight in flights)
        self._loop.call_soon_threadsafe(self._launch, flights)

    def _launch(self, flights: list[Flight]) -> None:
        for flight in flights:
            task = self._loop.create_task(self._fly(flight))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _fly(self, flight: Flight) -> None:
        try:
            outcome = await self._send(flight)
        except Exception as error:  # noqa: BLE001 - whatever it is: what does not land would be waited for for ever
            log.error("flight_crashed", error=type(error).__name__, message_id=str(flight.message.id))
            outcome = Outcome(Kind.AMBIGUOUS, message=type(error).__name__)
        flight.landed_at = time.monotonic()
        self.landed.put((flight, outcome))
        self._aloft.discard(flight.attempt_id)

    async def _send(self, flight: Flight) -> Outcome:
        if time.monotonic() > flight.leaves_by:
            # this process stood still since the intent: others may have taken the message for lost and gone on
            return Outcome(Kind.RETRY, message="kept too long before it left", left=False)
        route = flight.route
        if route.channel == UID:
            return await self._sender.by_uid(
                route.account, user_id=route.address, template_id=route.template_id, data=route.fields, admitted=True
            )
        return await self._sender.by_phone(
            route.account, phone=route.address, template_id=route.template_id, data=route.fields,
            tracking_id=flight.tracking_id, admitted=True,
        )  # fmt: skip


@cache
def _loop_of(pid: int) -> SendingLoop:
    return SendingLoop()


def sending_loop() -> SendingLoop:
    """The loop of this process (made anew after a fork)."""
    return _loop_of(os.getpid())
