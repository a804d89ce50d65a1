"""Real workers, really killed: nothing lost, nothing doubled, order kept, as seen at the phone."""

import signal

import pytest

from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.request_supplement import request_supplement
from foundation.embedded.processes import stop
from tests.faults.counting import (
    LONG,
    WHERE,
    accept,
    check_at_the_phone,
    hits,
    in_flight,
    ledger,
    settled,
    sweep_until,
)
from tests.support.emulator import eventually
from tests.support.workers import worker, workers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
PEOPLE, KILLS = 30, 4


def arrived() -> bool:
    return any(m.state in ("accepted", "delivered") for m in ledger())


def changes(world) -> None:
    """Some dossiers that each change three times."""
    officer = world.actor("case_officer")
    for dossier in accept(world, PEOPLE):
        with world.scope("case_officer"):
            request_supplement(dossier.id, actor=officer, reason="Thiếu giấy tờ")
            receive_supplement(dossier.id, actor=officer)


def test_killed_in_the_middle_of_a_wave_again_and_again(house, emulator):
    # half of the messages are slow, so that there is always something in flight to be killed with
    emulator.post("faults", kind="slow", seconds=1.0, chance=0.5, path=WHERE)
    changes(house)
    current, caught = worker(emulator), []
    try:
        for _ in range(KILLS):
            # some have arrived, others are on their way
            sweep_until(lambda: (in_flight() > 0 and arrived()) or settled(), "nothing flies")
            current.send_signal(signal.SIGKILL)
            current.wait(10)
            caught.append(in_flight())
            # what the dead one had sent arrives, and what it held is found again
            sweep_until(lambda: in_flight() == 0, "what the dead worker held was not found again")
            current = worker(emulator)
        sweep_until(settled, "not settled")
    finally:
        stop(current, signal.SIGKILL, 5)
    assert caught[0] > 0, "the first kill struck nothing in flight"
    assert arrived(), "nothing arrived besides"
    check_at_the_phone(emulator)


def test_killed_between_claim_and_intent_it_is_sent_by_the_next(house, emulator):
    accept(house, 3)
    # a worker that has claimed and waits for a token that does not come
    emulator.post("faults", kind="hang_before", seconds=LONG, path="/v4/oa/access_token")
    _expire_tokens()
    current = worker(emulator)
    try:
        sweep_until(lambda: {m.state for m in ledger()} == {"sending"}, "nothing was claimed")
        current.send_signal(signal.SIGKILL)
        current.wait(10)
        emulator.clear_faults()
    finally:
        stop(current, signal.SIGKILL, 5)
    with workers(emulator, 1):
        sweep_until(lambda: {m.state for m in ledger()} == {"accepted"}, "what was only claimed was not sent")
    assert len(emulator.messages()) == 3
    check_at_the_phone(emulator)


def test_two_workers_and_a_zalo_that_fails_half_of_the_time(house, emulator):
    for fault in (
        {"kind": "http", "status": 500, "chance": 0.2}, {"kind": "code", "code": -32, "chance": 0.05},
        {"kind": "truncate", "chance": 0.05}, {"kind": "cut", "chance": 0.05},
    ):  # fmt: skip
        emulator.post("faults", path=WHERE, **fault)
    changes(house)
    with workers(emulator, 2):
        sweep_until(lambda: hits(emulator) >= 12 or settled(), "the faults struck nothing")
        struck = hits(emulator)
        emulator.clear_faults()
        sweep_until(settled, "not settled")
    assert struck > 0
    check_at_the_phone(emulator)


def test_a_worker_that_is_frozen_beyond_its_lease_doubles_nothing(house, emulator):
    """Suspended (a paused virtual machine), its messages taken from it, then woken while another works."""
    emulator.post("faults", kind="slow", seconds=1.0, chance=0.5, path=WHERE)
    changes(house)
    frozen = worker(emulator)
    try:
        sweep_until(lambda: in_flight() > 0, "nothing flies")
        frozen.send_signal(signal.SIGSTOP)
        held = in_flight()
        sweep_until(lambda: in_flight() == 0, "what the frozen worker held was not found again")
        with workers(emulator, 1):
            before = len(emulator.messages())
            assert eventually(lambda: len(emulator.messages()) > before, LONG)
            frozen.send_signal(signal.SIGCONT)
            sweep_until(settled, "not settled")
    finally:
        frozen.send_signal(signal.SIGCONT)
        stop(frozen, signal.SIGKILL, 5)
    assert held > 0
    check_at_the_phone(emulator)


def _expire_tokens() -> None:
    from foundation import scoping
    from foundation.local_time import now
    from zalo.models import Grant

    with scoping.system("test"):
        Grant.objects.update(expires_at=now())
