"""Zalo that fails in each way it has, for a while, under real workers: what counts is counted at the phone."""

import time

import pytest

from foundation import scoping
from foundation.embedded.processes import stop
from foundation.local_time import now
from notifications.models import Attempt, Message
from tests.faults.test_worker_killed import check_at_the_phone, ledger, settle, settled
from tests.support.emulator import eventually
from tests.support.workers import worker, workers
from tests.support.world import filed, person
from zalo.models import Alarm, Grant

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
WHERE = "/message/template"
SURE = {
    "500": {"kind": "http", "status": 500}, "503": {"kind": "http", "status": 503}, "-32": {"kind": "code", "code": -32},
}  # fmt: skip
UNSURE = {
    "502": {"kind": "http", "status": 502}, "truncated": {"kind": "truncate"}, "empty": {"kind": "empty"},
    "cut": {"kind": "cut"}, "cut before": {"kind": "cut_before"},
}  # fmt: skip


def tried() -> int:
    with scoping.system("test"):
        return Attempt.objects.exclude(outcome="").count()


def accept(world, count: int, first: int = 1) -> list:
    return [filed(world, n, accept=True, applicant=person(n)) for n in range(first, first + count)]


def refreshes(emulator) -> int:
    return next(f["hits"] for f in emulator.get("faults") if f["path"] == "/v4/oa/access_token")


def count_refreshes(emulator) -> None:
    """A fault that does nothing but count."""
    emulator.post("faults", kind="slow", seconds=0.3, path="/v4/oa/access_token")


def test_what_zalo_refuses_for_a_while_arrives_in_the_end(house, emulator):
    with workers(emulator, 2):
        for number, fault in enumerate(SURE.values()):
            emulator.post("faults", path=WHERE, **fault)
            before = tried()
            accept(house, 5, first=number * 5 + 1)
            settle(lambda before=before: tried() > before, 20)
            emulator.clear_faults()
        # -32 waits for the next minute of Zalo's clock, whatever the scale
        settle(lambda: settled() and not [m for m in ledger() if m.state != "accepted"], 75)
    assert {m.state for m in ledger()} == {"accepted"}
    check_at_the_phone(emulator)


def test_what_left_without_an_answer_is_shown_and_never_sent_again(house, emulator, settings):
    with workers(emulator, 1):
        for number, fault in enumerate(UNSURE.values()):
            emulator.post("faults", path=WHERE, times=2, **fault)
            accept(house, 2, first=number * 2 + 1)
            settle(settled, 30)
            emulator.clear_faults()
        settle(settled, 40)
    assert all(m.reason for m in ledger() if m.state != "accepted")
    check_at_the_phone(emulator)
    unclear = [m.id for m in ledger() if m.ambiguous_since]
    assert unclear
    settings.UNCONFIRMED_AFTER_SECONDS = 1
    arrived = len(emulator.messages())
    with workers(emulator, 1):
        settle(lambda: all(m.state == "unconfirmed" for m in ledger() if m.id in unclear), 20)
        accept(house, 1, first=20)
        assert eventually(lambda: len(emulator.messages()) > arrived, 20), "the worker still works"
    assert {m.state for m in ledger() if m.id in unclear} == {"unconfirmed"}
    assert len(emulator.messages()) == arrived + 1
    check_at_the_phone(emulator)


def test_a_recipient_that_hangs_holds_up_nobody_else(house, emulator):
    emulator.post("faults", kind="hang_after", seconds=60, path=WHERE, phone="84900000001")
    accept(house, 1)
    with workers(emulator, 1):
        settle(lambda: len(emulator.messages()) >= 1, 20)
        began = time.monotonic()
        accept(house, 10, first=2)
        settle(lambda: len(emulator.messages()) >= 11, 20)
        assert len(emulator.messages()) == 11
        assert time.monotonic() - began < 20, "they waited for the one that hangs"
        hanging = [m for m in ledger() if m.state == "sending"]
        assert len(hanging) == 1, "the first one should still hang"
    emulator.clear_faults()
    check_at_the_phone(emulator)


def test_an_expired_token_is_refreshed_by_one(house, emulator):
    count_refreshes(emulator)
    emulator.post("clock", advance=26 * 3600)
    accept(house, 20)
    with workers(emulator, 2):
        settle(lambda: all(m.state == "accepted" for m in ledger()), 40)
    assert {m.state for m in ledger()} == {"accepted"}
    assert refreshes(emulator) == 1
    check_at_the_phone(emulator)


def test_a_second_refusal_of_a_fresh_token_backs_off_and_burns_nothing(house, emulator):
    count_refreshes(emulator)
    with scoping.system("test"):
        Grant.objects.update(refreshed_at=now())
    emulator.post("faults", kind="code", code=-124, path=WHERE, times=4)
    accept(house, 4)
    with workers(emulator, 1):
        settle(lambda: all(m.state == "accepted" for m in ledger()), 40)
    assert {m.state for m in ledger()} == {"accepted"}
    assert refreshes(emulator) <= 1
    with scoping.system("test"):
        assert not Alarm.objects.filter(kind=Alarm.Kind.GRANT_DEAD).exists()
    check_at_the_phone(emulator)


def test_a_refused_refresh_is_one_call_and_one_alarm_and_loses_nothing(house, emulator):
    emulator.post("faults", kind="no_error_member", path="/v4/oa/access_token")
    emulator.post("clock", advance=26 * 3600)
    accept(house, 6)
    current = worker(emulator)
    try:
        settle(lambda: {m.reason for m in ledger()} == {"account_stopped"}, 40)
        # the official's act goes on all the same
        accept(house, 1, first=7)
        settle(lambda: {m.reason for m in ledger()} == {"account_stopped"}, 40)
    finally:
        stop(current, 9, 5)
    rows = ledger()
    assert len(rows) == 7
    assert {(m.state, m.reason) for m in rows} == {("queued", "account_stopped")}
    assert refreshes(emulator) == 1
    with scoping.system("test"):
        assert Alarm.objects.filter(kind=Alarm.Kind.GRANT_DEAD, cleared_at=None).count() == 1
    assert emulator.messages() == []


def test_a_person_without_zalo_is_told_of_to_the_official(house, emulator):
    emulator.post("faults", kind="code", code=-118, path=WHERE, phone="84900000003")
    accept(house, 4)
    with workers(emulator, 1):
        settle(lambda: not [m for m in ledger() if m.state in ("queued", "sending")], 40)
    states = sorted((m.state, m.reason) for m in ledger())
    assert states == [("accepted", "")] * 3 + [("failed", "no_zalo")]
    with scoping.system("test"):
        assert Message.objects.get(state="failed").reason == "no_zalo"
    check_at_the_phone(emulator)
