"""Where a benchmark runs: servers and data of its own under ``var/bench``, and every process ended afterwards."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Self

from foundation.embedded import Services, start
from foundation.embedded.locks import AlreadyRunning, FolderLock
from foundation.embedded.processes import free_port, spawn, stop, wait_for_port

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("BENCH_DATA_DIR", str(ROOT / "var" / "bench"))).resolve()


class Stand:
    """Embedded PostgreSQL and Valkey (or the given ones), an environment for children, and the children."""

    def __init__(self, data: Path = DATA) -> None:
        self.data = data
        self.children: list[subprocess.Popen[bytes]] = []
        self.services: Services | None = None
        self.environment: dict[str, str] = {}

    def __enter__(self) -> Self:
        self.data.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            self.data.chmod(0o711)
        self.lock = FolderLock(self.data, "bench.lock")
        try:
            self.lock.take(f"pid {os.getpid()}")
        except AlreadyRunning as running:
            raise SystemExit(f"Một lần đo khác đang chạy ({running.note}).") from None
        (self.data / "logs").mkdir(exist_ok=True)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _interrupt)
        self.services = start(self.data)
        self.environment = {
            **os.environ, **self.services.environment(), "DEMO": "1", "DJANGO_SETTINGS_MODULE": "portal.settings",
            "PYTHONPATH": str(ROOT), "REDIS_PREFIX": "motcua-bench:", "STATIC_ROOT": str(self.data / "static"),
            "STORAGE_URL": f"file://{self.data / 'files'}", "LOG_LEVEL": "ERROR", "C_FORCE_ROOT": "1",
        }  # fmt: skip
        return self

    def __exit__(self, *_error: object) -> None:
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        self.end(*self.children)
        if self.services is not None:
            self.services.stop()

    def end(self, *processes: "subprocess.Popen[bytes]") -> None:
        """End some of the children and wait for them."""
        for process in processes:
            stop(process, signal.SIGTERM, 15)
            self.children = [c for c in self.children if c is not process]

    def spawn(self, name: str, command: list[str], **more: str) -> "subprocess.Popen[bytes]":
        """A child that ends with us; its output goes to ``logs``."""
        with (self.data / "logs" / f"{name}.log").open("ab") as log:
            child = spawn(command, log=log, env={**self.environment, **more}, cwd=ROOT)
        self.children.append(child)
        return child

    def web(self, name: str, **more: str) -> "tuple[subprocess.Popen[bytes], int]":
        """The web server as the demo runs it, with these settings; ready when it gives this back."""
        port = free_port()
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--workers", "1", "--blocking-threads", "4", "--backpressure", "64", "--no-access-log",
            "--log-level", "warning", "portal.wsgi:application",
        ]  # fmt: skip
        child = self.spawn(name, command, PUBLIC_URL=f"http://127.0.0.1:{port}", **more)
        wait_for_port(port, child, 60)
        _answers(f"http://127.0.0.1:{port}/healthz", child, self.data / "logs" / f"{name}.log")
        return child, port

    def emulator(self, *options: str) -> "tuple[subprocess.Popen[bytes], int]":
        """A Zalo emulator on a free port."""
        port = free_port()
        child = self.spawn("emulator", [sys.executable, "-m", "zalo_emulator", "--port", str(port), *options])
        if not wait_for_port(port, child, 30):
            raise SystemExit("Bộ giả lập Zalo không khởi động được.")
        return child, port

    def manage(self, *command: str, **more: str) -> str:
        """Run a management command; what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command], env={**self.environment, **more}, cwd=ROOT, text=True,
            stdout=subprocess.PIPE, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"manage.py {command[0]} không xong (mã {done.returncode}).")
        return done.stdout

    def prepare(self) -> None:
        """Migrated, with assets, and with Django set up in this process too."""
        self.manage("migrate", "--verbosity", "0", "--no-input")
        if not (self.data / "static" / "staticfiles.json").exists():
            self.manage("build_assets", "--verbosity", "0")
            self.manage("collectstatic", "--verbosity", "0", "--no-input")
        os.environ.update(self.environment)
        import django

        django.setup()

    def filled(self, size: int) -> str:
        """At least ``size`` dossiers; what the loader said where it had to work (data are kept between runs)."""
        from django.db import connection

        from foundation import scoping

        with scoping.system("bench"), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM dossiers_dossier")
            missing = size - int(cursor.fetchone()[0])
        return self.manage("loaddossiers", str(missing)).strip() if missing > 0 else ""

    def with_in_hand(self, size: int) -> str:
        """At least ``size`` dossiers that officials still work on, most of them promised for days to come."""
        from django.db import connection

        from dossiers.models.dossier import IN_HAND_STATUSES
        from foundation import scoping

        with scoping.system("bench"), connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM dossiers_dossier WHERE status = ANY(%s) AND due_at > now() + interval '3 days'",
                [list(IN_HAND_STATUSES)],
            )
            missing = size - int(cursor.fetchone()[0])
        # of those filed in the last days, some are done, refused or not begun
        return self.manage("loaddossiers", str(int(missing * 1.45)), "--days", "4").strip() if missing > 0 else ""


def _answers(url: str, child: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and child.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"Máy chủ web không trả lời; xem {log}")


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
