"""The Zalo emulator as a real process of the test run, and the shortest way to talk to it."""

import json
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from foundation.embedded.processes import free_port, spawn, stop, wait_for_port

ROOT = Path(__file__).parents[2]


class Emulator:
    """A running emulator."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]") -> None:
        self.port, self.process = port, process
        self.url = f"http://127.0.0.1:{port}"

    def get(self, path: str) -> Any:
        with urllib.request.urlopen(f"{self.url}/__emu/{path}", timeout=10) as answer:
            return json.load(answer)

    def post(self, where: str, /, **data: Any) -> Any:
        request = urllib.request.Request(f"{self.url}/__emu/{where}", json.dumps(data).encode(), method="POST")
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def clear_faults(self) -> None:
        urllib.request.urlopen(urllib.request.Request(f"{self.url}/__emu/faults", method="DELETE"), timeout=10)

    def messages(self, phone: str = "", **query: str) -> list[dict[str, Any]]:
        parts = {**({"phone": phone.lstrip("+")} if phone else {}), "limit": "100000", **query}
        return self.get("messages?" + "&".join(f"{k}={v}" for k, v in parts.items()))

    def environment(self) -> dict[str, str]:
        return {f"ZALO_{name}_URL": self.url for name in ("OAUTH", "OPENAPI", "BUSINESS", "GRAPH")}

    def settings(self, settings: Any) -> None:
        """Point Django's settings at it."""
        for name, value in self.environment().items():
            setattr(settings, name, value)


@contextmanager
def running(*options: str, port: int = 0) -> Iterator[Emulator]:
    """Start one on a free port (or this one); it ends with the block, and with us however we end."""
    port = port or free_port()
    process = spawn(
        [sys.executable, "-m", "zalo_emulator", "--port", str(port), *options],
        log=subprocess.DEVNULL,
        cwd=ROOT,
    )
    try:
        assert wait_for_port(port, process, 20), "the emulator did not start"
        yield Emulator(port, process)
    finally:
        stop(process, signal.SIGTERM, 5)


def eventually(check: Any, seconds: float = 10.0) -> Any:
    """Wait until ``check()`` is true; gives its value."""
    end = time.monotonic() + seconds
    while True:
        value = check()
        if value or time.monotonic() > end:
            return value
        time.sleep(0.05)
