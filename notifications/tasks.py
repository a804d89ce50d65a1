"""Background work of delivery. Every task may be lost, run twice or run beside itself."""

import uuid

from celery import shared_task

from events.tasks import replan
from notifications import hints, reconciling, sweeping
from notifications.delivery.engine import deliver_due

HINT_LIVES = 60  # seconds; the sweeper gives another while there is work, and none may pile up while nobody works


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
        "received": sweeping.early_receipts(),
        "planned": replan(),
    }
    if sweeping.something_is_due():
        deliver.apply_async(retry=False, expires=HINT_LIVES)
    return found


@shared_task(queue="housekeeping")
def wake(province_id: str) -> int:
    """An account was connected or a template became usable: what waited for it is due."""
    woken = sweeping.wake(uuid.UUID(province_id))
    if woken:
        deliver.apply_async(retry=False, expires=HINT_LIVES)
    return woken


@shared_task(queue="housekeeping")
def reconcile() -> int:
    """Every ten seconds: did what left without an answer arrive after all? Asks Zalo, never sends."""
    return reconciling.reconcile()
