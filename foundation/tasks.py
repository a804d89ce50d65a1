from celery import shared_task

from foundation.partitions import ensure


@shared_task
def ensure_partitions() -> list[str]:
    """Make the partitions of the coming months (daily)."""
    return ensure(months_ahead=3)
