from celery import shared_task

from documents.orphans import sweep
from foundation import scoping


@shared_task
def forget_orphans() -> int:
    """Once a day: files that were written for nothing are taken away."""
    with scoping.system("forget orphaned files"):
        return sweep()
