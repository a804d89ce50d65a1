"""Zalo that fails in each way it has, for a while, under real workers: what counts is counted at the phone."""

import pytest

from foundation import scoping
from foundation.local_time import now
from notifications.models import Attempt, Message
from tests.faults.counting import WHERE, accept, check_at_the_phone, hits, ledger, settled, sweep_until
from tests.support.workers import workers
from zalo.models import Alarm, Grant

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
TOKENS = "/v4/oa/access_token"
SURE = {
    "500": {"kind": "http", "status": 500}, "503": {"kind": "http", "status": 503}, "-32": {"kind": "code", "code": -32},
}  # fmt: skip
UNSURE = {
    "502": {"kind": "http", "status": 502}, "truncated": {"kind": "truncate"}, "empty": {"kind": "empty"},
    "cut": {"kind": "cut"}, "cut before": {"kind": "cut_before"}, "hang after": {"kind": "hang_after", "seconds": 30},
    "hang before": {"kind": "hang_before", "seconds": 30},
}  # fmt: skip


def all_accepted() -> bool:
    return {m.state for m in ledger()} == {"accepted"}


def count_refreshes(emulator) -> None:
    """A fault that does nothing but count."""
    emulator.post("faults", kind="slow", seconds=0.3, path=TOKENS)


def refreshes(emulator) -> int:
    return hits(emulator, TOKENS)


def outcomes() -> list[str]:
    with scoping.system("test"):
        return list(Attempt.objects.order_by("id").values_list("outcome", flat=True))


@pytest.mark.parametrize("fault", SURE.values(), ids=SURE)
def test_what_zalo_refuses_for_a_while_arrives_in_the_end(house, emulator, fault):
    emulator.post("faults", path=WHERE, **fault)
    accept(house, 5)
    with workers(emulator, 2):
        sweep_until(lambda: hits(emulator) >= 2, "it was not tried again")
        assert emulator.messages() == []
        emulator.clear_faults()
        sweep_until(all_accepted, "not all arrived")
    assert len(emulator.messages()) == 5
    check_at_the_phone(emulator)


def test_a_zalo_that_is_down_is_asked_ever_more_seldom_and_everything_arrives_afterwards(house, emulator):
    """The breaker: many messages wait, few are tried, none is counted as an attempt that did not leave."""
    emulator.post("faults", path=WHERE, kind="http", status=500)
    accept(house, 30)
    with workers(emulator, 2):
        sweep_until(lambda: hits(emulator) >= 12, "nothing was tried")
        for _ in range(20):
            sweep_until(lambda: True, "")
        tried = hits(emulator)
        emulator.clear_faults()
        sweep_until(all_accepted, "not all arrived")
    assert len(outcomes()) == tried + 30
    check_at_the_phone(emulator)


@pytest.mark.parametrize("fault", UNSURE.values(), ids=UNSURE)
def test_what_left_without_an_answer_is_shown_and_never_sent_again(house, emulator, settings, fault):
    emulator.post("faults", path=WHERE, times=2, **fault)
    accept(house, 3)
    with workers(emulator, 1, ZALO_TIMEOUT_SECONDS="3"):
        sweep_until(settled, "not settled")
        unclear = [m.id for m in ledger() if m.ambiguous_since]
        assert len(unclear) == 2
        assert all(m.reason == "ambiguous" for m in ledger() if m.id in unclear)
        settings.UNCONFIRMED_AFTER_SECONDS = 1
        sweep_until(lambda: all(m.state == "unconfirmed" for m in ledger() if m.id in unclear), "still unclear")
        arrived = len(emulator.messages())
        accept(house, 1, first=20)
        sweep_until(lambda: len(emulator.messages()) > arrived, "the worker works no more")
    assert {m.state for m in ledger() if m.id in unclear} == {"unconfirmed"}
    assert len(emulator.messages()) == arrived + 1
    check_at_the_phone(emulator)


def test_a_recipient_that_hangs_holds_up_nobody_else(house, emulator):
    """No length of time is measured: the others' answers are written while the first has none."""
    emulator.post("faults", kind="hang_after", seconds=600, path=WHERE, phone="84900000001")
    accept(house, 1)
    with workers(emulator, 1, ZALO_TIMEOUT_SECONDS="600"):
        sweep_until(lambda: len(emulator.messages()) == 1, "the first did not leave")
        accept(house, 10, first=2)
        sweep_until(lambda: sum(m.state == "accepted" for m in ledger()) == 10, "they wait for the one that hangs")
        [hanging] = [m for m in ledger() if m.state != "accepted"]
        assert (hanging.state, hanging.ambiguous_since) == ("sending", None)
        with scoping.system("test"):
            assert Attempt.objects.get(message_id=hanging.id).answered_at is None
    emulator.clear_faults()
    assert len(emulator.messages()) == 11


def test_an_expired_token_is_refreshed_by_one(house, emulator):
    count_refreshes(emulator)
    emulator.post("clock", advance=26 * 3600)
    accept(house, 20)
    with workers(emulator, 2):
        sweep_until(all_accepted, "not all arrived")
    assert refreshes(emulator) == 1
    assert len(emulator.messages()) == 20
    check_at_the_phone(emulator)


def test_a_second_refusal_after_a_refresh_is_back_off_and_burns_nothing(house, emulator):
    count_refreshes(emulator)
    emulator.post("faults", kind="code", code=-124, path=WHERE, times=2)
    with scoping.system("test"):
        Grant.objects.update(refreshed_at=None)
    accept(house, 1)
    with workers(emulator, 1):
        sweep_until(all_accepted, "it did not arrive")
    assert refreshes(emulator) == 1
    assert outcomes() == ["refresh_once", "refresh_once", "accepted"]
    with scoping.system("test"):
        assert not Alarm.objects.filter(kind=Alarm.Kind.GRANT_DEAD).exists()
    check_at_the_phone(emulator)


def test_a_fresh_token_that_is_refused_is_believed_for_a_while(house, emulator):
    """Zalo is mistaken, not the token: nothing is refreshed, everything arrives."""
    count_refreshes(emulator)
    with workers(emulator, 1, scale=0.2):  # a token is fresh for twelve seconds
        accept(house, 1)
        sweep_until(all_accepted, "the worker does not work")
        emulator.post("faults", kind="code", code=-124, path=WHERE, times=4)
        with scoping.system("test"):
            Grant.objects.update(refreshed_at=now())
        accept(house, 4, first=2)
        sweep_until(all_accepted, "not all arrived")
    assert refreshes(emulator) == 0
    with scoping.system("test"):
        assert not Alarm.objects.filter(kind=Alarm.Kind.GRANT_DEAD).exists()
    check_at_the_phone(emulator)


def test_a_refused_refresh_is_one_call_and_one_alarm_and_loses_nothing(house, emulator):
    emulator.post("faults", kind="no_error_member", path=TOKENS)
    emulator.post("clock", advance=26 * 3600)
    accept(house, 6)
    with workers(emulator, 2):
        sweep_until(lambda: {m.reason for m in ledger()} == {"account_stopped"}, "they do not say why they wait")
        # the official's act goes on all the same
        accept(house, 1, first=7)
        sweep_until(lambda: {m.reason for m in ledger()} == {"account_stopped"}, "the new one does not say why")
    assert [(m.state, m.reason) for m in ledger()] == [("queued", "account_stopped")] * 7
    assert refreshes(emulator) == 1
    with scoping.system("test"):
        assert Alarm.objects.filter(kind=Alarm.Kind.GRANT_DEAD, cleared_at=None).count() == 1
    assert emulator.messages() == []


def test_a_person_without_zalo_is_told_of_to_the_official(house, emulator):
    emulator.post("faults", kind="code", code=-118, path=WHERE, phone="84900000003")
    accept(house, 4)
    with workers(emulator, 1):
        sweep_until(lambda: not [m for m in ledger() if m.state in ("queued", "sending")], "not all ended")
    states = sorted((m.state, m.reason) for m in ledger())
    assert states == [("accepted", "")] * 3 + [("failed", "no_zalo")]
    with scoping.system("test"):
        assert Message.objects.get(state="failed").reason == "no_zalo"
    check_at_the_phone(emulator, refused={"no_zalo"})
    with pytest.raises(AssertionError, match="lost"):
        check_at_the_phone(emulator)
