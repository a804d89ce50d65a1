"""``make demo`` as its user sees it: ready, a second one refused, killed hard, started again with its data."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from foundation.embedded.processes import free_port
from tests.embedded.processes import alive, children_of
from tests.support.emulator import eventually

pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="nhìn vào /proc"), pytest.mark.faults]
ROOT = Path(__file__).parents[2]
_OURS = ("DATABASE_URL", "REDIS_URL", "REDIS_PREFIX", "TESTING", "DJANGO_SETTINGS_MODULE", "CI")


@dataclass
class Demo:
    """A demo of our own: its ports and its folder."""

    port: int
    emulator: int
    folder: Path

    def start(self) -> "subprocess.Popen[str]":
        environment = {k: v for k, v in os.environ.items() if k not in _OURS and not k.startswith("PYTEST")}
        places = {
            "PORT": str(self.port), "ZALO_EMULATOR_PORT": str(self.emulator), "DEMO_DATA_DIR": str(self.folder),
        }  # fmt: skip
        return subprocess.Popen(
            [sys.executable, "-m", "portal.demo"], cwd=ROOT, env={**environment, **places}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def until_ready(self, process: "subprocess.Popen[str]") -> str:
        """What it printed, up to the line that outsiders wait for."""
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if line.startswith("ready "):
                assert line.strip() == f"ready http://127.0.0.1:{self.port}"
                return "".join(said)
        raise AssertionError("".join(said))

    def get(self, path: str, port: int = 0, host: str = "127.0.0.1") -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://{host}:{port or self.port}{path}", timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def dossiers(self, process: "subprocess.Popen[str]") -> int:
        """Counted in the demo's own database, as its owner."""
        [url] = {
            part.decode().partition("=")[2]
            for pid in children_of(process.pid)
            for part in Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
            if part.startswith(b"DATABASE_URL=")
        }
        with psycopg.connect(url) as connection:
            connection.execute("SELECT set_config('motcua.scope', 'system', true)")
            row = connection.execute("SELECT count(*) FROM dossiers_dossier").fetchone()
        return int(row[0]) if row else 0


@pytest.fixture
def demo() -> Iterator[Demo]:
    folder = Path(tempfile.mkdtemp(prefix="motcua-demo-"))
    yield Demo(free_port(), free_port(), folder)
    shutil.rmtree(folder, ignore_errors=True)


def test_from_the_first_start_to_the_last_process(demo):
    first = demo.start()
    said = demo.until_ready(first)
    children = children_of(first.pid)
    try:
        # given a demo that is ready, then its addresses and accounts were printed and every face answers
        assert "Đi thử một vòng" in said and "tiepnhan.h05" in said
        for path in ("/", "/thu-tuc/", "/tra-cuu/", "/phan-anh/", "/can-bo/", "/quan-tri/", "/api/v1/docs/"):
            assert demo.get(path)[0] == 200, path
        assert demo.get("/readyz")[0] == 200
        assert demo.get("/", host="localhost")[0] == 200
        assert demo.get("/", demo.emulator)[0] == 200
        assert demo.dossiers(first) >= 3000
        # when a second one is started on the same folder, then it says so and stops
        second = demo.start()
        out, _nothing = second.communicate(timeout=60)
        assert second.returncode == 1 and f"http://127.0.0.1:{demo.port}" in out
        # when it is killed hard, then nothing of it goes on
        first.send_signal(signal.SIGKILL)
        first.wait(10)
        assert eventually(lambda: not alive(children), 40), alive(children)
    finally:
        first.kill()
        eventually(lambda: not alive(children), 40)
    # when it is started again, then it is there with its data, and ends with everything at SIGTERM
    again = demo.start()
    try:
        demo.until_ready(again)
        assert demo.dossiers(again) >= 3000
        children = children_of(again.pid)
        again.send_signal(signal.SIGTERM)
        assert again.wait(60) == 0
        assert not alive(children)
    finally:
        again.kill()


def test_a_port_in_use_is_named(demo):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", demo.port))
        taken.listen()
        process = demo.start()
        out, _nothing = process.communicate(timeout=60)
    assert process.returncode == 1 and str(demo.port) in out and "PORT" in out
