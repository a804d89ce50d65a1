"""Housekeeping of the record: positions, followers, and listeners that failed."""

from celery import shared_task

from events.followers import run
from events.models import Event, Unplanned
from events.recording import tell
from events.registry import followers, subscription
from events.sequencer import advance_all
from foundation import scoping


@shared_task
def sequence_and_follow() -> int:
    """Number what has been committed and wake the followers."""
    numbered = advance_all()
    for name in followers():
        while run(name) == 500:
            pass
    return numbered


@shared_task
def replan(limit: int = 200) -> int:
    """Tell the listeners that failed once more; how many went well."""
    done = 0
    with scoping.system("plan again"):
        rows = list(Unplanned.objects.select_for_update(skip_locked=True).order_by("id")[:limit])
        events = Event.objects.in_bulk([row.event_id for row in rows])
        for row in rows:
            target, event = subscription(row.subscriber), events.get(row.event_id)
            if target is None or event is None:
                continue
            if tell(target, event):
                row.delete()
                done += 1
    return done
