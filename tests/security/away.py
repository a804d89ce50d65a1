"""A Redis that does not answer, and counters that no other test has used."""

from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from foundation import throttle
from foundation.embedded.processes import free_port


def without_redis(monkeypatch: Any) -> None:
    """For the length of the test, throttling finds nobody at the address of Redis."""
    gone = redis.Redis(port=free_port(), socket_connect_timeout=1, retry=Retry(NoBackoff(), 0))
    monkeypatch.setattr(throttle, "client", lambda: gone)
    monkeypatch.setattr(throttle, "_server", throttle._Server())
    monkeypatch.setattr(throttle, "_here", throttle.ProcessCounter())
