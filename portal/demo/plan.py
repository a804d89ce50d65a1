"""Which processes a demo has, with which environment."""

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from foundation.embedded import Services

ROOT = Path(__file__).resolve().parents[2]
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LOG_LEVEL")


@dataclass(frozen=True)
class Places:
    """Where the demo listens and keeps its data."""

    port: int
    emulator_port: int
    data: Path

    @classmethod
    def from_environment(cls) -> "Places":
        return cls(
            int(os.environ.get("PORT", "8000")),
            int(os.environ.get("ZALO_EMULATOR_PORT", "8100")),
            Path(os.environ.get("DEMO_DATA_DIR", str(ROOT / "var" / "demo"))).resolve(),
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True)
class Program:
    """One child: its name, its command, and how long it may take to end."""

    name: str
    command: list[str]
    patience: float = 15.0
    env: dict[str, str] = field(default_factory=dict)


def own_emulator() -> bool:
    """Whether the demo starts the Zalo emulator (not where real or other servers are given)."""
    return not os.environ.get("ZALO_OPENAPI_URL")


def environment(places: Places, services: Services) -> dict[str, str]:
    """What every child sees: the given environment, the services, and a demo's settings."""
    given = dict(os.environ)
    emulator = f"http://127.0.0.1:{places.emulator_port}"
    ours = {
        **services.environment(),
        "DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PUBLIC_URL": given.get("PUBLIC_URL", places.url),
        "REDIS_PREFIX": given.get("REDIS_PREFIX", "motcua-demo:"),
        "STATIC_ROOT": str(places.data / "static"),
        "STORAGE_URL": given.get("STORAGE_URL", f"file://{places.data / 'files'}"),
        "LOG_LEVEL": given.get("LOG_LEVEL", "WARNING"),
        "DEMO_DATA_DIR": str(places.data),
        "C_FORCE_ROOT": "1",
    }
    if own_emulator():
        ours.update({f"ZALO_{name}_URL": emulator for name in ("OAUTH", "OPENAPI", "BUSINESS", "GRAPH")})
        ours["ZALO_EMULATOR_URL"] = emulator
    return {**given, **ours}


def emulator(places: Places) -> Program:
    command = [
        sys.executable, "-m", "zalo_emulator", "--port", str(places.emulator_port),
        "--webhook", f"{places.url}/webhooks/zalo/", "--state", str(places.data / "zalo-emulator.json"),
    ]  # fmt: skip
    return Program("zalo-emulator", command, 5)


def programs(places: Places) -> list[Program]:
    """Web, workers and the beat. The delivery worker is alone, so that one event loop holds all connections."""
    celery = [sys.executable, "-m", "celery", "-A", "portal.celery", "--quiet"]
    worker = [*celery, "worker", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    return [
        Program(
            "web",
            [
                sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(places.port),
                "--workers", "1", "--blocking-threads", "4", "--backpressure", "64", "--no-access-log",
                "--log-level", "warning", "portal.wsgi:application",
            ],
        ),
        Program("delivery", [*worker, "--queues", "delivery", "--pool", "solo", "--hostname", "delivery@%h"]),
        Program(
            "worker",
            [*worker, "--queues", "inbox,default,housekeeping", "--concurrency", "1", "--hostname", "worker@%h"],
        ),
        Program("beat", [*celery, "beat", "--schedule", str(places.data / "beat"), "--pidfile", "", "--loglevel", "WARNING"], 5),
    ]  # fmt: skip
