"""A house of its own, from servers to officials, in which any process may be killed."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Collection
from pathlib import Path
from typing import Any

from foundation.embedded.postgres import Postgres, StartFailed
from foundation.embedded.processes import free_port, spawn, stop, wait_for_port
from foundation.embedded.valkey import Valkey
from portal.demo.plan import Places, programs
from tests.faults.counting import may_be_missing
from tests.support.emulator import Emulator, eventually
from tests.support.houses import settled

ROOT = Path(__file__).parents[2]
PATIENCE = 180.0  # seconds for a server to start, on a machine that does other things too
PLAYER = [sys.executable, "-m", "tests.faults.player"]


def kill(process: "subprocess.Popen[bytes]") -> None:
    """``kill -9`` a program with its children: a web server's worker outlives its master."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(10)


class Rig:
    """PostgreSQL, Valkey, web, workers and officials at work, all our own.

    ``whole``: with the demo's own beat and worker; else one process of the player does what they do, faster.
    """

    def __init__(self, folder: Path, emulator: Emulator, scale: float, *, whole: bool = False) -> None:
        self.folder, self.emulator, self.scale, self.whole = folder, emulator, scale, whole
        self.postgres, self.valkey = Postgres(folder, durable=True), Valkey(folder, durable=True)
        self.restarts: Counter[str] = Counter()
        self.workers: list[subprocess.Popen[bytes]] = []
        self.others: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, workers: int = 2) -> None:
        self.environment = {
            **os.environ, **self.emulator.environment(), "DATABASE_URL": settled(self.postgres), "TESTING": "1",
            "REDIS_URL": self.valkey.start(), "REDIS_PREFIX": "faults:", "DELIVERY_TIME_SCALE": str(self.scale),
            "DB_POOL": "1", "C_FORCE_ROOT": "1", "PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR",
        }  # fmt: skip
        self.places = Places(free_port(), self.emulator.port, self.folder)
        self.commands = {program.name: program.command for program in programs(self.places)}
        self.run("build", str(self.emulator.port))
        self.workers = [self._worker(n) for n in range(workers)]
        if self.whole:
            self.others = {name: self._spawn(self.commands[name], name) for name in ("worker", "beat")}
        else:
            self.others = {"sweep": self._spawn([*PLAYER, "sweep"], "sweep")}
        self.start_web()
        assert eventually(self._hears, PATIENCE), f"the webhook did not pass the probe: {self.log('web')}"

    def _hears(self) -> bool:
        """Save the webhook's address: each event comes twice and in no order, as a platform may that promises neither."""
        address = f"{self.places.url}/webhooks/zalo/"
        try:
            self.emulator.post("webhook", url=address, receipt_delay=0.3, duplicates=2, reorder_seconds=1)
        except urllib.error.HTTPError:
            return False
        return True

    def log(self, name: str) -> str:
        """The end of what a process had to say."""
        return (self.folder / f"{name}.log").read_text(errors="replace")[-2000:]

    def start_web(self) -> None:
        web = self.others["web"] = self._spawn(self.commands["web"], "web")
        assert wait_for_port(self.places.port, web, PATIENCE), f"the web server did not start: {self.log('web')}"
        assert eventually(self._web_answers, PATIENCE), f"the web server does not answer: {self.log('web')}"

    def _web_answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.places.url}/healthz", timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _worker(self, number: int) -> "subprocess.Popen[bytes]":
        command = [part.replace("delivery@", f"delivery{number}@") for part in self.commands["delivery"]]
        return self._spawn(command, f"delivery{number}")

    def end(self) -> None:
        for process in (*self.workers, *self.others.values()):
            kill(process)
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
        act = [*PLAYER, "act", str(pause), str(self._stop), str(self._report)]
        self._actor = self.others["act"] = self._spawn(act, "act")

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
        kill(self.workers[0])
        self.workers = [*self.workers[1:], self._worker(self.restarts["worker kill -9"] + 10)]

    def kill_web(self, away: float = 1.0) -> None:
        self.restarts["web kill -9"] += 1
        kill(self.others["web"])
        time.sleep(away)
        self.start_web()

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
        """Wait until each message has ended or is shown as unclear, and every receipt is in; the ledger of that moment."""
        end = time.monotonic() + seconds
        while True:
            rows = self.ledger()
            found = self.verdict(rows)
            if not (found["open"] or found["without_receipt"]) or time.monotonic() > end:
                return rows
            time.sleep(1.0)

    def verdict(self, rows: list[dict[str, Any]], refused: Collection[str] = ()) -> dict[str, Any]:
        """What counts, counted at the phone (design: *lost*, *doubled*, order of each lane). ``refused``: the reasons for
        which a message may have failed in this run.

        A message is known there by what it says: the dossier's code and its state, which no other message says.
        """
        at_phone: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index, sent in enumerate(self.emulator.messages()):
            at_phone[sent["data"]["code"], sent["data"]["status"]].append(index)
        lost, lanes, silent, unreceipted = [], defaultdict(list), [], []
        for row in rows:
            there = at_phone.get((row["code"], row["status"]))
            if not there and not may_be_missing(row["state"], row["reason"], bool(row["ambiguous_since"]), refused):
                lost.append(row)
            if not there and not row["reason"]:
                silent.append(row)
            if there:
                lanes[row["lane"]].append(there[0])
                if row["state"] != "delivered":
                    unreceipted.append(row)
        return {
            "planned": len(rows), "arrived": len(at_phone), "states": dict(Counter(r["state"] for r in rows)),
            "unclear_because": dict(Counter(r["why"] for r in rows if r["ambiguous_since"])),
            "channels": dict(Counter(r["channel"] for r in rows)),
            "ambiguous": sum(1 for r in rows if r["ambiguous_since"]), "open": sum(_open(r) for r in rows),
            "lost": lost, "without_reason": silent, "doubled": [m for m, at in at_phone.items() if len(at) > 1],
            "lanes_out_of_order": [lane for lane, at in lanes.items() if at != sorted(at)],
            "without_receipt": unreceipted,
        }  # fmt: skip


def _open(row: dict[str, Any]) -> bool:
    return row["state"] == "queued" or (row["state"] == "sending" and not row["ambiguous_since"])


def clean(found: dict[str, Any]) -> None:
    """Nothing open, lost, silent, doubled or out of order; what arrived is known to have arrived."""
    assert not found["open"], found
    assert not found["lost"], found["lost"][:5]
    assert not found["without_reason"], found["without_reason"][:5]
    assert not found["doubled"], found["doubled"][:5]
    assert not found["lanes_out_of_order"], found["lanes_out_of_order"][:5]
    assert not found["without_receipt"], found["without_receipt"][:5]
