"""A live server and a province behind it, for a real browser."""

import os
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support import world as worlds


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
