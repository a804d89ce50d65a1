"""Work that takes minutes: done in batches, with progress, by whoever is alive; paused, resumed, cancelled, never doubled.

A room writes a handler for one batch and names it; the batch and the progress are one transaction, so that a worker that
is killed loses one batch that nobody has seen, and the next one goes on from there.
"""

from foundation.jobs.control import begin, cancel, pause, resume
from foundation.jobs.registry import Batch, handler_of, job
from foundation.jobs.running import run_some

__all__ = ["Batch", "begin", "cancel", "handler_of", "job", "pause", "resume", "run_some"]
