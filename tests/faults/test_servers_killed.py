"""PostgreSQL, Valkey and the web server of a house of its own, killed and restarted while messages flow.

By phone and by linked account; receipts come through the real webhook, each twice and in no order.
"""

import signal
from pathlib import Path

import pytest

from tests.faults.rig import Rig, clean
from tests.support.emulator import eventually, running

pytestmark = [pytest.mark.faults]


@pytest.fixture(scope="module")
def rig(tmp_path_factory):
    with running("--no-rate-limit") as emulator:
        one = Rig(Path(tmp_path_factory.mktemp("rig")), emulator, scale=0.02)
        try:
            one.start()
            yield one
        finally:
            one.end()


FAULTS = {
    "valkey killed": lambda rig: rig.restart_valkey(signal.SIGKILL),
    "valkey restarted": lambda rig: rig.restart_valkey(signal.SIGTERM),
    "postgres killed": lambda rig: rig.restart_postgres(signal.SIGKILL),
    "postgres restarted": lambda rig: rig.restart_postgres(signal.SIGINT),
    "worker killed": lambda rig: rig.kill_worker(),
    "web killed": lambda rig: rig.kill_web(),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_one_goes_away_while_messages_flow(rig, fault):
    before = len(rig.emulator.messages())
    rig.emulator.clear_faults()
    rig.emulator.post("faults", kind="slow", seconds=0.1, path="/message/template")
    rig.begin_acts(0.05)
    assert eventually(lambda: len(rig.emulator.messages()) > before + 5, 90), "nothing flowed before the fault"
    fault(rig)
    done, flowed = rig.acts()["done"], len(rig.emulator.messages())
    assert eventually(lambda: rig.acts()["done"] > done + 6, 90), "no official could act after the fault"
    assert eventually(lambda: len(rig.emulator.messages()) > flowed + 6, 90), "nothing flowed after the fault"
    acts = rig.end_acts()
    rig.emulator.post("clock", advance=31)  # what found no web server is brought again after thirty seconds
    assert not acts["failed"], acts["failed"][:3]
    assert fault in (FAULTS["postgres killed"], FAULTS["postgres restarted"]) or not acts["database_away"]
    found = rig.verdict(rig.settle(120))
    clean(found)
    assert {"zalo_uid", "zalo_phone"} <= set(found["channels"])
