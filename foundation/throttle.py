"""How often something may happen: a fixed window in Redis, one round trip."""

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


def hit(bucket: str, *, limit: int, seconds: int) -> Decision:
    """Count one try in ``bucket``; at most ``limit`` tries per window of ``seconds``.

    Without Redis it lets people through and says so in the log: a counter must not close the counter hall.
    """
    try:
        used, left = client().eval(_COUNT, 1, key(f"throttle:{bucket}"), seconds)
    except redis.RedisError as error:
        log.warning("throttle_unavailable", error=type(error).__name__)
        return Decision(True)
    return Decision(used <= limit, max(int(left), 1) if used > limit else 0)
