"""A clock that can be moved, and what is due by it."""

import asyncio
import heapq
import itertools
import logging
import time
from collections.abc import Awaitable, Callable

Job = Callable[[], Awaitable[None]]
_log = logging.getLogger("zalo_emulator")


class Clock:
    """Real time plus an offset. Jobs run when their virtual time has come."""

    def __init__(self) -> None:
        self.offset = 0.0
        self._jobs: list[tuple[float, int, Job]] = []
        self._order = itertools.count()
        self._wake = asyncio.Event()

    def now(self) -> float:
        """Seconds since the epoch, as this world sees it."""
        return time.time() + self.offset

    def now_ms(self) -> str:
        """Milliseconds as Zalo writes them: text."""
        return str(int(self.now() * 1000))

    def advance(self, seconds: float) -> None:
        self.offset += seconds
        self._wake.set()

    def set(self, epoch: float) -> None:
        self.offset = epoch - time.time()
        self._wake.set()

    def at(self, due: float, job: Job) -> None:
        """Run ``job`` at this virtual time."""
        heapq.heappush(self._jobs, (due, next(self._order), job))
        if self._jobs[0][0] == due:
            self._wake.set()

    def later(self, seconds: float, job: Job) -> None:
        """Run ``job`` after so many virtual seconds."""
        self.at(self.now() + seconds, job)

    def forget_jobs(self) -> None:
        self._jobs.clear()

    async def run(self) -> None:
        """Run due jobs for ever."""
        running: set[asyncio.Task[None]] = set()
        while True:
            while self._jobs and self._jobs[0][0] <= self.now():
                _due, _order, job = heapq.heappop(self._jobs)
                task = asyncio.ensure_future(job())
                running.add(task)
                task.add_done_callback(running.discard)
                task.add_done_callback(_told)
            self._wake.clear()
            wait = min(0.5, self._jobs[0][0] - self.now()) if self._jobs else 0.5
            try:
                await asyncio.wait_for(self._wake.wait(), max(0.001, wait))
            except TimeoutError:
                continue


def _told(task: "asyncio.Future[None]") -> None:
    if not task.cancelled() and (error := task.exception()):
        _log.error("a job of the clock failed", exc_info=error)
