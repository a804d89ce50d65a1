"""A Valkey server of our own in a data folder."""

import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from foundation.embedded.binaries import valkey_server
from foundation.embedded.postgres import StartFailed, secret_file
from foundation.embedded.processes import free_port, spawn, stop, wait_for_port


@dataclass
class Valkey:
    """A server on a free loopback port; the append-only file survives kill -9 (at most a second is lost)."""

    folder: Path
    durable: bool = True
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> str:
        """Bring it up and give its URL."""
        password = secret_file(self.folder / "valkey.secret")
        data = self.folder / "valkey"
        data.mkdir(exist_ok=True, mode=0o700)
        self.port = self.port or free_port()
        config = data / "valkey.conf"
        lines = {
            "bind": "127.0.0.1", "port": self.port, "dir": f'"{data}"', "requirepass": password, "save": '""',
            "appendonly": "yes" if self.durable else "no", "appendfsync": "everysec",
            "maxmemory-policy": "noeviction", "daemonize": "no",
        }  # fmt: skip
        descriptor = os.open(config, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.writelines(f"{name} {value}\n" for name, value in lines.items())
        log = (self.folder / "valkey.log").open("ab")
        self.process = spawn([valkey_server(), config], log=log)
        if not wait_for_port(self.port, self.process, 20):
            raise StartFailed(f"Valkey không khởi động được, xem {self.folder / 'valkey.log'}")
        return f"redis://:{password}@127.0.0.1:{self.port}/0"

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process, signal.SIGTERM, 10)
            self.process = None
