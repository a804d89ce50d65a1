"""The application's role in a server of our own: no superuser, no BYPASSRLS, owner of its own database."""

import subprocess
import time

import psycopg
from psycopg import sql

from foundation.embedded.processes import StartFailed

APP_ROLE = "motcua"
_PATIENCE = 60.0


def prepare(port: int, admin: str, app: str, process: "subprocess.Popen[bytes]") -> None:
    """Make the role and its database where they are missing; StartFailed if the server ends or refuses us."""
    with _connect(port, admin, process) as connection:
        role = sql.Identifier(APP_ROLE)
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS").format(role))
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(app)))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [APP_ROLE]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))


def _connect(port: int, admin: str, process: "subprocess.Popen[bytes]") -> "psycopg.Connection[tuple[object, ...]]":
    """As the administrator; it listens before recovery after a kill has ended, so we may have to wait."""
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            return psycopg.connect(
                host="127.0.0.1", port=port, user="admin", password=admin, dbname="postgres", autocommit=True,
                sslmode="disable", connect_timeout=5, options="",
            )  # fmt: skip
        except psycopg.OperationalError as error:
            refused = "password authentication failed" in str(error)
            if refused or process.poll() is not None or time.monotonic() > deadline:
                raise StartFailed(f"Không vào được PostgreSQL vừa khởi động: {error}") from error
            time.sleep(0.1)
