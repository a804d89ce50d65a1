"""Background work of the Zalo room. Every task may run twice, be lost, or run beside itself."""

import time
from datetime import timedelta

import redis
import structlog
from celery import shared_task

from foundation import scoping
from foundation.local_time import now
from zalo import replies
from zalo.inbox import hints
from zalo.inbox.handling import BATCH, handle_batch
from zalo.inbox.spool import drain
from zalo.models import Grant, InboundEvent, PhoneReach
from zalo.reach import REMEMBERED
from zalo.tokens import EARLY, TokenUnavailable, refresh_early

log = structlog.get_logger(__name__)

_LONGEST_RUN = 60.0  # seconds
_BODIES_KEPT = timedelta(days=30)


@shared_task(queue="inbox")
def handle_inbound() -> int:
    """Handle what the webhook stored, until nothing is due; how many events."""
    hints.begin()
    started, done = time.monotonic(), 0
    while time.monotonic() - started < _LONGEST_RUN:
        taken = handle_batch()
        done += taken
        if taken < BATCH:
            break
    return done


@shared_task(queue="inbox")
def sweep_inbox() -> int:
    """Every few seconds: store what waited in Redis, handle and answer what no hint told of."""
    try:
        drained = drain()
    except redis.RedisError as error:  # what is in the database is handled all the same
        log.warning("zalo_spool_unreachable", error=type(error).__name__)
        drained = 0
    return drained + handle_inbound() + replies.send_due()


@shared_task(queue="inbox")
def send_replies() -> int:
    """Send the answers of the chat that are due."""
    return replies.send_due()


@shared_task(queue="housekeeping")
def refresh_grants() -> int:
    """Every half hour: renew each token that has less than eight hours to live; how many were renewed."""
    with scoping.system("zalo refresh"):
        due = list(
            Grant.objects.filter(state=Grant.State.ALIVE, expires_at__lt=now() + EARLY)
            .order_by("expires_at")
            .values_list("oa_id", flat=True)
        )
    done = 0
    for oa_pk in due:
        try:
            refresh_early(oa_pk)
            done += 1
        except TokenUnavailable as error:
            log.warning("zalo_refresh_failed", oa=str(oa_pk), error=type(error).__name__)
    return done


@shared_task(queue="housekeeping")
def forget_old() -> int:
    """Daily: clear the bodies of events older than thirty days (their keys stay) and old -118 answers."""
    with scoping.system("zalo forget"):
        cleared = (
            InboundEvent.objects.filter(received_at__lt=now() - _BODIES_KEPT, handled_at__isnull=False)
            .exclude(body="")
            .update(body="")
        )
        PhoneReach.objects.filter(learnt_at__lt=now() - REMEMBERED).delete()
    return cleared
