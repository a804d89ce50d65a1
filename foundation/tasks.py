from collections.abc import Iterable
from uuid import UUID

from celery import shared_task
from django.db.models import Q

from foundation import scoping
from foundation.jobs.control import tell
from foundation.jobs.running import run_some
from foundation.local_time import now
from foundation.models import Job
from foundation.partitions import ensure
from foundation.redis import client, key

JOB_SECONDS = 20.0  # of one turn at a job: others wait in the same queue


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


@shared_task
def run_job(job_id: str) -> None:
    """One turn at a job; while there is more to do, the next turn is asked for behind whatever waits."""
    if run_some(UUID(job_id), seconds=JOB_SECONDS):
        tell(UUID(job_id))


@shared_task
def sweep_jobs() -> int:
    """Ask for a turn at each job that nobody works on: its worker was killed, or the broker forgot. Index ``job_alive``."""
    with scoping.system("sweep jobs"):
        nobodys = Q(lease_until=None) | Q(lease_until__lt=now())
        ids = list(
            Job.objects.filter(nobodys, state__in=["queued", "running"])
            .order_by("id")
            .values_list("id", flat=True)[:100]
        )
    for job_id in ids:
        tell(job_id)
    return len(ids)
