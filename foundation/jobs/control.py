"""Beginning, pausing, resuming and cancelling. Who may is asked by the room whose work it is."""

import uuid
from typing import Any

import redis
import structlog
from django.db import transaction
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from foundation import correlation
from foundation.errors import Conflict, NotFound
from foundation.local_time import now
from foundation.models import Job

log = structlog.get_logger(__name__)
HINT_LIVES = 45  # seconds: while no worker comes, the sweeper asks again, and nothing piles up
S = Job.State
_FROM = {
    S.PAUSED: {S.QUEUED, S.RUNNING},
    S.QUEUED: {S.PAUSED, S.FAILED},
    S.CANCELLED: {S.QUEUED, S.RUNNING, S.PAUSED, S.FAILED},
}


def begin(
    kind: str, *, province_id: uuid.UUID, started_by: uuid.UUID | None, parameters: dict[str, Any], total: int = 0
) -> Job:
    """Put work in the queue; a worker is told after commit, and a sweeper finds what nobody was told of.

    ``parameters``: ids, dates and words only. Inside the transaction of the act that decides it.
    """
    made = Job.objects.create(
        kind=kind, province_id=province_id, started_by=started_by, parameters=parameters, total=total, state=S.QUEUED,
        created_at=now(), correlation_id=correlation.current(),
    )  # fmt: skip
    hint(made.id)
    return made


def pause(job_id: uuid.UUID) -> Job:
    """Stop after the batch at hand (which this waits for); it can be resumed."""
    return _move(job_id, S.PAUSED)


def resume(job_id: uuid.UUID) -> Job:
    """Go on where it stopped, also after a failure."""
    moved = _move(job_id, S.QUEUED)
    hint(moved.id)
    return moved


def cancel(job_id: uuid.UUID) -> Job:
    """Stop for good after the batch at hand; what is done stays done."""
    return _move(job_id, S.CANCELLED)


def _move(job_id: uuid.UUID, to: Job.State) -> Job:
    found = Job.objects.select_for_update().filter(id=job_id).first()
    if found is None:
        raise NotFound("job_not_found", _("Không có việc này, hoặc bạn không được xem."))
    if found.state not in _FROM[to]:
        raise Conflict("job_state", _("Việc này đang «%(state)s».") % {"state": found.get_state_display()})
    found.state, found.tries, found.lease_until = to, 0, None
    if to is S.CANCELLED:
        found.finished_at = now()
    found.save()
    return found


def hint(job_id: uuid.UUID) -> None:
    """Tell the workers once this transaction has committed. Losing it loses nothing."""
    transaction.on_commit(lambda: tell(job_id), robust=True)


def tell(job_id: uuid.UUID) -> None:
    """Tell the workers now."""
    from foundation.tasks import run_job

    try:
        run_job.apply_async(args=(str(job_id),), retry=False, expires=HINT_LIVES)
    except (redis.RedisError, OperationalError, OSError) as error:
        log.warning("job_hint_lost", error=type(error).__name__)
