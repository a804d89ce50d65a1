"""The single-use refresh token under real processes, and one of them killed while it holds the answer."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from foundation import scoping
from foundation.embedded.processes import spawn
from tests.faults.counting import LONG, hits
from tests.support.emulator import eventually
from tests.support.workers import environment
from zalo.models import Alarm, Grant, GrantAudit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
ROOT = Path(__file__).parents[2]
TOKENS = "/v4/oa/access_token"


def grant() -> Grant:
    with scoping.system("test"):
        return Grant.objects.get()


def asking(emulator, account: object, token: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.faults.asking", str(account), token]
    return spawn(command, log=subprocess.PIPE, env=environment(emulator), cwd=ROOT)


def answer(process) -> dict[str, str]:
    out, _ = process.communicate(timeout=LONG)
    return dict(json.loads(out.decode().strip().splitlines()[-1]))


@pytest.fixture
def old(house):
    """An hour old: what is younger than a (scaled) minute is believed."""
    with scoping.system("test"):
        Grant.objects.update(refreshed_at=None)
    return grant()


def test_many_processes_spend_one_refresh_token_and_use_it_only_once_it_is_committed(old, emulator):
    emulator.post("faults", kind="slow", seconds=2, path=TOKENS)
    processes = [asking(emulator, old.oa_id, old.access_token) for _ in range(3)]
    answers = [answer(process) for process in processes]
    fresh = grant().access_token
    assert fresh != old.access_token
    assert answers == [{"got": fresh, "committed": fresh}] * 3
    assert hits(emulator, TOKENS) == 1
    with scoping.system("test"):
        assert [a.result for a in GrantAudit.objects.filter(cause="failure")] == ["granted"]


def test_one_killed_before_zalo_did_anything_is_followed_by_the_next(old, emulator):
    emulator.post("faults", kind="hang_before", seconds=600, path=TOKENS)
    first = asking(emulator, old.oa_id, old.access_token)
    assert eventually(lambda: hits(emulator, TOKENS) == 1, LONG)
    first.kill()
    first.wait(10)
    emulator.clear_faults()
    found = answer(asking(emulator, old.oa_id, old.access_token))
    assert found == {"got": grant().access_token, "committed": grant().access_token}
    assert found["got"] != old.access_token


def test_one_killed_with_the_only_copy_of_a_pair_is_an_alarm_not_a_silence(old, emulator):
    """Zalo has spent the token and nobody has the new one: only a person can help, and is told at once."""
    emulator.post("faults", kind="hang_after", seconds=600, path=TOKENS)
    first = asking(emulator, old.oa_id, old.access_token)
    assert eventually(lambda: hits(emulator, TOKENS) == 1, LONG)
    first.kill()
    first.wait(10)
    emulator.clear_faults()
    assert answer(asking(emulator, old.oa_id, old.access_token)) == {"error": "GrantDead"}
    with scoping.system("test"):
        assert Alarm.objects.get().kind == Alarm.Kind.GRANT_DEAD
    assert (grant().access_token, grant().state) == (old.access_token, "dead"), "the old pair is still there"
