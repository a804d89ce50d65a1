"""The demo from the first check to the last process."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from foundation.embedded import start
from foundation.embedded.locks import AlreadyRunning, FolderLock
from foundation.embedded.processes import port_is_free, wait_for_port
from portal.demo.plan import ROOT, Places, emulator, environment, own_emulator, programs
from portal.demo.supervisor import Supervisor

READY_WITHIN = 60.0


class Ended(Exception):
    """Ctrl-C or SIGTERM."""


def _end(_number: int, _frame: FrameType | None) -> None:
    raise Ended


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> int:
    """Run until somebody ends it. 0 after a clean end, 1 with a sentence that says what to do."""
    places = Places.from_environment()
    places.data.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(places.data)
    try:
        lock.take(places.url)
    except AlreadyRunning as running:
        say(f"Đang chạy tại {running.note} (dữ liệu {places.data}). Hãy dùng bản đó, hoặc dừng nó trước.")
        return 1
    wanted = [places.port, *([places.emulator_port] if own_emulator() else [])]
    busy = [port for port in wanted if not port_is_free(port)]
    if busy:
        say(f"Cổng {busy[0]} đang có chương trình khác dùng. Đặt PORT hoặc ZALO_EMULATOR_PORT sang cổng khác.")
        return 1
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    try:
        return _run(places)
    except Ended:
        return 0


def _run(places: Places) -> int:
    _open_way(places.data)
    services = None
    supervisor: Supervisor | None = None
    try:
        services = start(places.data)
        children = environment(places, services)
        supervisor = Supervisor(places.data / "logs", children)
        if own_emulator():
            first = supervisor.start(emulator(places))
            wait_for_port(places.emulator_port, first.process, 20)
        if subprocess.run(
            [sys.executable, "-m", "portal.demo.prepare"], env=children, cwd=ROOT, check=False
        ).returncode:
            say("Không chuẩn bị được dữ liệu; xem lỗi ở trên.")
            return 1
        for program in programs(places):
            supervisor.start(program)
        if not _ready(places, supervisor):
            say(f"Hệ thống chưa sẵn sàng sau {READY_WITHIN:.0f} giây; xem {places.data / 'logs'}")
            return 1
        _greet(places)
        while True:
            time.sleep(0.5)
            supervisor.look()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if supervisor is not None:
            supervisor.stop()
        if services is not None:
            services.stop()


def _open_way(data: Path) -> None:
    """PostgreSQL runs as nobody where we are root: it must be able to walk to its folder, not read ours."""
    if os.geteuid() == 0:
        with contextlib.suppress(OSError):
            data.chmod(0o711)


def _ready(places: Places, supervisor: Supervisor) -> bool:
    deadline = time.monotonic() + READY_WITHIN
    while time.monotonic() < deadline:
        supervisor.look()
        try:
            with urllib.request.urlopen(f"{places.url}/readyz", timeout=5) as answer:  # noqa: S310 - loopback
                if answer.status == 200:
                    return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    return False


def _greet(places: Places) -> None:
    accounts = places.data / "accounts.txt"
    if accounts.exists():
        say(accounts.read_text())
    say(f"Trang công dân:      {places.url}/")
    say(f"Trang cán bộ:        {places.url}/can-bo/")
    if own_emulator():
        say(f"Điện thoại (Zalo):   http://127.0.0.1:{places.emulator_port}/")
    say(f"Nhật ký:             {places.data / 'logs'}")
    say()
    say(f"ready {places.url}")
