from celery import shared_task

from accounts.expired import forget


@shared_task(queue="housekeeping")
def forget_expired() -> dict[str, int]:
    """Once a day: what has expired of calls, sessions, tokens and sign-ins is taken away; how many rows of each."""
    return forget()
