"""A live server and a province behind it, for a real browser."""

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from tests.support import world as worlds

_BUSY = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state IS NOT NULL AND state <> 'idle'
"""


@pytest.fixture(autouse=True)
def _orm_beside_playwright() -> Iterator[None]:
    """Playwright keeps an event loop in this thread; Django would refuse the ORM there."""
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    yield
    if before is None:
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


@pytest.fixture
def world(transactional_db: Any, redis_url: str) -> worlds.World:
    return worlds.build()


@pytest.fixture
def page(transactional_db: Any, page: Any) -> Iterator[Any]:
    """The page, left before the tables are emptied: one that still asks for news would stand in their way."""
    yield page
    page.goto("about:blank")
    _until_the_server_rests()


def _until_the_server_rests(seconds: float = 20.0) -> None:
    """No request of the live server is at work in the database any more."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        with connection.cursor() as cursor:
            cursor.execute(_BUSY)
            if cursor.fetchone()[0] == 0:
                return
        time.sleep(0.05)
