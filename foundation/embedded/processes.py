"""Child processes that cannot outlive their parent."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1


class StartFailed(RuntimeError):
    """A server did not come up; the message names its log and its last words."""

    @classmethod
    def of(cls, name: str, log: Path) -> "StartFailed":
        last = log.read_text(errors="replace").splitlines()[-5:] if log.exists() else []
        return cls("\n".join([f"{name} không khởi động được, xem {log}", *last]))


def die_with_parent(how: signal.Signals = signal.SIGTERM) -> Callable[[], None]:
    """A ``preexec_fn``: the kernel sends ``how`` when the parent is gone, even after kill -9 (Linux).

    Elsewhere the pid files are what cleans up at the next start.
    """
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def prepare() -> None:
        os.setpgid(0, 0)
        if libc is not None:
            libc.prctl(_PR_SET_PDEATHSIG, how)
            if os.getppid() != parent:
                os._exit(1)

    return prepare


def end_with_parent() -> None:
    """Be sent SIGTERM when the program that started this one is gone (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def spawn(
    command: Sequence[str | Path],
    *,
    log: IO[bytes] | int,
    env: dict[str, str] | None = None,
    how: signal.Signals = signal.SIGTERM,
    cwd: Path | None = None,
    keep: Sequence[int] = (),
) -> "subprocess.Popen[bytes]":
    """Start a child in a process group of its own that ends with us; it inherits the descriptors ``keep``."""
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=env,
        cwd=cwd,
        preexec_fn=die_with_parent(how),
        pass_fds=keep,
    )


def stop(process: "subprocess.Popen[bytes]", how: signal.Signals, patience: float) -> None:
    """Ask a child to end, and after ``patience`` seconds make its whole group end."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(how)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(5)


def free_port() -> int:
    """A TCP port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class PortState(Enum):
    """What stands in the way of listening on a port."""

    FREE = "free"
    TAKEN = "taken"
    FORBIDDEN = "forbidden"


def look_at_port(port: int) -> PortState:
    """Whether we could listen on this loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            return PortState.FORBIDDEN
        except OSError:
            return PortState.TAKEN
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return PortState.TAKEN if probe.connect_ex(("127.0.0.1", port)) == 0 else PortState.FREE


def wait_for_port(port: int, process: "subprocess.Popen[bytes]", seconds: float) -> bool:
    """Wait until something listens on the port; False if the child ends or the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            probe.settimeout(0.5)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.03)
    return False
