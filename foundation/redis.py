"""One pooled connection to Redis with time-outs; keys live under the deployment's prefix."""

from functools import cache

import redis
from django.conf import settings


@cache
def client() -> redis.Redis:
    """The process-wide client (bytes in, bytes out)."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=settings.REDIS_TIMEOUT,
        socket_connect_timeout=settings.REDIS_TIMEOUT,
        health_check_interval=30,
    )


def key(name: str) -> str:
    """``name`` under the prefix that keeps deployments and test workers apart."""
    return f"{settings.REDIS_PREFIX}{name}"
