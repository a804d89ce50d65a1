from celery import shared_task

from documents.orphans import sweep


@shared_task(queue="housekeeping")
def forget_orphans() -> int:
    """Once a day: files that were written for nothing are taken away; how many."""
    return sweep()
