"""A house of its own, from servers to officials, in which any process may be killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from foundation.embedded.postgres import Postgres, StartFailed
from foundation.embedded.processes import spawn, stop
from foundation.embedded.valkey import Valkey
from tests.support.emulator import Emulator

ROOT = Path(__file__).parents[2]
CELERY = [
    sys.executable, "-m", "celery", "-A", "portal.celery", "--quiet", "worker", "--queues", "delivery", "--pool", "solo",
    "--without-gossip", "--without-mingle", "--loglevel", "ERROR",
]  # fmt: skip
PLAYER = [sys.executable, "-m", "tests.faults.player"]


class Rig:
    """PostgreSQL, Valkey, delivery workers, a sweeper and officials at work, all our own."""

    def __init__(self, folder: Path, emulator: Emulator, scale: float) -> None:
        self.folder, self.emulator, self.scale = folder, emulator, scale
        self.postgres, self.valkey = Postgres(folder, durable=True), Valkey(folder, durable=True)
        self.restarts: Counter[str] = Counter()
        self.workers: list[subprocess.Popen[bytes]] = []
        self.others: list[subprocess.Popen[bytes]] = []

    def start(self, workers: int = 2) -> None:
        self.environment = {
            **os.environ, **self.emulator.environment(), "DATABASE_URL": self.postgres.start(), "TESTING": "1",
            "REDIS_URL": self.valkey.start(), "REDIS_PREFIX": "faults:", "DELIVERY_TIME_SCALE": str(self.scale),
            "DB_POOL": "1", "C_FORCE_ROOT": "1", "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR",
        }  # fmt: skip
        self.run("build", str(self.emulator.port))
        self.workers = [self._spawn(CELERY, f"worker{n}") for n in range(workers)]
        self.others = [self._spawn([*PLAYER, "sweep"], "sweep")]

    def end(self) -> None:
        for process in (*self.workers, *self.others):
            stop(process, signal.SIGKILL, 5)
        self.valkey.stop()
        self.postgres.stop()

    def _spawn(self, command: list[str], name: str) -> "subprocess.Popen[bytes]":
        log = (self.folder / f"{name}.log").open("ab")
        return spawn(command, log=log, env=self.environment, cwd=ROOT)

    def run(self, *what: str) -> str:
        """One command of the player; its output."""
        done = subprocess.run(
            [*PLAYER, *what], env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def begin_acts(self, pause: float) -> None:
        self.acting = time.monotonic_ns()
        self._stop, self._report = self.folder / f"stop{self.acting}", self.folder / f"acts{self.acting}"
        self._actor = self._spawn([*PLAYER, "act", str(pause), str(self._stop), str(self._report)], "act")
        self.others.append(self._actor)

    def acts(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self._report.read_text()))
        except (OSError, ValueError):
            return {"done": 0, "database_away": 0, "failed": []}

    def end_acts(self) -> dict[str, Any]:
        self._stop.touch()
        self._actor.wait(60)
        return self.acts()

    def kill_worker(self) -> None:
        self.restarts["worker kill -9"] += 1
        self.workers[0].kill()
        self.workers[0].wait(5)
        self.workers = [*self.workers[1:], self._spawn(CELERY, "worker-again")]

    def restart_valkey(self, how: signal.Signals, away: float = 1.0) -> None:
        self.restarts[f"valkey {how.name}"] += 1
        assert self.valkey.process
        stop(self.valkey.process, how, 20)
        time.sleep(away)
        self.valkey.start()

    def restart_postgres(self, how: signal.Signals, away: float = 1.0) -> None:
        """``SIGINT``: fast shutdown, clients cut; ``SIGKILL``: the whole server dies, the log is replayed."""
        self.restarts[f"postgres {how.name}"] += 1
        assert self.postgres.process
        stop(self.postgres.process, how, 30)
        time.sleep(away)
        for left in range(20, -1, -1):
            try:
                self.postgres.start()
                return
            except StartFailed:
                # the children of a killed server need a moment to see that it is gone
                if not left:
                    raise
                time.sleep(0.5)

    def ledger(self) -> list[dict[str, Any]]:
        return list(json.loads(self.run("ledger")))

    def settle(self, seconds: float) -> list[dict[str, Any]]:
        """Wait until each message has ended or is shown as unclear; the ledger of that moment."""
        end = time.monotonic() + seconds
        while True:
            rows = self.ledger()
            open_ = [
                r for r in rows if r["state"] == "queued" or (r["state"] == "sending" and not r["ambiguous_since"])
            ]
            if not open_ or time.monotonic() > end:
                return rows
            time.sleep(1.0)

    def verdict(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        """What counts, counted at the phone (design: *lost*, *doubled*, order of each lane)."""
        at_phone: dict[str, list[int]] = defaultdict(list)
        for index, sent in enumerate(self.emulator.messages()):
            at_phone[sent["tracking_id"].partition("-")[0]].append(index)
        lost, lanes, silent = [], defaultdict(list), []
        for row in rows:
            there = at_phone.get(row["id"].replace("-", ""))
            shown = row["state"] in ("unconfirmed", "superseded", "failed") or row["ambiguous_since"]
            if not there and not shown:
                lost.append(row)
            if not there and not row["reason"]:
                silent.append(row)
            if there:
                lanes[row["lane"]].append(there[0])
        return {
            "planned": len(rows), "arrived": len(at_phone), "states": dict(Counter(r["state"] for r in rows)),
            "ambiguous": sum(1 for r in rows if r["ambiguous_since"]),
            "open": sum(1 for r in rows if r["state"] == "queued" or (r["state"] == "sending" and not r["ambiguous_since"])),
            "lost": lost, "without_reason": silent, "doubled": [m for m, at in at_phone.items() if len(at) > 1],
            "lanes_out_of_order": [lane for lane, at in lanes.items() if at != sorted(at)],
        }  # fmt: skip


def clean(found: dict[str, Any]) -> None:
    """Nothing open, lost, silent, doubled or out of order."""
    assert not found["open"], found
    assert not found["lost"], found["lost"][:5]
    assert not found["without_reason"], found["without_reason"][:5]
    assert not found["doubled"], found["doubled"][:5]
    assert not found["lanes_out_of_order"], found["lanes_out_of_order"][:5]
