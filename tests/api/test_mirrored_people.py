"""Another system corrects who a dossier is about: the person stays who they are, and what they said about messages counts."""

import pytest

from accounts.actions.record_consent import record_consent
from accounts.actions.register_person import Identity, register_citizen
from accounts.actions.withdraw_consent import withdraw_consent
from accounts.models import Citizen, Consent
from accounts.queries import standing_consent
from dossiers.models import Dossier, Party
from foundation import scoping
from portal.chat.router import answer
from portal.chat.speech import Speaker

pytestmark = pytest.mark.django_db
PATH = "dossiers/mirror/bca/G09.20-20261123-0092637/"
OWNER = {"kind": "citizen", "full_name": "Trần Thị Thử", "phone": "0900000002"}
NUMBER = {"identity_kind": "cccd", "identity_number": "027090000077"}
ZALO = {"purpose": "status_notice", "channel": "zalo"}


@pytest.fixture
def told(api, mirrored):
    """One more version of the dossier, with the applicant as changed."""
    versions = iter(range(1, 20))

    def put(status="accepted", **changes):
        applicant = {**OWNER, **changes}
        answer = api.call("PUT", PATH, mirrored(source_version=next(versions), status=status, applicant=applicant))
        assert answer.status_code in (200, 201), answer.content
        return answer.json()["id"]

    return put


def owner() -> Citizen:
    with scoping.system("test"):
        party = Party.objects.select_related("citizen").get()
        assert Dossier.objects.get().citizen_ids == [party.citizen_id]
        assert party.citizen is not None
        return party.citizen


def standing(citizen) -> Consent | None:
    with scoping.system("test"):
        return standing_consent(citizen, **ZALO)


@pytest.mark.parametrize("number", [{}, NUMBER])
@pytest.mark.parametrize(
    "change", [{"address": "Phường Thử"}, {"phone": "0900000003"}, {"full_name": "Trần Thị Thử Mới"}]
)
def test_who_is_corrected_stays_the_same_person(told, number, change):
    told(**number)
    before = owner()
    told(**number, **change)
    assert owner() == before and standing(before).granted


def test_a_withdrawal_survives_a_corrected_phone(told):
    # given an owner without a number who took the consent back
    told()
    withdraw_consent(owner(), source="chat", **ZALO)
    # when the other system corrects the phone
    told(phone="0900000003")
    # then nothing is told to the new number either
    assert not standing(owner()).granted


@pytest.mark.parametrize("back", [False, True])
def test_a_withdrawal_survives_a_number_that_is_added_later(told, back):
    told(**(NUMBER if back else {}))
    first = owner()
    withdraw_consent(first, source="chat", **ZALO)
    told(**({} if back else NUMBER))
    assert owner() != first and not standing(owner()).granted


def test_who_is_known_by_the_number_keeps_what_they_said_themselves(told):
    told()
    withdraw_consent(owner(), source="chat", **ZALO)
    known = register_citizen(Identity("Trần Thị Thử", "cccd", NUMBER["identity_number"]))
    own = record_consent(known, source="counter", **ZALO)
    told(**NUMBER)
    assert owner() == known and standing(known) == own


def test_stop_in_chat_stops_the_messages_of_who_got_a_number_later(told, world):
    # given an owner whose number was added after the dossier was first told of
    told()
    told(**NUMBER)
    # when they say so in chat
    place = world.province
    said = answer(Speaker(place.id, place.id, place.name, "https://x.example", "0222", owner().id), "dừng nhận tin")
    # then it says what is true
    assert "không gửi tin" in said.text and not standing(owner()).granted


def test_somebody_else_in_the_owner_s_place_starts_anew(told):
    told()
    before = owner()
    withdraw_consent(before, source="chat", **ZALO)
    told(full_name="Phạm Văn Khác", phone="0900000009")
    assert owner() != before and standing(owner()).granted and not standing(before).granted
