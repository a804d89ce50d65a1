"""Real PostgreSQL and Redis for a test run: the given ones, or throw-away ones from wheels.

Loaded with ``-p tests.early``, because Django's settings are read before any conftest.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest

from foundation.embedded import start
from tests.support.folders import copy
from tests.support.houses import TEMPLATE, Houses
from tests.support.kept import kept

_SERVERS = "TEST_DATABASE_URLS"
_READY = "TEST_DATABASE_READY"  # the server that was started has the database already
_houses: Houses | None = None


def _folder() -> Path:
    """A folder of this run's own, gone at its end."""
    folder = Path(tempfile.mkdtemp(prefix="motcua-test-"))
    folder.chmod(0o711)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def provide() -> None:
    """Set ``DATABASE_URL`` and ``REDIS_URL`` for this process and its workers; ends what it started at exit."""
    global _houses
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return
    folder = _folder()
    ready = kept()
    if ready:
        copy(ready, folder)
        os.environ[_READY], os.environ[TEMPLATE] = "1", str(ready)
    services = start(folder, durable=False)
    atexit.register(services.stop)
    os.environ.update(services.environment())
    if services.postgres:
        _houses = Houses(services.postgres, services.database_url, _folder, ready)


def pytest_xdist_setupnodes(specs: list[Any]) -> None:
    """A PostgreSQL for each worker, where the servers are ours. All are copies of one that is migrated meanwhile.

    Whether an event may be numbered depends on the oldest transaction of the *server*: on a common one, the long
    transaction of one worker's test holds back the tests of every other.
    """
    if _houses:
        os.environ[_SERVERS] = " ".join(_houses.plan(len(specs)))


def pytest_xdist_node_collection_finished() -> None:
    """No worker gets a test before all have collected theirs."""
    if _houses:
        _houses.open()


def choose() -> None:
    """In a worker: the server that the run started for it."""
    number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
    if servers := os.environ.get(_SERVERS, "").split():
        os.environ["DATABASE_URL"] = servers[number % len(servers)]


def pytest_configure(config: pytest.Config) -> None:
    """A worker takes the database that it finds."""
    if os.environ.get(_SERVERS if os.environ.get("PYTEST_XDIST_WORKER") else _READY):
        config.option.reuse_db = True


os.environ.setdefault("TESTING", "1")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
os.environ["REDIS_PREFIX"] = f"test{os.getpid()}:"
if os.environ.get("PYTEST_XDIST_WORKER"):
    choose()
else:
    provide()
