"""A production system of its own: servers, a migrated database, settings that only an operator would give."""

import base64
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from foundation.embedded.postgres import Postgres
from foundation.embedded.valkey import Valkey
from tests.support.houses import settled

ROOT = Path(__file__).parents[2]
# what an operator does by four commands, in one start of Python
_FILL = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("load_reference")
call_command("load_calendars")
call_command("import_procedures", "procedures/data/catalogue.yaml")
"""
_SYSTEM = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "VIRTUAL_ENV")


def bare() -> dict[str, str]:
    """The environment of a fresh machine: nothing of ours is set, and no demo is joined by accident."""
    kept = {name: os.environ[name] for name in _SYSTEM if name in os.environ}
    return {**kept, "DEMO_DATA_DIR": "/nonexistent"}


def own_secrets() -> dict[str, str]:
    key = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
    return {"SECRET_KEY": secrets.token_urlsafe(48), "FIELD_ENCRYPTION_KEYS": f"1:{key}"}


def run(*command: str, seconds: float = 300, **environment: str) -> "subprocess.CompletedProcess[str]":
    """A program of the house with exactly this environment."""
    return subprocess.run(
        [sys.executable, *command], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=seconds,
        check=False,
    )  # fmt: skip


class House:
    """PostgreSQL and Valkey of its own; ``admin`` is a real superuser of it."""

    def __init__(self, folder: Path) -> None:
        folder.chmod(0o711)
        self.folder = folder
        self.postgres, self.valkey = Postgres(folder, durable=False), Valkey(folder, durable=False)

    def start(self) -> None:
        self.database, self.redis = settled(self.postgres), self.valkey.start()
        password = (self.folder / "pg-admin.secret").read_text()
        self.admin = f"postgresql://admin:{password}@127.0.0.1:{self.postgres.port}/motcua?sslmode=disable"
        self.environment = {
            **bare(), **own_secrets(), "DATABASE_URL": self.database, "REDIS_URL": self.redis, "REDIS_PREFIX": "house:",
            "PUBLIC_URL": "https://dichvucong.example.vn", "TRUSTED_PROXIES": "10.0.0.0/8", "LOG_LEVEL": "ERROR",
            "STORAGE_URL": f"file://{self.folder / 'files'}",
        }  # fmt: skip
        done = run("-c", _FILL, **self.environment, DJANGO_SETTINGS_MODULE="portal.settings")
        assert done.returncode == 0, done.stdout + done.stderr

    def stop(self) -> None:
        self.valkey.stop()
        self.postgres.stop()

    def manage(self, *arguments: str, **changes: str) -> "subprocess.CompletedProcess[str]":
        """``manage.py`` as the operator of this house calls it."""
        return run("manage.py", *arguments, **{**self.environment, **changes})

    def check(self, **changes: str) -> "Report":
        return Report(self.manage("check_config", **changes))

    def sql(self, *statements: str) -> None:
        """By the superuser, for good."""
        with psycopg.connect(self.admin, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    @contextmanager
    def changed(self, *there: str, back: tuple[str, ...]) -> Iterator[None]:
        """The statements hold for the block."""
        self.sql(*there)
        try:
            yield
        finally:
            self.sql(*back)

    def as_role(self, name: str, password: str) -> str:
        """The database's address for another role."""
        parts = urlsplit(self.database)
        return parts._replace(netloc=f"{name}:{password}@127.0.0.1:{self.postgres.port}").geturl()


class Report:
    """What check_config said: a line per integration with its level, and the exit code."""

    def __init__(self, done: "subprocess.CompletedProcess[str]") -> None:
        self.code, self.text, self.log = done.returncode, done.stdout, done.stderr
        self.lines = done.stdout.splitlines()
        for line in self.lines:
            level = line.split()[0]
            assert level in ("ok", "warning", "error"), done.stdout + done.stderr
            assert level == "ok" or line.partition(" — ")[2], f"no cure: {line}"

    def level(self, name: str) -> str:
        """The worst level of an integration."""
        levels = {line.split()[0] for line in self.lines if line[8:].startswith(f"{name}:")}
        assert levels, f"{name} is not in\n{self.text}"
        return next(level for level in ("error", "warning", "ok") if level in levels)

    def line(self, name: str, level: str) -> str:
        [found] = [line for line in self.lines if line[:8].strip() == level and line[8:].startswith(f"{name}:")]
        return found

    def errors(self) -> list[str]:
        return sorted({line[8:].partition(":")[0] for line in self.lines if line.startswith("error")})
