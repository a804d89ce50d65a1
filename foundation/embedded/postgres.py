"""A PostgreSQL server of our own in a data folder."""

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from foundation.embedded.binaries import postgres_bin
from foundation.embedded.identity import Identity, identity
from foundation.embedded.locks import held_by_child
from foundation.embedded.passwords import secret_file
from foundation.embedded.postgres_role import APP_ROLE, prepare
from foundation.embedded.processes import StartFailed, die_with_parent, free_port, spawn, stop, wait_for_port

__all__ = ["Postgres", "StartFailed"]
_PATIENCE = 60.0  # seconds for an earlier start to end, or this one to answer


@dataclass
class Postgres:
    """A server on a free loopback port; data in ``folder``/pg survive every way of ending.

    ``durable=False`` switches fsync off (tests).
    """

    folder: Path
    durable: bool = True
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None
    _as: Identity = field(default_factory=Identity)

    @property
    def data(self) -> Path:
        return self.folder / "pg"

    def start(self) -> str:
        """Bring it up and give the URL of the application's own, ordinary role.

        StartFailed with the end of the log, or AlreadyRunning where another uses the data.
        """
        admin = secret_file(self.folder / "pg-admin.secret")
        app = secret_file(self.folder / "pg.secret")
        bin_dir = postgres_bin()
        lock = held_by_child(self.folder / "pg.lock", _PATIENCE)
        try:
            self._as = identity(self.data, bin_dir)
            if (self.data / "PG_VERSION").exists():
                self._same_version(bin_dir)
                self._as.own(self.data)
            else:
                self._create(bin_dir, admin)
            self._serve(bin_dir, lock)
        finally:
            os.close(lock)
        assert self.process is not None
        prepare(self.port, admin, app, self.process)
        # no TLS on loopback, whatever PGSSLMODE says
        return f"postgresql://{APP_ROLE}:{app}@127.0.0.1:{self.port}/{APP_ROLE}?sslmode=disable"

    def _serve(self, bin_dir: Path, lock: int) -> None:
        chosen, log = self.port, self.folder / "postgres.log"
        for _try in range(1 if chosen else 5):
            self.port = chosen or free_port()
            with log.open("ab") as writing:
                command: list[str | Path] = [*self._as.prefix, bin_dir / "postgres", "-D", self.data, *self._options()]
                self.process = spawn(command, log=writing, how=signal.SIGINT, keep=(lock,))
            if wait_for_port(self.port, self.process, _PATIENCE):
                return
            self.stop()  # somebody took the port between our look and its start
        raise StartFailed.of("PostgreSQL", log)

    def _options(self) -> list[str]:
        safe = "on" if self.durable else "off"
        settings = {
            "listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "",
            "max_connections": 120, "shared_buffers": "256MB", "jit": "off",
            "fsync": safe, "synchronous_commit": safe, "full_page_writes": safe,
            "random_page_cost": "1.1", "timezone": "UTC", "log_timezone": "UTC",
        }  # fmt: skip
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def _same_version(self, bin_dir: Path) -> None:
        """A newer PostgreSQL does not read an older one's files."""
        kept = (self.data / "PG_VERSION").read_text().strip()
        told = subprocess.run([bin_dir / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
        if told.split()[-1].partition(".")[0] != kept:
            raise StartFailed(
                f"Dữ liệu ở {self.data} là của PostgreSQL {kept}, chương trình là {told.strip()}. "
                "Dùng DEMO_DATA_DIR khác, hoặc xóa dữ liệu cũ (make clean)."
            )

    def _create(self, bin_dir: Path, admin: str) -> None:
        """Make the cluster beside its place and move it there, so that a killed initdb leaves no half one."""
        fresh = self.folder / "pg.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        password = self.folder / "pg-init.secret"
        password.touch(mode=0o600)
        password.write_text(admin)
        self._as.own(fresh)
        self._as.own(password)
        command = [
            *self._as.prefix, bin_dir / "initdb", "-D", fresh, "-U", "admin", "-E", "UTF8", "--auth=scram-sha-256",
            f"--pwfile={password}", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
            *([] if self.durable else ["--no-sync"]),
        ]  # fmt: skip
        made = subprocess.run(
            [str(part) for part in command], capture_output=True, text=True, check=False, preexec_fn=die_with_parent()
        )
        password.unlink()
        if made.returncode != 0:
            raise StartFailed(f"initdb: {made.stderr[-2000:]}")
        fresh.rename(self.data)

    def stop(self) -> None:
        """Fast shutdown: clients are cut off, everything committed is on disk."""
        if self.process is not None:
            stop(self.process, signal.SIGINT, 20)
            self.process = None
