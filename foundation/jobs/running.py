"""Doing a job batch by batch, for a while."""

import os
import socket
import time
import uuid
from datetime import timedelta

import structlog

from foundation import correlation, scoping
from foundation.ids import uuid7
from foundation.jobs.registry import Batch, handler_of
from foundation.local_time import now
from foundation.models import Job

log = structlog.get_logger(__name__)
LEASE = timedelta(seconds=60)  # after so long without a batch, whoever comes may take the job
MOST_TRIES = 5
_PAUSE = timedelta(seconds=10)  # after a first failure; longer after each more
_ALIVE = (Job.State.QUEUED, Job.State.RUNNING)


def run_some(job_id: uuid.UUID, *, seconds: float, batches: int | None = None) -> bool:
    """Work on a job for about so long, or so many batches; whether there is more to do at once.

    Two at once on one job do not double anything: the row is locked for as long as a batch lasts, and who finds it locked
    or lent to somebody else goes away.
    """
    worker = f"{socket.gethostname()}:{os.getpid()}:{uuid7().hex[-6:]}"
    until, more, done = time.monotonic() + seconds, True, 0
    while more and time.monotonic() < until and (batches is None or done < batches):
        more, done = _one(job_id, worker, holding=done > 0), done + 1
    if more:
        with scoping.system("job let go"):
            Job.objects.filter(id=job_id, worker=worker).update(lease_until=None)
    return more


def _one(job_id: uuid.UUID, worker: str, *, holding: bool) -> bool:
    """One batch. Who holds the lease waits for a row that somebody only looks at: going away without giving the lease back
    would keep everybody from the job until it ran out."""
    try:
        with scoping.system("job"):
            rows = Job.objects.select_for_update(skip_locked=not holding)
            found = rows.filter(id=job_id, state__in=_ALIVE).first()
            if found is None or _lent(found, worker):
                return False
            with correlation.bind(found.correlation_id):
                batch = handler_of(found.kind)(found)
            _keep(found, batch, worker)
            return batch.cursor is not None
    except Exception as error:
        log.exception("job_failed", job=str(job_id), error=type(error).__name__)
        _failed(job_id, type(error).__name__)
        return False


def _lent(found: Job, worker: str) -> bool:
    return found.worker != worker and found.lease_until is not None and found.lease_until > now()


def _keep(found: Job, batch: Batch, worker: str) -> None:
    moment = now()
    found.started_at = found.started_at or moment
    found.done += batch.done
    found.changed += batch.changed
    found.skipped += batch.skipped
    found.failed += batch.failed
    found.result, found.error, found.tries = batch.result or found.result, "", 0
    found.worker, found.worked_at = worker, moment
    if batch.cursor is None:
        found.state, found.lease_until, found.finished_at = Job.State.DONE, None, moment
    else:
        found.state, found.lease_until, found.cursor = Job.State.RUNNING, moment + LEASE, batch.cursor
    found.save()


def _failed(job_id: uuid.UUID, error: str) -> None:
    """The batch is undone; it is tried again after a while, and after some tries a person has to look."""
    with scoping.system("job failed"):
        found = Job.objects.select_for_update().filter(id=job_id, state__in=_ALIVE).first()
        if found is None:
            return
        found.tries, found.error = found.tries + 1, error[:100]
        found.worker, found.lease_until = "", now() + _PAUSE * 2**found.tries
        if found.tries >= MOST_TRIES:
            found.state = Job.State.FAILED
        found.save()
