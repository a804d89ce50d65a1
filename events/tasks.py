"""Housekeeping of the record: positions, followers, and listeners that failed."""

from celery import shared_task

from events.followers import BATCH, run
from events.models import Event, Unplanned
from events.recording import tell
from events.registry import followers, subscription
from events.sequencer import advance_all
from foundation import scoping
from foundation.local_time import now


@shared_task
def sequence_and_follow() -> int:
    """Number what has been committed and wake the followers."""
    numbered = advance_all()
    for name in followers():
        while run(name, BATCH) == BATCH:
            pass
    return numbered


@shared_task
def replan(limit: int = 200) -> int:
    """Tell the listeners that failed once more, in the order of their events; how many went well."""
    done = 0
    with scoping.system("plan again"):
        due = Unplanned.objects.filter(due_at__lte=now()).order_by("due_at", "id")
        rows = sorted(due.select_for_update(skip_locked=True)[:limit], key=lambda row: row.id)
        events = Event.objects.in_bulk([row.event_id for row in rows])
        for row in rows:
            target, event = subscription(row.subscriber), events.get(row.event_id)
            if target is None or event is None:
                continue
            if tell(target, event):
                row.delete()
                done += 1
    return done
