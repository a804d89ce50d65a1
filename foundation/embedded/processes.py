"""Child processes that cannot outlive their parent."""

import contextlib
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

NOBODY = 65534
_PR_SET_PDEATHSIG = 1


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


def spawn(
    command: Sequence[str | Path],
    *,
    log: IO[bytes] | int,
    env: dict[str, str] | None = None,
    how: signal.Signals = signal.SIGTERM,
    cwd: Path | None = None,
) -> "subprocess.Popen[bytes]":
    """Start a child in a process group of its own that ends with us."""
    return subprocess.Popen(
        [str(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=subprocess.STDOUT,
        env=env,
        cwd=cwd,
        preexec_fn=die_with_parent(how),
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


def port_is_free(port: int) -> bool:
    """Whether nobody listens on this loopback port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) != 0


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


def unprivileged(data: Path, binary: Path) -> list[str]:
    """What to put before a PostgreSQL command, which refuses to run as root.

    As an ordinary user nothing. As root: the ``nobody`` id where every folder on the way is open to it, else a user
    namespace, which needs no change of any right. The kernel forgets the parent-death signal of a process that
    changes its user, so it is set again after that.
    """
    if os.geteuid() != 0:
        return []
    ways = [*data.parents, *binary.parents]
    if all(path.stat().st_mode & 0o001 for path in ways if path.exists()) and shutil.which("setpriv"):
        return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--pdeathsig=INT"]
    if shutil.which("unshare") and shutil.which("setpriv"):
        return ["unshare", "--user", "--map-user=1000", "--", "setpriv", "--pdeathsig=INT"]
    raise RuntimeError("Không hạ quyền root cho PostgreSQL được: chạy bằng người dùng thường hoặc đặt DATABASE_URL.")
