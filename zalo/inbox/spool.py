"""Where events wait while PostgreSQL is away: a bounded list in Redis, encrypted, emptied by the sweeper.

Zalo counts a failure of ours against the app and in the end unsubscribes it; so the webhook answers 200 and
keeps the event here. What waits is verified when it is stored.
"""

import json

import redis
import structlog

from foundation.encryption import decrypt, encrypt
from foundation.redis import client, key
from zalo.inbox.hints import quick
from zalo.inbox.storing import take

log = structlog.get_logger(__name__)

_NAME = "zalo:inbox:spool"
_LONGEST = 50_000


def put(raw: bytes, signature: str, server: str) -> bool:
    """Keep one request for later; False if that is impossible too."""
    try:
        item = encrypt(json.dumps([raw.decode("utf-8"), signature, server], ensure_ascii=False))
        length = quick().rpush(key(_NAME), item)
    except (redis.RedisError, UnicodeDecodeError) as error:
        log.error("zalo_event_lost", error=type(error).__name__)
        return False
    if int(length) > _LONGEST:
        quick().ltrim(key(_NAME), -_LONGEST, -1)
    return True


def drain(limit: int = 2000) -> int:
    """Store what waited; how many. An item leaves the list only after it was stored (or proved worthless)."""
    done = 0
    while done < limit:
        item = client().lindex(key(_NAME), 0)
        if not isinstance(item, bytes):
            break
        raw, signature, server = json.loads(decrypt(item))
        take(raw.encode(), signature, server)
        client().lrem(key(_NAME), 1, item)  # type: ignore[arg-type]
        done += 1
    return done
