"""A Valkey server of our own in a data folder."""

import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from foundation.embedded.binaries import valkey_server
from foundation.embedded.locks import held_by_child
from foundation.embedded.passwords import secret_file
from foundation.embedded.processes import StartFailed, free_port, spawn, stop, wait_for_port

_PATIENCE = 30.0  # seconds for an earlier start to end, or this one to answer


@dataclass
class Valkey:
    """A server on a free loopback port; the append-only file survives kill -9 (at most a second is lost)."""

    folder: Path
    durable: bool = True
    port: int = 0
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> str:
        """Bring it up and give its URL. StartFailed, or AlreadyRunning where another uses the data."""
        password = secret_file(self.folder / "valkey.secret")
        data = self.folder / "valkey"
        data.mkdir(exist_ok=True, mode=0o700)
        log = self.folder / "valkey.log"
        chosen = self.port
        lock = held_by_child(self.folder / "valkey.lock", _PATIENCE)
        try:
            for _try in range(1 if chosen else 5):
                self.port = chosen or free_port()
                with log.open("ab") as writing:
                    command = [valkey_server(), self._configure(data, password)]
                    self.process = spawn(command, log=writing, keep=(lock,))
                if wait_for_port(self.port, self.process, _PATIENCE):
                    return f"redis://:{password}@127.0.0.1:{self.port}/0"
                self.stop()  # somebody took the port between our look and its start
        finally:
            os.close(lock)
        raise StartFailed.of("Valkey", log)

    def _configure(self, data: Path, password: str) -> Path:
        config = data / "valkey.conf"
        folder = str(data).replace("\\", "\\\\").replace('"', '\\"')
        lines = {
            "bind": "127.0.0.1", "port": self.port, "dir": f'"{folder}"', "requirepass": password, "save": '""',
            "appendonly": "yes" if self.durable else "no", "appendfsync": "everysec",
            "maxmemory-policy": "noeviction", "daemonize": "no",
        }  # fmt: skip
        descriptor = os.open(config, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.writelines(f"{name} {value}\n" for name, value in lines.items())
        return config

    def stop(self) -> None:
        if self.process is not None:
            stop(self.process, signal.SIGTERM, 10)
            self.process = None
