"""The log of a production system: every line of every program is one JSON object, and none holds a secret."""

import json
import signal
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from foundation.embedded.processes import free_port, spawn, stop, wait_for_port
from tests.config.house import ROOT, House
from tests.support.emulator import eventually

CELERYS_FAREWELL = ("", "worker: Warm shutdown (MainProcess)")  # written past every logger
PHONE, SECRET = "+84900000345", "0345"


class Programs:
    """Web, worker and beat of a house, each with its log."""

    def __init__(self, house: House, folder: Path) -> None:
        self.house, self.folder, self.port = house, folder, free_port()
        self.running: list[subprocess.Popen[bytes]] = []
        self.environment = {**house.environment, "LOG_LEVEL": "INFO", "C_FORCE_ROOT": "1"}

    def start(self, name: str, *command: str) -> "subprocess.Popen[bytes]":
        with (self.folder / f"{name}.log").open("wb") as log:
            process = spawn([sys.executable, "-m", *command], log=log, env=self.environment, cwd=ROOT)
        self.running.append(process)
        return process

    def lines(self, name: str) -> list[dict]:
        """Every line as what it says; a line that is no object fails the test."""
        found = []
        for line in (self.folder / f"{name}.log").read_text().splitlines():
            if line in CELERYS_FAREWELL:
                continue
            try:
                found.append(dict(json.loads(line)))
            except ValueError:
                pytest.fail(f"{name} wrote a line that is no JSON object: {line!r}")
        return found

    def ask(self, path: str, **form: str) -> int:
        data = urllib.parse.urlencode(form).encode() if form else None
        host = {"Host": "dichvucong.example.vn", "X-Forwarded-Proto": "https"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", data, host)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code

    def end(self) -> None:
        for process in self.running:
            stop(process, signal.SIGTERM, 30)


@pytest.fixture
def programs(house, tmp_path):
    """Without the collected files of the pages: each page is a crash, and a crash must tell nothing either."""
    made = Programs(house, tmp_path)
    try:
        yield made
    finally:
        made.end()


def test_every_line_is_an_object_and_tells_no_secret(programs, house):
    web = programs.start(
        "web", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(programs.port), "--workers", "1",
        "--log-config", "portal/conf/granian.json", "portal.wsgi:application",
    )  # fmt: skip
    celery = ("celery", "-A", "portal.celery", "--quiet")
    programs.start(
        "worker", *celery, "worker", "--queues", "default,housekeeping", "--concurrency", "1", "--without-gossip"
    )
    programs.start("beat", *celery, "beat", "--schedule", str(programs.folder / "schedule"), "--pidfile", "")
    # given requests that fail in each way a stranger can make them fail, and a task that breaks
    assert wait_for_port(programs.port, web, 60)
    assert eventually(lambda: programs.ask("/readyz") == 200, 60)
    assert programs.ask("/api/v1/khong-co/") == 404
    assert programs.ask("/api/v1/dossiers/") == 401
    assert programs.ask("/tra-cuu/", code="000.00.01.H05-261125-0001", secret=SECRET) >= 400
    assert programs.ask("/thu-tuc/?q=" + urllib.parse.quote(PHONE)) == 500
    call = [
        sys.executable,
        "-m",
        *celery,
        "call",
        "foundation.tasks.heartbeat",
        "-a",
        "[1, 2, 3]",
        "--queue",
        "default",
    ]
    subprocess.run(call, env=programs.environment, cwd=ROOT, check=True, capture_output=True)
    broken = "foundation.tasks.heartbeat"
    log = programs.folder / "worker.log"
    assert eventually(lambda: "TypeError" in log.read_text() and broken in log.read_text(), 90), log.read_text()
    assert eventually(lambda: "sequence_and_follow" in log.read_text(), 90)  # beat sends, the worker takes
    programs.end()
    # then each line can be read by a machine
    told = {name: programs.lines(name) for name in ("web", "worker", "beat")}
    assert all(told.values())
    for line in (line for lines in told.values() for line in lines):
        assert {"event", "level", "logger", "timestamp"} <= line.keys(), line
    # and what belongs to one request or task is found by its id
    missing = next(line for line in told["web"] if "khong-co" in line["event"])
    assert missing["level"] == "warning" and len(missing["correlation_id"]) == 36
    assert any("Traceback" in line.get("exception", "") and line["level"] == "error" for line in told["web"])
    [failed] = [line for line in told["worker"] if "TypeError" in line.get("exception", "")]
    assert failed["level"] == "error" and broken in failed["event"]
    # and nothing that is secret or a person's was written
    everything = "".join((programs.folder / f"{name}.log").read_text() for name in told)
    password = urllib.parse.urlsplit(house.database).password or ""
    for value in (house.environment["SECRET_KEY"], house.environment["FIELD_ENCRYPTION_KEYS"][2:], password, PHONE):
        assert value not in everything
    assert urllib.parse.urlsplit(house.redis).password not in everything
