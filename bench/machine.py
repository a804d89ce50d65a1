"""On what a figure was measured."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

_SETTINGS = (
    "shared_buffers", "fsync", "synchronous_commit", "full_page_writes", "jit", "random_page_cost", "max_connections",
    "work_mem", "max_wal_size",
)  # fmt: skip
_PACKAGES = ("Django", "psycopg", "granian", "celery", "aiohttp", "redis", "Jinja2", "requests", "uvicorn")


def describe() -> dict[str, Any]:
    """Machine, versions, settings of PostgreSQL, commit and load; needs Django and its database."""
    return {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "cpu": _cpu(), "cores": os.cpu_count(), "memory_gib": round(_memory() / 2**20, 1),
        "kernel": platform.release(), "system": _system(), "python": platform.python_version(),
        "packages": {name: _version(name) for name in _PACKAGES}, "postgresql": _postgresql(), "redis": _redis(),
        "commit": _git("rev-parse", "--short=12", "HEAD"),
        "uncommitted_changes": bool(_git("status", "--porcelain", "--untracked-files=no")),
        "load_average": load(),
    }  # fmt: skip


def load() -> list[float]:
    """How busy the machine has been for the last 1, 5 and 15 minutes."""
    return [round(x, 2) for x in os.getloadavg()]


def _version(package: str) -> str:
    try:
        return version(package)
    except ImportError:
        return ""


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []


def _cpu() -> str:
    named = [line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")]
    return named[0] if named else platform.processor()


def _memory() -> int:
    return next((int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)


def _system() -> str:
    pairs = dict(line.partition("=")[::2] for line in _lines("/etc/os-release"))
    return pairs.get("PRETTY_NAME", platform.platform()).strip('"')


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False, cwd=Path(__file__).parent)
    return done.stdout.strip()


def _postgresql() -> dict[str, str]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT version()")
        found = {"version": str(cursor.fetchone()[0]).split(" on ")[0]}
        cursor.execute(
            "SELECT name, setting || coalesce(unit, '') FROM pg_settings WHERE name = ANY(%s)", [[*_SETTINGS]]
        )
        return {**found, **dict(cursor.fetchall())}


def _redis() -> str:
    from foundation.redis import client

    told = client().info("server")
    return f"{told.get('server_name', 'redis')} {told.get('valkey_version') or told.get('redis_version')}"
