"""Where events wait while PostgreSQL is away: a bounded list in Redis, encrypted, emptied by the sweeper.

Zalo counts a failure of ours against the app and in the end unsubscribes it; so the webhook answers 200 and
keeps the event here. What waits is verified when it is stored.
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

_NAME = "zalo:inbox:spool"
_ASIDE = "zalo:inbox:aside"
_LONGEST, _KEPT_ASIDE = 50_000, 1000


def put(raw: bytes, signature: str, server: str) -> bool:
    """Keep one request for later; False if that is impossible too (Zalo brings it again)."""
    try:
        if int(quick().llen(key(_NAME))) >= _LONGEST:
            log.error("zalo_spool_full")
            return False
        quick().rpush(key(_NAME), encrypt(json.dumps([raw.decode("utf-8"), signature, server], ensure_ascii=False)))
    except redis.RedisError as error:
        log.error("zalo_event_lost", error=type(error).__name__)
        return False
    return True


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
        client().lrem(key(_NAME), 1, item)  # type: ignore[arg-type]
        done += 1
    return done
