"""How often something may happen: a fixed window in Redis, one round trip; without Redis, in this process."""

import threading
import time
from dataclasses import dataclass

import redis
import structlog

from foundation.redis import client, key

log = structlog.get_logger(__name__)

_COUNT = """
local used = redis.call('INCR', KEYS[1])
if used == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return {used, redis.call('TTL', KEYS[1])}
"""


@dataclass(frozen=True)
class Decision:
    """Whether one more try is allowed, and if not, after how many seconds."""

    allowed: bool
    retry_after: int = 0


class ProcessCounter:
    """The same windows in the memory of one process; never more than ``most`` of them (the oldest give way)."""

    def __init__(self, most: int = 20_000) -> None:
        self.most = most
        self._windows: dict[str, tuple[int, float]] = {}  # used, end on the monotonic clock
        self._lock = threading.Lock()

    def count(self, bucket: str, seconds: int) -> tuple[int, float]:
        """Count one try; how many there were in its window and how many seconds the window has left."""
        at = time.monotonic()
        with self._lock:
            used, end = self._windows.get(bucket, (0, 0.0))
            if end <= at:
                used, end = 0, at + seconds
                self._windows.pop(bucket, None)  # a new window is the youngest
            self._windows[bucket] = (used + 1, end)
            if len(self._windows) > self.most:
                del self._windows[next(iter(self._windows))]
        return used + 1, end - at

    def clear(self) -> None:
        with self._lock:
            self._windows.clear()


class _Server:
    """The shared counter. One that did not answer is not asked for a while: nobody waits for its time-out at every try."""

    pause = 5.0

    def __init__(self) -> None:
        self.silent_until = 0.0

    def count(self, bucket: str, seconds: int) -> tuple[int, float] | None:
        """As :meth:`ProcessCounter.count`; None where the server does not answer."""
        if time.monotonic() < self.silent_until:
            return None
        try:
            used, left = client().eval(_COUNT, 1, key(f"throttle:{bucket}"), seconds)
        except redis.RedisError as error:
            self.silent_until = time.monotonic() + self.pause
            log.warning("throttle_unavailable", error=type(error).__name__)
            return None
        return int(used), float(left)


_server, _here = _Server(), ProcessCounter()


def hit(bucket: str, *, limit: int, seconds: int) -> Decision:
    """Count one try in ``bucket``; at most ``limit`` tries per window of ``seconds``.

    Without Redis each process counts for itself, and the log says so: the counter hall stays open, and whoever guesses
    gets at most ``limit`` tries per process and window, not as many as they like.
    """
    used, left = _server.count(bucket, seconds) or _here.count(bucket, seconds)
    return Decision(used <= limit, max(int(left), 1) if used > limit else 0)
