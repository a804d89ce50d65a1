"""From the counter to a running clock, and everything that keeps a dossier from being filed."""

import unicodedata

import pytest

from accounts.models import Citizen, Consent
from dossiers.actions.file_dossier import file_dossier
from dossiers.models import Dossier, DossierWord, DueRecord, Party
from events.models import Event
from foundation import scoping
from foundation.errors import InvalidInput, NotPermitted
from foundation.local_time import to_local
from tests.support import world as worlds
from tests.support.world import filed, new, person

pytestmark = pytest.mark.django_db


def kinds(dossier) -> list[str]:
    with scoping.system("test"):
        return list(Event.objects.filter(subject_id=dossier.id).order_by("seq").values_list("kind", flat=True))


def test_filed_and_accepted_in_one_act(world):
    dossier = filed(world, accept=True)
    assert dossier.status == "accepted" and dossier.national_status == 2
    assert dossier.code == f"H05.101.01-{to_local(dossier.accepted_at):%y%m%d}-0001"
    assert kinds(dossier) == ["dossier.submitted", "dossier.accepted"]
    with scoping.system("test"):
        record = DueRecord.objects.get(dossier=dossier)
        stored = Dossier.objects.get(id=dossier.id)
    assert record.due_at == stored.due_at == stored.original_due_at == stored.due_sort
    assert record.inputs["unit"] == "days" and record.inputs["term"] == "30.00"
    assert len(stored.receipt_code) == 8


def test_codes_count_up_by_agency_and_day(world):
    codes = [filed(world, n, accept=True).code[-4:] for n in range(1, 4)]
    assert codes == ["0001", "0002", "0003"]
    permit = filed(
        world,
        9,
        accept=True,
        procedure=worlds.PERMIT,
        agency=world.agencies["ward"].code,
        applicant=person(9),
    )
    assert permit.code.startswith("H05.201-") and permit.code.endswith("-0001")


def test_a_filed_dossier_has_no_code_until_it_is_accepted(world):
    dossier = filed(world)
    assert (dossier.status, dossier.code, dossier.due_at) == ("submitted", None, None)


def test_several_applicants_and_a_representative(world):
    dossier = filed(
        world, accept=True, co_applicants=(person(2), person(3)), representative=person(4), notify_whom="both"
    )
    with scoping.system("test"):
        parties = list(dossier.parties.order_by("order").values_list("role", "notify"))
    assert parties == [
        ("applicant", True), ("co_applicant", True), ("co_applicant", True), ("representative", True),
    ]  # fmt: skip


def test_the_choice_about_zalo_is_written_down(world):
    dossier = filed(world, applicant=person(7), notify_zalo=True)
    with scoping.system("test"):
        consent = Consent.objects.get(citizen__parties__dossier=dossier)
    assert (consent.purpose, consent.channel, consent.granted) == ("status_notice", "zalo", True)


def test_one_person_is_known_again_and_not_overwritten(world):
    filed(world, applicant=person(1, full_name="Trần Thị Thử"))
    filed(world, applicant=person(1, full_name="Kẻ Mạo Danh", phone="0900000999"))
    with scoping.system("test"):
        known = Citizen.objects.get()
        assert (known.full_name, known.phone) == ("Trần Thị Thử", "+84900000001")
        assert Party.objects.filter(citizen=known).count() == 2


def test_a_bad_phone_is_kept_with_its_reason(world):
    dossier = filed(world, applicant=person(1, phone="090x"))
    with scoping.system("test"):
        party = dossier.parties.get()
    assert (party.phone, party.phone_typed) == ("", "090x") and party.phone_problem


def test_names_are_composed_and_found_without_diacritics(world):
    dossier = filed(world, applicant=person(1, full_name=unicodedata.normalize("NFD", "Đặng  Thị   Ưng")))
    with scoping.system("test"):
        assert dossier.parties.get().full_name == "Đặng Thị Ưng"
        assert set(DossierWord.objects.filter(dossier=dossier).values_list("word", flat=True)) == {
            "dang",
            "thi",
            "ung",
        }


def test_a_name_of_four_hundred_characters_fits(world):
    assert filed(world, applicant=person(1, full_name="Ă" * 400)).applicant_name == "Ă" * 400


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"procedure": "9.999999"}, "procedure"),
        ({"procedure": worlds.MOTORBIKE}, "procedure"),
        ({"agency": "H05.999"}, "agency"),
        ({"agency": "H05.102.01"}, "agency"),
        ({"channel": "pigeon"}, "channel"),
        ({"applicant": person(1, full_name="  ")}, "applicant.full_name"),
        ({"applicant": person(1, full_name="Ă" * 401)}, "applicant.full_name"),
        ({"applicant": person(1, kind="robot")}, "applicant.kind"),
        ({"applicant": person(1, identity_number="12")}, "applicant.identity_number"),
        ({"applicant": person(1, identity_kind="")}, "applicant.identity_kind"),
        ({"applicant": person(1, email="không phải thư")}, "applicant.email"),
        ({"co_applicants": (person(2, full_name=""),)}, "co_applicants.0.full_name"),
        ({"notify_whom": "representative"}, "notify.whom"),
        ({"summary": "x" * 1001}, "summary"),
        ({"receiving_agency": "H05.999"}, "receiving_agency"),
        ({"term_variant": "turbo"}, "term_variant"),
        (
            {
                "procedure": worlds.MARRIAGE,
                "agency": "H05.201",
                "applicant": person(1),
                "representative": person(2),
            },
            "representative",
        ),
    ],
)
def test_a_fault_is_named_and_nothing_is_filed(world, changes, field):
    with world.scope("receptionist"), pytest.raises(InvalidInput) as caught:
        file_dossier(new(world, **changes), actor=world.actor("receptionist"), accept=True)
    assert field in {e.field for e in caught.value.errors}
    with scoping.system("test"):
        assert not Dossier.objects.exists() and not Event.objects.exists()


@pytest.mark.parametrize("role", ["returner", "case_officer", "signer", "admin", "ward_receptionist", "controller"])
def test_only_the_receptionist_of_the_counter_files(world, role):
    with world.scope(role), pytest.raises(NotPermitted):
        file_dossier(new(world), actor=world.actor(role), accept=True)
    with scoping.system("test"):
        assert not Dossier.objects.exists()


def test_a_guide_may_write_a_dossier_but_not_accept_it(world):
    with world.scope("guide"), pytest.raises(NotPermitted):
        file_dossier(new(world), actor=world.actor("guide"), accept=True)
    with world.scope("guide"):
        assert file_dossier(new(world), actor=world.actor("guide")).status == "submitted"
