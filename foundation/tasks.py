from collections.abc import Iterable

from celery import shared_task

from foundation.local_time import now
from foundation.partitions import ensure
from foundation.redis import client, key

QUEUES = ("default", "inbox", "delivery", "housekeeping")
HEARTBEAT_SECONDS = 30


@shared_task
def ensure_partitions() -> list[str]:
    """Make the partitions of the coming months (hourly)."""
    return ensure(months_ahead=3)


@shared_task
def heartbeat(queue: str) -> None:
    """Sent by beat into each queue: whoever takes it shows that beat, broker and this queue's worker are alive."""
    client().set(key(f"heartbeat:{queue}"), now().timestamp(), ex=86_400)


def heartbeats(queues: Iterable[str]) -> dict[str, float | None]:
    """When each queue last showed a sign of life (seconds since 1970), None where it has not within a day."""
    names = list(queues)
    found = client().mget([key(f"heartbeat:{name}") for name in names])
    return {name: None if value is None else float(value) for name, value in zip(names, found, strict=True)}
