"""A demo of a test's own: its ports, its folder, its process."""

import os
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests.embedded.processes import alive, children_of, working_on
from tests.support.emulator import eventually

ROOT = Path(__file__).parents[2]
_OURS = ("DATABASE_URL", "REDIS_URL", "REDIS_PREFIX", "TESTING", "DJANGO_SETTINGS_MODULE", "CI")


@dataclass
class Demo:
    """A demo of our own: its ports and its folder."""

    port: int
    emulator: int
    folder: Path

    def environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if k not in _OURS and not k.startswith("PYTEST")}
        places = {
            "PORT": str(self.port), "ZALO_EMULATOR_PORT": str(self.emulator), "DEMO_DATA_DIR": str(self.folder),
        }  # fmt: skip
        return {**kept, **places}

    def start(self, *command: str, **given: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            command or [sys.executable, "-m", "portal.demo"], cwd=ROOT, env={**self.environment(), **given}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip

    def as_make_does(self) -> "subprocess.Popen[str]":
        """Started as another program's child."""
        return self.start("sh", "-c", f"'{sys.executable}' -m portal.demo --with-parent; true")

    def refused(self, **given: str) -> str:
        """What a start says that cannot be; it leaves nothing running."""
        process = self.start(**given)
        out, _nothing = process.communicate(timeout=90)
        assert process.returncode == 1 and "Traceback" not in out, out
        assert not working_on(self.folder)
        return out

    def manage(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A command in another window, which knows nothing but where the data are."""
        environment = {k: v for k, v in self.environment().items() if k not in ("PORT", "ZALO_EMULATOR_PORT")}
        return subprocess.run(
            [sys.executable, "manage.py", *arguments], cwd=ROOT, env=environment, text=True, capture_output=True,
            timeout=90, check=False,
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


@dataclass
class First:
    """A demo at its first start: the process, as long as nobody has killed it, and what it printed."""

    demo: Demo
    process: "subprocess.Popen[str]"
    said: str

    def running(self) -> "subprocess.Popen[str]":
        """The process; started once more, the same way, where somebody has ended it."""
        if self.process.poll() is not None:
            self.process = self.demo.as_make_does()
            self.demo.until_ready(self.process)
        return self.process

    def end(self) -> None:
        """Killed hard, if it still runs; with it goes all that it started."""
        children = children_of(self.process.pid) if self.process.poll() is None else {}
        self.process.kill()
        self.process.wait(10)
        assert eventually(lambda: not alive(children), 40), alive(children)
