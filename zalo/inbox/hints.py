"""A nudge to the worker that there is something to handle; losing it costs the wait for the next sweep."""

from functools import cache

import redis
import structlog
from celery import current_app
from django.conf import settings

from foundation.redis import key

log = structlog.get_logger(__name__)

_NAME = "zalo:inbox:hinted"
_LIFE_MS = 5000


@cache
def quick() -> redis.Redis:
    """A connection with short time-outs: the webhook has two seconds for everything."""
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=0.3, socket_connect_timeout=0.3)


def hint() -> None:
    """Wake one task; while one has been woken and has not begun, wake no other."""
    try:
        if not quick().set(key(_NAME), 1, nx=True, px=_LIFE_MS):
            return
        current_app.send_task("zalo.tasks.handle_inbound", queue="inbox", retry=False)
    except Exception as error:  # noqa: BLE001 - a hint may be lost; the sweeper finds the row
        log.warning("zalo_inbox_hint_lost", error=type(error).__name__)


def begin() -> None:
    """The task starts to read: whatever is stored from now on needs a new hint."""
    try:
        quick().delete(key(_NAME))
    except redis.RedisError as error:
        log.warning("zalo_inbox_hint_kept", error=type(error).__name__)
