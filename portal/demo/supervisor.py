"""Keeping the children alive, and ending every one of them."""

import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from foundation.embedded.processes import spawn, stop
from portal.demo.plan import ROOT, Program


@dataclass
class Child:
    """A running program, and when it may be started again should it fall."""

    program: Program
    process: "subprocess.Popen[bytes]"
    falls: int = 0
    again_at: float = 0.0


class Supervisor:
    """Starts programs, restarts those that fall (with back-off), stops all."""

    def __init__(self, logs: Path, environment: dict[str, str]) -> None:
        self.logs, self.environment = logs, environment
        self.children: list[Child] = []
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, program: Program) -> Child:
        child = Child(program, self._spawn(program))
        self.children.append(child)
        return child

    def _spawn(self, program: Program) -> "subprocess.Popen[bytes]":
        with (self.logs / f"{program.name}.log").open("ab") as log:
            return spawn(program.command, log=log, env={**self.environment, **program.env}, cwd=ROOT)

    def look(self) -> None:
        """Start again what has fallen, each time after a longer pause."""
        for child in self.children:
            if child.process.poll() is None:
                continue
            if child.again_at == 0.0:
                child.falls += 1
                child.again_at = time.monotonic() + min(30.0, 2.0 ** min(child.falls, 5) / 2)
                sys.stdout.write(
                    f"{child.program.name} dừng (mã {child.process.returncode}), sẽ chạy lại; xem {self.logs}\n"
                )
                sys.stdout.flush()
            elif time.monotonic() >= child.again_at:
                child.process, child.again_at = self._spawn(child.program), 0.0

    def stop(self) -> None:
        """Ask all at once, then wait for each."""
        for child in self.children:
            if child.process.poll() is None:
                child.process.send_signal(signal.SIGTERM)
        for child in reversed(self.children):
            stop(child.process, signal.SIGTERM, child.program.patience)
