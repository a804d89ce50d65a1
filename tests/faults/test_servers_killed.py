"""PostgreSQL and Valkey of a house of its own, killed and restarted while messages flow."""

import signal
from pathlib import Path

import pytest

from tests.faults.rig import Rig, clean
from tests.support.emulator import eventually, running

pytestmark = [pytest.mark.faults]


@pytest.fixture(scope="module")
def rig(tmp_path_factory):
    with running("--no-rate-limit", "--receipt-delay", "-1") as emulator:
        one = Rig(Path(tmp_path_factory.mktemp("rig")), emulator, scale=0.02)
        try:
            one.start()
            yield one
        finally:
            one.end()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("server", ["valkey", "postgres"])
def test_a_server_goes_away_while_messages_flow(rig, server, how):
    before = len(rig.emulator.messages())
    rig.emulator.clear_faults()
    rig.emulator.post("faults", kind="slow", seconds=0.1, path="/message/template")
    rig.begin_acts(0.05)
    assert eventually(lambda: len(rig.emulator.messages()) > before + 5, 60), "nothing flowed before the fault"
    if server == "valkey":
        rig.restart_valkey(how, 1.0)
    else:
        rig.restart_postgres(signal.SIGINT if how is signal.SIGTERM else how, 0.5)
    done, flowed = rig.acts()["done"], len(rig.emulator.messages())
    assert eventually(lambda: rig.acts()["done"] > done + 6, 60), "no official could act after the fault"
    assert eventually(lambda: len(rig.emulator.messages()) > flowed + 6, 60), "nothing flowed after the fault"
    acts = rig.end_acts()
    assert not acts["failed"], acts["failed"][:3]
    assert server == "postgres" or not acts["database_away"]
    clean(rig.verdict(rig.settle(60)))
