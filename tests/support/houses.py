"""A migrated PostgreSQL for each worker of a run: one is migrated, the others start from copies of its data."""

import atexit
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from foundation.embedded.postgres import Postgres
from foundation.embedded.postgres_role import APP_ROLE
from foundation.embedded.processes import spawn
from tests.support.folders import copy
from tests.support.kept import keep

ROOT = Path(__file__).parents[2]
TEMPLATE = "TEST_MIGRATED_FOLDER"  # for who needs a house of its own
_NAME = "test_motcua"
_MIGRATE = f"""
import django; django.setup()
from django.db import connection
connection.settings_dict["TEST"]["NAME"] = "{_NAME}"
connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
"""
_PATIENCE = 600.0  # seconds for the migrations, on a machine that does other things too


class Houses:
    """The servers of a run with workers. ``first`` runs already; ``folder`` makes an empty one that ends with the run."""

    def __init__(self, first: Postgres, url: str, folder: Callable[[], Path], ready: Path | None) -> None:
        """``ready``: where ``first`` has been copied from, migrated by an earlier run."""
        self._servers, self._url, self._folder, self._ready = [first], url, folder, ready
        self._kept = ready or folder()
        self._migrating: subprocess.Popen[bytes] | None = None
        self._held: list[socket.socket] = []
        self._opened = False

    def plan(self, count: int) -> list[str]:
        """Begin to migrate; the addresses that ``count`` servers will have once they are open."""
        if self._ready is None:
            log = (self._servers[0].folder / "migrate.log").open("wb")
            environment = {**os.environ, "DATABASE_URL": self._url, "DJANGO_SETTINGS_MODULE": "portal.settings"}
            self._migrating = spawn([sys.executable, "-c", _MIGRATE], log=log, env=environment, cwd=ROOT)
        self._held = [_port() for _ in range(count - 1)]
        self._servers += [Postgres(self._folder(), False, held.getsockname()[1]) for held in self._held]
        os.environ[TEMPLATE] = str(self._kept)
        first = f":{self._servers[0].port}/"
        return [self._url.replace(first, f":{server.port}/") for server in self._servers]

    def open(self) -> None:
        """Wait for the migrations and start every server; each has the database that its worker looks for."""
        if self._opened:
            return
        self._opened = True
        first = self._servers[0]
        if self._migrating is not None and self._migrating.wait(_PATIENCE):
            raise RuntimeError((first.folder / "migrate.log").read_text()[-4000:])
        first.stop()
        if self._migrating is not None:
            copy(first.folder, self._kept)
            keep(first.folder)
        for number, server in enumerate(self._servers):
            if server is not first:
                copy(self._kept, server.folder)
                self._held[number - 1].close()
                atexit.register(server.stop)
            with psycopg.connect(server.start(), autocommit=True) as connection:
                _rename(connection, f"{_NAME}_gw{number}")


def settled(postgres: Postgres) -> str:
    """Start a new server of somebody's own, with a migrated database where the run has one to copy; its address."""
    kept = os.environ.get(TEMPLATE)
    if kept:
        copy(Path(kept), postgres.folder)
    url = postgres.start()
    if kept:
        with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(APP_ROLE)))
            _rename(connection, APP_ROLE)
    return url


def _port() -> socket.socket:
    """A port that nobody is given until we let go of it."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    return held


def _rename(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> None:
    command = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    connection.execute(command.format(sql.Identifier(_NAME), sql.Identifier(name)))
