"""«There is work»: told to the workers after commit, at most once in a while. Losing it loses nothing."""

import redis
import structlog
from django.db import transaction
from kombu.exceptions import OperationalError

from foundation.redis import client, key

log = structlog.get_logger(__name__)
_QUIET_MS = 1000


def there_is_work() -> None:
    """Tell the delivery worker once this transaction has committed."""
    transaction.on_commit(_tell, robust=True)


def _tell() -> None:
    try:
        if not client().set(key("hint:deliver"), 1, nx=True, px=_QUIET_MS):
            return
        from notifications.tasks import HINT_LIVES, deliver

        deliver.apply_async(retry=False, expires=HINT_LIVES)
    except (redis.RedisError, OperationalError, OSError) as error:
        log.warning("hint_lost", error=type(error).__name__)


def taken() -> None:
    """A worker has begun: the next change may hint again."""
    try:
        client().delete(key("hint:deliver"))
    except redis.RedisError as error:
        log.warning("hint_not_cleared", error=type(error).__name__)
