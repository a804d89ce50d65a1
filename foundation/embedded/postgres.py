"""A PostgreSQL server of our own in a data folder."""

import os
import secrets
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from foundation.embedded.binaries import postgres_bin
from foundation.embedded.processes import NOBODY, free_port, spawn, stop, unprivileged, wait_for_port

APP_ROLE = "motcua"


class StartFailed(RuntimeError):
    """The server did not come up; the message holds the end of its log."""


def secret_file(path: Path) -> str:
    """The password kept in ``path`` (made at first use, mode 0600)."""
    if not path.exists():
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(24))
    return path.read_text().strip()


@dataclass
class Postgres:
    """A server on a free loopback port; data in ``folder``/pg survive every way of ending.

    ``durable=False`` switches fsync off (tests).
    """

    folder: Path
    durable: bool = True
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    _prefix: list[str] = field(default_factory=list)

    @property
    def data(self) -> Path:
        return self.folder / "pg"

    def start(self) -> str:
        """Bring it up and give the URL of the application's own, ordinary role."""
        admin = secret_file(self.folder / "pg-admin.secret")
        app = secret_file(self.folder / "pg.secret")
        bin_dir = postgres_bin()
        self._prefix = unprivileged(self.data, bin_dir)
        if not (self.data / "PG_VERSION").exists():
            self._create(bin_dir, admin)
        self.port = self.port or free_port()
        log = (self.folder / "postgres.log").open("ab")
        settings = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "",
            "max_connections": 120, "shared_buffers": "256MB", "jit": "off",
            "fsync": "on" if self.durable else "off",
            "synchronous_commit": "on" if self.durable else "off",
            "full_page_writes": "on" if self.durable else "off",
            "random_page_cost": "1.1", "timezone": "UTC", "log_timezone": "UTC",
        }  # fmt: skip
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.process = spawn(
            [*self._prefix, bin_dir / "postgres", "-D", self.data, *options], log=log, how=signal.SIGINT
        )
        if not wait_for_port(self.port, self.process, 60):
            raise StartFailed(f"PostgreSQL không khởi động được, xem {self.folder / 'postgres.log'}")
        self._prepare(admin, app)
        return f"postgresql://{APP_ROLE}:{app}@127.0.0.1:{self.port}/{APP_ROLE}"

    def _create(self, bin_dir: Path, admin: str) -> None:
        """Make the cluster beside its place and move it there, so that a killed initdb leaves no half one."""
        fresh = self.folder / "pg.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        password = self.folder / "pg-init.secret"
        password.write_text(admin)
        password.chmod(0o600)
        if self._prefix[:1] == ["setpriv"]:
            os.chown(fresh, NOBODY, NOBODY)
            os.chown(password, NOBODY, NOBODY)
        command = [
            *self._prefix, bin_dir / "initdb", "-D", fresh, "-U", "admin", "-E", "UTF8", "--auth=scram-sha-256",
            f"--pwfile={password}", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
            *([] if self.durable else ["--no-sync"]),
        ]  # fmt: skip
        made = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
        password.unlink()
        if made.returncode != 0:
            raise StartFailed(f"initdb: {made.stderr[-2000:]}")
        fresh.rename(self.data)

    def _prepare(self, admin: str, app: str) -> None:
        """The application's role: no superuser, no BYPASSRLS, owner of its own database."""
        import time

        import psycopg
        from psycopg import sql

        deadline = time.monotonic() + 60
        while True:
            try:
                connection = psycopg.connect(
                    host="127.0.0.1",
                    port=self.port,
                    user="admin",
                    password=admin,
                    dbname="postgres",
                    autocommit=True,
                )
                break
            except psycopg.OperationalError:
                # it listens before recovery after a kill has ended
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
        with connection:
            role = sql.Identifier(APP_ROLE)
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS").format(role))
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(app)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [APP_ROLE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(role, role))

    def stop(self) -> None:
        """Fast shutdown: clients are cut off, everything committed is on disk."""
        if self.process is not None:
            stop(self.process, signal.SIGINT, 20)
            self.process = None
