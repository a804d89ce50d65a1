"""Which processes a demo has, with which environment."""

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from foundation.embedded import Services
from portal.demo.joining import folder

ROOT = Path(__file__).resolve().parents[2]
# Set by whoever starts the demo, and needed by a command that joins it.
_GIVEN = (
    "SECRET_KEY", "FIELD_ENCRYPTION_KEYS", "ALLOWED_HOSTS", "TRUSTED_PROXIES", "DEBUG", "DB_", "DELIVERY_TIME_SCALE",
    "EMAIL_URL", "SMS_URL", "CLAMD_URL", "SENTRY_DSN", "ZALO_", "METRICS_FROM", "SIGNING_",
)  # fmt: skip


class BadPlace(ValueError):
    """A variable of the demo that cannot be; the message says which and why."""


@dataclass(frozen=True)
class Places:
    """Where the demo listens and keeps its data."""

    port: int
    emulator_port: int
    data: Path

    @classmethod
    def from_environment(cls, given: Mapping[str, str]) -> "Places":
        """``PORT``, ``ZALO_EMULATOR_PORT``, ``DEMO_DATA_DIR`` or their defaults; BadPlace."""
        places = cls(_port(given, "PORT", 8000), _port(given, "ZALO_EMULATOR_PORT", 8100), folder(given))
        if places.port == places.emulator_port and own_emulator(given):
            raise BadPlace(f"PORT và ZALO_EMULATOR_PORT đều là {places.port}. Đặt hai cổng khác nhau.")
        return places

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


def _port(given: Mapping[str, str], name: str, default: int) -> int:
    text = given.get(name) or str(default)
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise BadPlace(f"{name}={text} không phải số cổng (1–65535).")
    return int(text)


def own_emulator(given: Mapping[str, str]) -> bool:
    """Whether the demo starts the Zalo emulator (not where real or other servers are given)."""
    return not given.get("ZALO_OPENAPI_URL")


def settings(places: Places, services: Services, given: Mapping[str, str]) -> dict[str, str]:
    """A demo's variables over the given environment: what a command needs to be part of this demo."""
    zalo = f"http://127.0.0.1:{places.emulator_port}" if own_emulator(given) else given["ZALO_OPENAPI_URL"]
    ours = {
        **{name: given[name] for name in given if name.startswith(_GIVEN)},
        **services.environment(),
        "DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "PUBLIC_URL": given.get("PUBLIC_URL") or places.url,
        "REDIS_PREFIX": given.get("REDIS_PREFIX") or _prefix(places.data),
        "STATIC_ROOT": str(places.data / "static"),
        "STORAGE_URL": given.get("STORAGE_URL") or f"file://{places.data / 'files'}",
        "SIGNING_PKCS12": given.get("SIGNING_PKCS12") or str(places.data / "ky-so-thu.p12"),
        "LOG_LEVEL": given.get("LOG_LEVEL") or "WARNING",
        "DEMO_DATA_DIR": str(places.data),
        "C_FORCE_ROOT": "1",
    }
    for host in ("OAUTH", "OPENAPI", "BUSINESS", "GRAPH"):  # a demo never speaks to the real ones
        ours[f"ZALO_{host}_URL"] = zalo if own_emulator(given) else given.get(f"ZALO_{host}_URL") or zalo
    if own_emulator(given):
        ours["ZALO_EMULATOR_URL"] = zalo
    return ours


def _prefix(data: Path) -> str:
    """Two demos on one given Redis keep apart."""
    return f"motcua-demo-{hashlib.sha256(str(data).encode()).hexdigest()[:8]}:"


def emulator(places: Places) -> Program:
    command = [
        sys.executable, "-m", "zalo_emulator", "--port", str(places.emulator_port),
        "--webhook", f"{places.url}/webhooks/zalo/", "--state", str(places.data / "zalo-emulator.sqlite3"),
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
                "--log-level", "warning", "--log-config", str(ROOT / "portal/conf/granian.json"), "portal.wsgi:application",
            ],
        ),
        Program("delivery", [*worker, "--queues", "delivery", "--pool", "solo", "--hostname", "delivery@%h"]),
        Program(
            "worker",
            [*worker, "--queues", "inbox,default,housekeeping", "--concurrency", "1", "--hostname", "worker@%h"],
        ),
        Program("beat", [*celery, "beat", "--schedule", str(places.data / "beat"), "--pidfile", "", "--loglevel", "WARNING"], 5),
    ]  # fmt: skip
