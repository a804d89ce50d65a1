"""Real Celery workers of the delivery queue, on the database and the Redis keys of the running test."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from foundation.embedded.processes import spawn, stop
from tests.support.emulator import Emulator

ROOT = Path(__file__).parents[2]


def address() -> str:
    """The URL of the database of this very test, for other processes."""
    database = connection.settings_dict
    user, password = quote(database["USER"]), quote(database["PASSWORD"] or "")
    return f"postgresql://{user}:{password}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def environment(emulator: Emulator, scale: float = 0.02, **changes: str) -> dict[str, str]:
    """A worker's: the database and the Redis keys of this very test."""
    return {
        **os.environ, **emulator.environment(), "DATABASE_URL": address(), "REDIS_URL": settings.REDIS_URL,
        "REDIS_PREFIX": settings.REDIS_PREFIX, "TESTING": "1", "DELIVERY_TIME_SCALE": str(scale),
        "C_FORCE_ROOT": "1", "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR", **changes,
    }  # fmt: skip


def worker(emulator: Emulator, **changes: Any) -> "subprocess.Popen[bytes]":
    """One worker; ``scale`` and variables of the environment as ``environment`` takes them."""
    command = [
        sys.executable, "-m", "celery", "-A", "portal.celery", "--quiet", "worker", "--queues", "delivery", "--pool", "solo",
        "--without-gossip", "--without-mingle", "--loglevel", "ERROR",
    ]  # fmt: skip
    return spawn(command, log=subprocess.DEVNULL, env=environment(emulator, **changes), cwd=ROOT)


@contextmanager
def workers(emulator: Emulator, count: int = 1, **changes: Any) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """``count`` workers for the length of the block; ended as hard as can be."""
    running_now = [worker(emulator, **changes) for _ in range(count)]
    try:
        yield running_now
    finally:
        for process in running_now:
            stop(process, signal.SIGKILL, 5)
