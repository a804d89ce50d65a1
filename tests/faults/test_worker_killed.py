"""Real workers, really killed: nothing lost, nothing doubled, order kept, as seen at the phone."""

import random
import signal
import time
from collections import defaultdict
from pathlib import Path

import pytest

from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.request_supplement import request_supplement
from foundation import scoping
from foundation.embedded.processes import stop
from notifications.models import Message
from notifications.tasks import sweep
from tests.support.workers import worker, workers
from tests.support.world import filed, person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
ROOT = Path(__file__).parents[2]
PEOPLE = 30


def changes(world) -> list:
    """Some dossiers that each change three times."""
    dossiers = [filed(world, n, accept=True, applicant=person(n)) for n in range(1, PEOPLE + 1)]
    officer = world.actor("case_officer")
    for dossier in dossiers:
        with world.scope("case_officer"):
            request_supplement(dossier.id, actor=officer, reason="Thiếu giấy tờ")
            receive_supplement(dossier.id, actor=officer)
    return dossiers


def ledger() -> list[Message]:
    with scoping.system("test"):
        return list(Message.objects.order_by("event_seq"))


def settle(until, seconds: float) -> None:
    """Sweep as the beat would, until ``until()`` holds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and not until():
        sweep()
        time.sleep(0.2)


def settled() -> bool:
    return not [m for m in ledger() if m.state == "queued" or (m.state == "sending" and m.ambiguous_since is None)]


def check_at_the_phone(emulator) -> None:
    """What counts: each message at most once at the phone; one that is not there is shown as unclear; in order."""
    arrived = emulator.messages()
    by_message = defaultdict(list)
    for index, sent in enumerate(arrived):
        by_message[sent["tracking_id"].partition("-")[0]].append(index)
    doubled = [m for m, found in by_message.items() if len(found) > 1]
    assert not doubled
    lanes = defaultdict(list)
    for message in ledger():
        at_phone = by_message.get(message.id.hex)
        shown = message.state in ("unconfirmed", "superseded", "failed") or message.ambiguous_since is not None
        assert at_phone or shown, (message.kind, message.state, message.reason)
        if at_phone:
            lanes[message.lane].append(at_phone[0])
    assert all(order == sorted(order) for order in lanes.values())


def test_killed_in_the_middle_again_and_again(house, emulator):
    chance = random.Random(7)
    emulator.post("faults", kind="slow", seconds=0.05, path="/message/template")
    changes(house)
    current = worker(emulator)
    try:
        for _ in range(4):
            settle(lambda: False, 1.2 + chance.random())
            current.send_signal(signal.SIGKILL)
            current.wait(5)
            current = worker(emulator)
        settle(settled, 40)
    finally:
        stop(current, signal.SIGKILL, 5)
    assert settled()
    check_at_the_phone(emulator)


def test_two_workers_and_a_zalo_that_fails_half_of_the_time(house, emulator):
    for fault in (
        {"kind": "http", "status": 500, "chance": 0.2}, {"kind": "code", "code": -32, "chance": 0.05},
        {"kind": "truncate", "chance": 0.05}, {"kind": "cut", "chance": 0.05},
    ):  # fmt: skip
        emulator.post("faults", path="/message/template", **fault)
    changes(house)
    with workers(emulator, 2):
        settle(lambda: False, 6)
        emulator.clear_faults()
        settle(settled, 40)
    assert settled()
    check_at_the_phone(emulator)
