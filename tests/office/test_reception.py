"""What reception writes down for the national index: who somebody is, and what need not be handed in."""

import pytest

from dossiers.actions.withdraw import withdraw
from dossiers.counting import counted_of
from dossiers.models import Attachment, Dossier, Party, Result
from events.models import Event
from foundation import scoping
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(world):
    return filed(world, 1, accept=True)


def applicant(row: Dossier) -> Party:
    with scoping.system("test"):
        return Party.objects.get(dossier=row, role="applicant")


def test_an_identity_is_confirmed_once_for_each_way(row, signed_in):
    client, party = signed_in("receptionist"), applicant(row)
    address = f"/can-bo/ho-so/{row.id}/danh-tinh/{party.id}/"
    page = client.get(f"/can-bo/ho-so/{row.id}/").content.decode()
    assert "Chưa xác nhận danh tính" in page and address in page
    assert client.post(address, {"how": "database"}).status_code == 302
    page = client.get(f"/can-bo/ho-so/{row.id}/").content.decode()
    assert "Danh tính: Cơ sở dữ liệu quốc gia về dân cư, doanh nghiệp" in page and "Chưa xác nhận danh tính" not in page
    with scoping.system("test"):
        event = Event.objects.filter(subject_id=row.id).latest("seq")
        assert (event.kind, event.data["rule"]) == ("dossier.identity_confirmed", "database")
        assert event.data["party_id"] == str(party.id)
        found = counted_of(row)
    assert not found.vneid and not found.population  # a company is not of the population
    with nothing_changes():
        assert client.post(address, {"how": "database"}).status_code == 409
        assert client.post(address, {"how": "lời khai"}).status_code == 400


def test_who_has_no_number_cannot_be_confirmed(world, signed_in):
    row = filed(world, 2, accept=True)
    with scoping.system("test"):
        Party.objects.filter(dossier=row).update(identity_number="", identity_kind="")
    party = applicant(row)
    client = signed_in("receptionist")
    assert "Chưa xác nhận danh tính" not in client.get(f"/can-bo/ho-so/{row.id}/").content.decode()
    with nothing_changes():
        answer = client.post(f"/can-bo/ho-so/{row.id}/danh-tinh/{party.id}/", {"how": "card"})
        assert answer.status_code == 400 and "chưa có số giấy tờ" in answer.content.decode()


def test_others_and_other_dossiers_are_no_way_in(world, row, signed_in):
    party, other = applicant(row), filed(world, 3, accept=True)
    for role in ("signer", "clerk", "returner", "cashier", "inspector"):
        client = signed_in(role)
        with nothing_changes():
            answer = client.post(f"/can-bo/ho-so/{row.id}/danh-tinh/{party.id}/", {"how": "card"})
            assert answer.status_code in (403, 404), role
    client = signed_in("receptionist")
    with nothing_changes():
        assert client.post(f"/can-bo/ho-so/{other.id}/danh-tinh/{party.id}/", {"how": "card"}).status_code == 404


def test_what_the_store_holds_need_not_be_handed_in(row, signed_in):
    client = signed_in("receptionist")
    code = row.version_of_procedure.requirements.first().code
    address = f"/can-bo/ho-so/{row.id}/tu-kho/"
    assert address in client.get(f"/can-bo/ho-so/{row.id}/").content.decode()
    assert client.post(address, {"requirement": code, "store_code": " KQ.2026.0001 "}).status_code == 302
    page = client.get(f"/can-bo/ho-so/{row.id}/").content.decode()
    assert "từ kho" in page and "mã KQ.2026.0001" in page
    with scoping.system("test"):
        kept, found = Attachment.objects.get(dossier=row, from_store=True), counted_of(row)
    assert kept.store_code == "KQ.2026.0001" and kept.requirement.code == code and kept.file is None
    assert found.digitised and any(p.from_store for p in found.papers)
    with nothing_changes():
        for sent, status in (
            ({"requirement": code, "store_code": "KQ.2026.0001"}, 409),
            ({"requirement": code, "store_code": " "}, 400), ({"requirement": code, "store_code": "x" * 61}, 400),
            ({"requirement": "không có", "store_code": "KQ"}, 400), ({}, 400),
        ):  # fmt: skip
            assert client.post(address, sent).status_code == status, sent
        assert client.get(address).status_code == 302
    client = signed_in("signer")
    with nothing_changes():
        assert client.post(address, {"requirement": code, "store_code": "KQ.2"}).status_code == 403


def test_after_the_end_nothing_is_written_down(world, row, signed_in):
    with world.scope("receptionist"):
        withdraw(row.id, actor=world.actor("receptionist"), reason="Xin rút hồ sơ")
    client, party = signed_in("receptionist"), applicant(row)
    code = row.version_of_procedure.requirements.first().code
    page = client.get(f"/can-bo/ho-so/{row.id}/").content.decode()
    assert "/danh-tinh/" not in page and "/tu-kho/" not in page
    with nothing_changes():
        assert client.post(f"/can-bo/ho-so/{row.id}/danh-tinh/{party.id}/", {"how": "card"}).status_code == 409
        answer = client.post(f"/can-bo/ho-so/{row.id}/tu-kho/", {"requirement": code, "store_code": "KQ"})
        assert answer.status_code == 409


def test_what_was_written_by_mistake_is_taken_back(world, row, signed_in):
    client, party = signed_in("receptionist"), applicant(row)
    code = row.version_of_procedure.requirements.first().code
    client.post(f"/can-bo/ho-so/{row.id}/tu-kho/", {"requirement": code, "store_code": "KQ.SAI"})
    client.post(f"/can-bo/ho-so/{row.id}/danh-tinh/{party.id}/", {"how": "card"})
    with scoping.system("test"):
        paper = Attachment.objects.get(dossier=row)
        sheet = Attachment.objects.create(dossier=row, name="Đơn", added_at=row.accepted_at)
    address = f"/can-bo/ho-so/{row.id}/bo-giay-to/{paper.id}/"
    assert address in client.get(f"/can-bo/ho-so/{row.id}/").content.decode()
    other = filed(world, 4, accept=True)
    with nothing_changes():  # what was handed in stays, and a paper is of its own dossier
        assert client.post(f"/can-bo/ho-so/{row.id}/bo-giay-to/{sheet.id}/").status_code == 409
        assert client.post(f"/can-bo/ho-so/{other.id}/bo-giay-to/{paper.id}/").status_code == 404
        assert client.get(address).status_code == 302
    client = signed_in("signer")
    with nothing_changes():
        assert client.post(address).status_code == 403
    client = signed_in("receptionist")
    assert client.post(address).status_code == 302
    assert client.post(f"/can-bo/ho-so/{row.id}/danh-tinh/{party.id}/", {"how": "none"}).status_code == 302
    with scoping.system("test"):
        assert list(Attachment.objects.filter(dossier=row)) == [sheet] and applicant(row).identity_confirmed == ""
        kinds = list(Event.objects.filter(subject_id=row.id).order_by("-seq").values_list("kind", flat=True)[:2])
    assert kinds == ["dossier.identity_confirmed", "dossier.document_dropped"]
    assert "Chưa xác nhận danh tính" in client.get(f"/can-bo/ho-so/{row.id}/").content.decode()
    with nothing_changes():
        assert client.post(address).status_code == 404


def test_who_may_not_see_where_a_result_comes_from_counts_it_all_the_same(world, signed_in):
    """Given a result of a unit that the caller does not see, when it is used again, then it is counted as such."""
    row = filed(world, 1, accept=True)
    with scoping.system("test"):
        earlier = filed(world, 2, accept=True)
        Dossier.objects.filter(id=earlier.id).update(
            agency_id=world.agencies["land"].id, receiving_agency_id=world.agencies["ward_centre"].id
        )
        result = Result.objects.create(dossier=earlier, name="Quyết định", number="9/QĐ", added_at=row.accepted_at)
        need = row.version_of_procedure.requirements.first()
        Attachment.objects.create(
            dossier=row, requirement=need, name="x", source_result=result, store_code="9/QĐ", added_at=row.accepted_at
        )
    with world.scope("case_officer"):
        assert not Result.objects.filter(id=result.id).exists()
        found = counted_of(row)
    assert [(p.reused, p.replaced_by) for p in found.papers] == [(True, "9/QĐ")]
