"""Background work of delivery. Every task may be lost, run twice or run beside itself."""

from celery import shared_task

from events.tasks import replan
from notifications import hints, reconciling, sweeping
from notifications.delivery.engine import deliver_due


@shared_task(queue="delivery")
def deliver() -> int:
    """Send what is due, until nothing is; new work may hint again from now on."""
    hints.taken()
    return deliver_due()


@shared_task(queue="housekeeping")
def sweep() -> dict[str, int]:
    """Every few seconds: leases of workers that are gone, events that were not planned, due work nobody hinted."""
    found = {
        "expired": sweeping.expired_leases(),
        "unconfirmed": sweeping.unmatched(),
        "planned": replan(),
    }
    if sweeping.something_is_due():
        deliver.apply_async(retry=False)
    return found


@shared_task(queue="housekeeping")
def reconcile() -> int:
    """Every ten seconds: did what left without an answer arrive after all? Asks Zalo, never sends."""
    return reconciling.reconcile()
