import time
from dataclasses import dataclass, field
from typing import Any

import redis
import redis.asyncio
import structlog
from django.conf import settings

from foundation.redis import client, key
from zalo.gate.script import TAKE
from zalo.hosts import Host
from zalo.outcomes import Outcome
from zalo.waits import scaled

log = structlog.get_logger(__name__)

DAILY_QUOTA_SPENT = -144
_NO_LIMIT = 10**9
_LARGEST_BATCH = 64
_BATCH_LIFE = 1.0  # seconds after which permits that nobody used are forgotten
_LEAST_FAILURES, _FAILURE_SHARE = 10, 50
_OPEN_SECONDS, _SAMPLE_SECONDS = 5.0, 30.0
_REDIS_PAUSE = 1.0  # seconds for which a Redis that was away is not asked again


@dataclass(frozen=True, slots=True)
class Refusal:
    """Not now: come back after so many real seconds. ``reason``: ``limit`` or ``breaker``."""

    reason: str
    retry_after: float


@dataclass(frozen=True, slots=True)
class Window:
    """A limit per minute under a name in Redis."""

    name: str
    limit: int


@dataclass
class Door:
    """The door of one host for one account, as one process sees it.

    Permits are taken from Redis in batches that grow with use, so that a thousand messages a second cost a
    few round trips; what happened to the requests goes to the breaker with the next batch.
    """

    breaker: str
    windows: tuple[Window, ...]
    permits: int = 0
    good: int = 0
    bad: int = 0
    _batch: int = 1
    _expires: float = 0.0
    _opens: float = 0.0
    _ask_again: float = 0.0
    _refusal: Refusal | None = None
    _local: dict[int, int] = field(default_factory=dict)

    def pass_at_once(self) -> bool:
        """Use a permit that is already here."""
        return self.use(1) == 1

    def use(self, wanted: int) -> int:
        """Use up to ``wanted`` of the permits that are already here; how many."""
        used = min(self.permits, wanted) if time.monotonic() < self._expires else 0
        self.permits -= used
        return used

    def still_shut(self) -> Refusal | None:
        """The refusal that Redis gave a moment ago, while it lasts."""
        moment = time.monotonic()
        if self._refusal is None or moment >= self._ask_again:
            return None
        return Refusal(self._refusal.reason, max(self._opens - moment, 0.01))

    def report(self, ok: bool) -> None:
        """Tell how a request ended: ``ok`` is a complete answer of the host, whatever it says."""
        if ok:
            self.good += 1
        else:
            self.bad += 1

    def question(self, wanted: int = 1) -> tuple[list[str], list[Any]]:
        """Keys and arguments of the next round trip for at least ``wanted`` permits; clears what has been reported."""
        in_use = self.permits == 0 and time.monotonic() < self._expires
        self._batch = min(self._batch * 2, _LARGEST_BATCH) if in_use else 1
        arguments: list[Any] = [
            max(self._batch, wanted), self.good, self.bad, _LEAST_FAILURES, _FAILURE_SHARE,
            max(int(scaled(_OPEN_SECONDS) * 1000), 20), max(int(scaled(_SAMPLE_SECONDS) * 1000), 200),
            *[w.limit for w in self.windows],
        ]  # fmt: skip
        self.good = self.bad = 0
        return [key(self.breaker), *[key(w.name) for w in self.windows]], arguments

    def absorb(self, answer: list[Any], wanted: int = 1) -> tuple[int, Refusal | None]:
        """Take the answer of the round trip in: how many permits are used at once, or the refusal to remember."""
        granted, wait, state = int(answer[0]), int(answer[1]) / 1000, bytes(answer[2]).decode()
        if granted <= 0:
            wait = max(wait, 0.01)
            self.permits = 0
            self._refusal = Refusal("limit" if state == "closed" else "breaker", wait)
            self._opens = time.monotonic() + wait
            # Another process may open the door earlier: ask again within a second.
            self._ask_again = time.monotonic() + min(wait, 1.0)
            return 0, self._refusal
        used = min(granted, wanted)
        self.permits, self._expires = granted - used, time.monotonic() + _BATCH_LIFE
        return used, None

    def absorb_failure(self, wanted: int = 1) -> tuple[int, Refusal | None]:
        """Redis is away: this process keeps the limits by itself, and the breaker stays as it is."""
        minute = int(time.time() // 60)
        used = self._local.get(minute, 0)
        granted = min(wanted, max(0, min((w.limit for w in self.windows), default=_NO_LIMIT) - used))
        self._local = {minute: used + granted}
        return granted, None if granted else Refusal("limit", 60 - time.time() % 60)

    def hold(self, which: str, seconds: float) -> list[tuple[str, int]]:
        """Keys to set, with their life in ms, so that every process waits at the window of app or account."""
        self.permits = 0
        window = self.windows[:1] if which == "app" else self.windows[-1:]
        return [(key(w.name) + "hold", max(int(seconds * 1000), 1)) for w in window]

    def holds_after(self, outcome: Outcome) -> list[tuple[str, int]]:
        """What an answer tells all processes: a rate limit or the day's quota of templates is reached.

        A spent quota is asked about once a minute, not by every message that waits.
        """
        if outcome.limited and outcome.retry_after is not None:
            return self.hold(outcome.limited, outcome.retry_after)
        if outcome.code == DAILY_QUOTA_SPENT:
            return self.hold("account", scaled(60.0))
        return []


class Doors:
    """All doors of this process. ``go`` for threads, ``go_async`` for the sender's loop."""

    def __init__(self) -> None:
        self._doors: dict[tuple[str, str, Host], Door] = {}
        self._redis_away_until = 0.0

    def door(self, app_id: str, oa_id: str, host: Host, account_limit: int | None = None) -> Door:
        """The door of ``host`` for this account; the app's limit counts on the OpenAPI host only."""
        found = self._doors.get((app_id, oa_id, host))
        limit = account_limit or _NO_LIMIT
        if found is None:
            found = self._doors[app_id, oa_id, host] = Door(f"zalo:breaker:{app_id}:{host}", ())
        if not found.windows or found.windows[-1].limit != limit:  # new, or the package has changed
            own = Window(f"zalo:rate:{app_id}:{oa_id}:{host}:", limit)
            app = Window(f"zalo:rate:{app_id}:", settings.ZALO_APP_RATE_PER_MINUTE)
            found.windows = (app, own) if host is Host.OPENAPI else (own,)
            found.permits, found._refusal = 0, None
        return found

    def go(self, door: Door) -> Refusal | None:
        """Wait for nothing: None = go ahead, else when to come back."""
        if door.pass_at_once():
            return None
        if refusal := door.still_shut():
            return refusal
        if self._redis_is_away():
            return door.absorb_failure()[1]
        keys, arguments = door.question()
        try:
            return door.absorb(client().eval(TAKE, len(keys), *keys, *arguments))[1]
        except redis.RedisError as error:
            return self._without_redis(door, error, 1)[1]

    async def go_async(
        self, door: Door, connection: "redis.asyncio.Redis", wanted: int = 1
    ) -> tuple[int, Refusal | None]:
        """How many of ``wanted`` requests may go now; with the refusal where none may.

        On the sender's own connection. The caller lets one task of a door in at a time.
        """
        used = door.use(wanted)
        if used == wanted:
            return used, None
        if refusal := door.still_shut():
            return used, refusal
        missing = wanted - used
        if self._redis_is_away():
            more, refused = door.absorb_failure(missing)
        else:
            keys, arguments = door.question(missing)
            try:
                more, refused = door.absorb(await connection.eval(TAKE, len(keys), *keys, *arguments), missing)
            except redis.RedisError as error:
                more, refused = self._without_redis(door, error, missing)
        return used + more, refused

    def _redis_is_away(self) -> bool:
        return time.monotonic() < self._redis_away_until

    def _without_redis(self, door: Door, error: Exception, wanted: int) -> tuple[int, Refusal | None]:
        """Go on without it, and do not wait for its time-out again at every request."""
        log.warning("zalo_gate_without_redis", error=type(error).__name__)
        self._redis_away_until = time.monotonic() + _REDIS_PAUSE
        return door.absorb_failure(wanted)
