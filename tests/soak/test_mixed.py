"""Real time, all faults mixed or one after the other: ``SOAK_MINUTES`` each (default ten)."""

import json
import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.faults.rig import Rig, clean
from tests.support.emulator import running

pytestmark = [pytest.mark.soak, pytest.mark.faults]
MINUTES = float(os.environ.get("SOAK_MINUTES", "10"))
SETTLE = float(os.environ.get("SOAK_SETTLE_SECONDS", "1200"))
WHERE = "/message/template"
ZALO = {
    "http 500": {"kind": "http", "status": 500}, "http 502": {"kind": "http", "status": 502},
    "http 503": {"kind": "http", "status": 503}, "hang after": {"kind": "hang_after", "seconds": 40},
    "hang before": {"kind": "hang_before", "seconds": 40}, "-32": {"kind": "code", "code": -32},
    "-124": {"kind": "code", "code": -124}, "-118": {"kind": "code", "code": -118},
    "truncated": {"kind": "truncate"}, "empty": {"kind": "empty"}, "cut": {"kind": "cut"},
    "cut before": {"kind": "cut_before"},
}  # fmt: skip
KILLS = ("worker", "valkey SIGKILL", "valkey SIGTERM", "postgres SIGKILL", "postgres SIGINT")


def strike(rig: Rig, name: str, seconds: float) -> None:
    """Let one thing go wrong for about ``seconds``, then be well again."""
    if name in ZALO:
        rig.restarts[f"Zalo {name}"] += 1
        rig.emulator.post("faults", path=WHERE, **ZALO[name])
        time.sleep(seconds)
        rig.emulator.clear_faults()
        return
    what, _, how = name.partition(" ")
    if what == "worker":
        rig.kill_worker()
    elif what == "valkey":
        rig.restart_valkey(signal.Signals[how], 3)
    else:
        rig.restart_postgres(signal.Signals[how], 2)
    time.sleep(seconds)


@pytest.mark.parametrize(
    "names", [(*KILLS, *ZALO), *((n,) for n in (*KILLS, *ZALO))], ids=lambda n: n[0] if len(n) == 1 else "mixed"
)
def test_soak(names: tuple[str, ...], tmp_path: Path) -> None:
    chance = random.Random(11)
    with running("--no-rate-limit", "--receipt-delay", "-1") as emulator:
        rig = Rig(tmp_path, emulator, scale=float(os.environ.get("SOAK_SCALE", "1")))
        try:
            rig.start()
            rig.begin_acts(0.3)
            began, left = time.monotonic(), []
            while time.monotonic() - began < MINUTES * 60:
                left = left or chance.sample(names, len(names))
                strike(rig, left.pop(), chance.uniform(5, 15))
                time.sleep(chance.uniform(2, 8))
            acts, lasted = rig.end_acts(), time.monotonic() - began
            found = rig.verdict(rig.settle(SETTLE))
        finally:
            rig.end()
    summary = {**found, "acts": acts, "seconds": round(lasted), "struck": dict(rig.restarts)}
    if out := os.environ.get("SOAK_SUMMARY"):
        Path(out).write_text(json.dumps(summary, ensure_ascii=False, indent=1, default=str))
    assert not acts["failed"], acts["failed"][:5]
    clean(found)
