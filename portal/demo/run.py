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

from foundation.embedded import Services, start
from foundation.embedded.binaries import NoServer
from foundation.embedded.identity import NoIdentity
from foundation.embedded.locks import AlreadyRunning, FolderLock
from foundation.embedded.processes import (
    PortState,
    StartFailed,
    die_with_parent,
    end_with_parent,
    look_at_port,
    wait_for_port,
)
from portal.demo.joining import leave, take_away
from portal.demo.plan import ROOT, BadPlace, Places, emulator, own_emulator, programs, settings
from portal.demo.supervisor import Supervisor

READY_WITHIN = 180.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Ended(Exception):
    """Ctrl-C or SIGTERM."""


class Refused(Exception):
    """The demo cannot start; the message says what to do."""


def _end(_number: int, _frame: FrameType | None) -> None:
    raise Ended


def say(text: str = "") -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Run until somebody ends it. 0 after a clean end, 1 with a sentence that says what to do.

    ``--with-parent``: end when the program that started us (make) is gone, even by kill -9.
    """
    for number in _SIGNALS:
        if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup keeps its meaning
            signal.signal(number, _end)
    try:
        if "--with-parent" in arguments:
            end_with_parent()
        return _run(*_places())
    except Ended:
        return 0
    except (Refused, BadPlace, StartFailed, NoServer, NoIdentity) as refusal:
        say(str(refusal))
    except AlreadyRunning as held:
        say(f"Máy chủ của lần chạy trước vẫn giữ {held.note}. Đợi vài giây rồi chạy lại.")
    except (PermissionError, NotADirectoryError, FileExistsError) as error:
        say(f"Không ghi được {error.filename} ({error.strerror}). Đặt DEMO_DATA_DIR sang thư mục của bạn.")
    return 1


def _places() -> tuple[Places, FolderLock]:
    """Where this demo lives, held against a second one; Refused where it cannot be."""
    places = Places.from_environment(os.environ)
    places.data.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(places.data)
    try:
        lock.take(places.url)
    except AlreadyRunning as running:
        raise Refused(
            f"Đang chạy tại {running.note} (dữ liệu {places.data}). Hãy dùng bản đó, hoặc dừng nó trước."
        ) from running
    wanted = {"PORT": places.port}
    if own_emulator(os.environ):
        wanted["ZALO_EMULATOR_PORT"] = places.emulator_port
    for name, port in wanted.items():
        state = look_at_port(port)
        if state is PortState.TAKEN:
            raise Refused(f"Cổng {port} đang có chương trình khác dùng. Đặt {name} sang cổng khác.")
        if state is PortState.FORBIDDEN:
            raise Refused(f"Không được mở cổng {port} (cổng dưới 1024 cần quyền root). Đặt {name} sang cổng khác.")
    return places, lock


def _run(places: Places, _lock: FolderLock) -> int:
    _open_way(places.data)
    services: Services | None = None
    supervisor: Supervisor | None = None
    try:
        services = start(places.data)
        ours = settings(places, services, os.environ)
        supervisor = Supervisor(places.data / "logs", {**os.environ, **ours})
        if own_emulator(os.environ):
            first = supervisor.start(emulator(places))
            wait_for_port(places.emulator_port, first.process, 20)
        _prepare({**os.environ, **ours})
        for program in programs(places):
            supervisor.start(program)
        if not _ready(places, supervisor):
            raise Refused(f"Hệ thống chưa sẵn sàng sau {READY_WITHIN:.0f} giây; xem {places.data / 'logs'}")
        leave(places.data, ours)
        _greet(places)
        while True:
            time.sleep(0.5)
            supervisor.look()
    finally:
        for number in _SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        take_away(places.data)
        if supervisor is not None:
            supervisor.stop()
        if services is not None:
            services.stop()


def _prepare(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "portal.demo.prepare"]
    done = subprocess.run(command, env=environment, cwd=ROOT, check=False, preexec_fn=die_with_parent())
    if done.returncode:
        raise Refused("Không chuẩn bị được dữ liệu; xem lỗi ở trên.")


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
    if own_emulator(os.environ):
        say(f"Điện thoại (Zalo):   http://127.0.0.1:{places.emulator_port}/")
    say(f"Nhật ký:             {places.data / 'logs'}")
    say("Lệnh quản trị:       .venv/bin/python manage.py check_config (tự tìm bản đang chạy này)")
    say()
    say(f"ready {places.url}")
