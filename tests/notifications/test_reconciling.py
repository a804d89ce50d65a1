"""A message to a linked account whose answer was lost: found again by its echo, or by asking Zalo; never sent twice."""

import pytest

from dossiers.models import Party
from foundation import scoping
from notifications.delivery.engine import deliver_due
from notifications.reconciling import reconcile
from notifications.sweeping import unmatched
from tests.notifications.test_delivery import PHONE, accepted, attempts, ledger
from tests.support.emulator import eventually
from tests.support.zalo import link
from zalo.models import ConversationLine
from zalo.tasks import handle_inbound

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def linked(connected, emulator):
    """A dossier whose applicant has linked Zalo, with a notice that is not yet sent."""
    dossier = accepted(connected)
    with scoping.system("test"):
        citizen = Party.objects.get(dossier=dossier).citizen_id
    link(connected, emulator, "p01", citizen)
    return dossier


def lose_the_answer(emulator, kind="cut"):
    emulator.post("faults", kind=kind, path="/v3.0/oa/message/template", times=1)
    deliver_due()


def test_zalo_is_asked_and_shows_it(linked, emulator):
    lose_the_answer(emulator)
    [message] = ledger(linked)
    assert message.state == "sending" and message.ambiguous_since
    assert eventually(reconcile, 10) == 1
    [message] = ledger(linked)
    assert (message.state, message.reason, message.ambiguous_since) == ("accepted", "", None)
    [attempt] = attempts()
    assert (attempt.outcome, attempt.detail) == ("accepted", "conversation")
    assert attempt.provider_id == emulator.messages(PHONE)[0]["id"]
    deliver_due()
    assert len(emulator.messages(PHONE)) == 1


def test_the_echo_is_enough_and_a_receipt_that_came_first_makes_it_delivered(linked, emulator, live_server):
    emulator.post("webhook", url=f"{live_server.url}/webhooks/zalo/", receipt_delay=0.05)
    lose_the_answer(emulator)

    def told() -> bool:
        handle_inbound()
        with scoping.system("test"):
            return ConversationLine.objects.filter(by="program").exists()

    assert eventually(told, 10)
    emulator.post("faults", kind="http", status=500, path="/conversation")
    assert eventually(reconcile, 10) == 1
    assert attempts()[0].detail == "echo"

    def delivered() -> bool:
        handle_inbound()
        return ledger(linked)[0].state == "delivered"

    assert eventually(delivered, 10)


def test_what_never_arrived_stays_open_and_ends_unconfirmed(linked, emulator, settings):
    emulator.post("faults", kind="cut_before", path="/v3.0/oa/message/template", times=1)
    deliver_due()
    assert ledger(linked)[0].ambiguous_since
    for _ in range(3):
        assert reconcile() == 0
    settings.UNCONFIRMED_AFTER_SECONDS = 0
    assert unmatched() == 1
    assert ledger(linked)[0].state == "unconfirmed"
    assert emulator.messages(PHONE) == []


def test_late_proof_still_counts_after_the_day_is_over(linked, emulator, settings):
    lose_the_answer(emulator)
    settings.UNCONFIRMED_AFTER_SECONDS = 0
    assert unmatched() == 1
    assert eventually(reconcile, 10) == 1
    assert ledger(linked)[0].state == "accepted"


def test_an_officials_own_words_are_no_proof(linked, emulator):
    emulator.post("faults", kind="cut_before", path="/v3.0/oa/message/template", times=1)
    deliver_due()
    emulator.post("people/p01/human", oa="H05", text="Chào anh, hồ sơ của anh đang được xem xét")
    for _ in range(3):
        assert reconcile() == 0
    assert ledger(linked)[0].ambiguous_since


def test_nobody_is_asked_about_twice_in_a_row(linked, emulator):
    emulator.post("faults", kind="cut_before", path="/v3.0/oa/message/template", times=1)
    deliver_due()
    emulator.post("faults", kind="http", status=500, path="/conversation")

    def asked() -> int:
        return sum(fault["hits"] for fault in emulator.get("faults") if fault.get("path") == "/conversation")

    eventually(lambda: reconcile() or asked(), 10)
    for _ in range(5):
        reconcile()
    assert asked() == 1
