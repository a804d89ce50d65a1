"""Where events wait while PostgreSQL is away: a bounded list in Redis, encrypted, emptied by the sweeper.

Zalo counts a failure of ours against the app and in the end unsubscribes it; so the webhook answers 200 and
keeps the event here. What waits is verified when it is stored: until then anybody may have sent it, so it is bounded
in number, in bytes, and in the bytes of each.
"""

import json

import redis
import structlog
from django.db import InterfaceError, OperationalError

from foundation.encryption import decrypt, encrypt
from foundation.redis import client, key
from zalo.inbox.hints import quick
from zalo.inbox.storing import take

log = structlog.get_logger(__name__)

_NAME, _BYTES = "zalo:inbox:spool", "zalo:inbox:spool:bytes"
_ASIDE = "zalo:inbox:aside"
_LONGEST, _LARGEST = 50_000, 64 * 2**20  # items, bytes in all
_LARGEST_ITEM = 64 * 2**10  # bytes; Zalo's own events have one or two thousand
_KEPT_ASIDE = 200

# KEYS: list, count of its bytes. The count ends with the list, so that it cannot drift for ever.
_PUT = """
local size = tonumber(redis.call('GET', KEYS[2]) or 0)
if redis.call('LLEN', KEYS[1]) >= tonumber(ARGV[2]) or size + #ARGV[1] > tonumber(ARGV[3]) then return 0 end
redis.call('RPUSH', KEYS[1], ARGV[1])
redis.call('INCRBY', KEYS[2], #ARGV[1])
return 1
"""
_REMOVE = """
if redis.call('LREM', KEYS[1], 1, ARGV[1]) > 0 then redis.call('DECRBY', KEYS[2], #ARGV[1]) end
if redis.call('LLEN', KEYS[1]) == 0 then redis.call('DEL', KEYS[2]) end
"""


def put(raw: bytes, signature: str, server: str) -> bool:
    """Keep one request for later; False if that is impossible too (Zalo brings it again)."""
    if len(raw) > _LARGEST_ITEM:
        log.error("zalo_spool_item_too_large", size=len(raw))
        return False
    item = encrypt(json.dumps([raw.decode("utf-8"), signature, server], ensure_ascii=False))
    try:
        kept = quick().eval(_PUT, 2, key(_NAME), key(_BYTES), item, _LONGEST, _LARGEST)  # type: ignore[arg-type]
    except redis.RedisError as error:
        log.error("zalo_event_lost", error=type(error).__name__)
        return False
    if not kept:
        log.error("zalo_spool_full")
    return bool(kept)


def drain(limit: int = 2000) -> int:
    """Store what waited; how many. An item leaves the list only after it was stored (or proved worthless).

    One that cannot be read or stored for a reason of its own is laid aside, so that it does not hold up the others.
    """
    done = 0
    while done < limit:
        item = client().lindex(key(_NAME), 0)
        if not isinstance(item, bytes):
            break
        try:
            raw, signature, server = json.loads(decrypt(item))
            take(raw.encode(), signature, server)
        except (OperationalError, InterfaceError):
            raise  # the database is away again: everything stays where it is
        except Exception as error:  # noqa: BLE001 - whatever it is, it is this item's
            log.error("zalo_spool_item_laid_aside", error=type(error).__name__)
            client().lpush(key(_ASIDE), item)
            client().ltrim(key(_ASIDE), 0, _KEPT_ASIDE - 1)
        client().eval(_REMOVE, 2, key(_NAME), key(_BYTES), item)  # type: ignore[arg-type]
        done += 1
    return done
