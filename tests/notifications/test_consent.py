"""A consent that was taken back counts at once, for what is already waiting too."""

import pytest

from accounts.actions.record_consent import record_consent
from accounts.actions.withdraw_consent import withdraw_consent
from accounts.models import Business
from dossiers.models import Party
from foundation import scoping
from notifications.delivery.engine import deliver_due
from tests.notifications.support import PHONE, accepted, ledger

pytestmark = pytest.mark.django_db(transaction=True)
ZALO = {"purpose": "status_notice", "channel": "zalo"}
BUSINESS = {"kind": "business", "identity_kind": "tax_code", "identity_number": "2300000001"}


def owner(dossier):
    with scoping.system("test"):
        party = Party.objects.select_related("citizen", "business").get(dossier=dossier)
    return party.citizen or party.business


@pytest.mark.parametrize("person", [{}, BUSINESS])
def test_a_waiting_message_is_withheld(connected, emulator, person):
    dossier = accepted(connected, person=person)
    assert isinstance(owner(dossier), Business) == bool(person)
    withdraw_consent(owner(dossier), source="counter", **ZALO)
    deliver_due()
    assert [(m.state, m.reason) for m in ledger(dossier)] == [("withheld", "no_consent")]
    assert emulator.messages(PHONE) == []


def test_who_agrees_again_is_told_again(connected, emulator):
    dossier = accepted(connected)
    withdraw_consent(owner(dossier), source="chat", **ZALO)
    record_consent(owner(dossier), source="chat", **ZALO)
    deliver_due()
    assert [m.state for m in ledger(dossier)] == ["accepted"]
    assert len(emulator.messages(PHONE)) == 1


def test_another_purpose_taken_back_stops_nothing(connected, emulator):
    dossier = accepted(connected)
    record_consent(owner(dossier), purpose="survey", channel="zalo", source="counter")
    withdraw_consent(owner(dossier), purpose="survey", channel="zalo", source="counter")
    deliver_due()
    assert [m.state for m in ledger(dossier)] == ["accepted"]
