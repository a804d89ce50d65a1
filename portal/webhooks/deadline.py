"""Zalo waits two seconds. A database that does not answer must not use them up."""

import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from django.conf import settings
from django.db import connection

T = TypeVar("T")
SECONDS = 1.2


@cache
def _executor() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=4, thread_name_prefix="webhook")


def pooled() -> bool:
    """Whether connections come from a pool: one may be long in coming, and any thread may have it."""
    return bool(settings.DATABASES["default"]["OPTIONS"].get("pool"))


def in_time(work: Callable[[], T]) -> T:
    """Do ``work``, which uses the database; TimeoutError after 1.2 s (it may still be done)."""
    if not pooled():
        return work()

    def run() -> T:
        try:
            return work()
        finally:
            connection.close()  # back to the pool

    return _executor().submit(contextvars.copy_context().run, run).result(timeout=SECONDS)
