"""The head is asked, gives a new date, and the letter goes with it (NĐ 61/2018 Đ19(9), mẫu 04)."""

from datetime import timedelta

import pytest

from documents.models import IssuedPaper
from dossiers.actions.start import start
from dossiers.models import Dossier
from events.models import Event
from foundation import scoping
from foundation.local_time import now, to_local
from tests.support.world import filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(world):
    row = filed(world, accept=True)
    with world.scope("case_officer"):
        return start(row.id, actor=world.actor("case_officer"))


def later(dossier):
    day = to_local(dossier.due_at + timedelta(days=14)).replace(hour=9, minute=0)
    while day.weekday() > 4:
        day += timedelta(days=1)
    return f"{day:%Y-%m-%dT%H:%M}"


def put_off(client, dossier):
    sent = {"version": dossier.row_version, "due_at": later(dossier), "reason": "Chờ kết quả xác minh"}
    return client.post(f"/can-bo/ho-so/{dossier.id}/extend/", sent)


def letters(dossier):
    with scoping.system("test"):
        return list(IssuedPaper.objects.filter(subject_id=dossier.id, kind="apology"))


def test_the_head_who_gives_the_date_signs_the_letter(world, signed_in, dossier):
    client = signed_in("signer")
    assert put_off(client, dossier).status_code == 302
    page = client.get(f"/can-bo/ho-so/{dossier.id}/").content.decode()
    assert "Đã hẹn lại ngày trả kết quả." in page and "Đã lập phiếu xin lỗi số" in page
    [letter] = letters(dossier)
    assert letter.issued_by_id == world.people["signer"].id
    with scoping.system("test"):
        kinds = list(Event.objects.filter(subject_id=dossier.id).order_by("seq").values_list("kind", flat=True))
    assert kinds[-2:] == ["dossier.extended", "dossier.paper_issued"]


def test_who_is_not_the_head_gives_a_date_and_leaves_the_letter_to_the_head(world, signed_in, dossier):
    assert put_off(signed_in("unit_head"), dossier).status_code == 302
    assert letters(dossier) == []
    page = signed_in("signer").get(f"/can-bo/ho-so/{dossier.id}/").content.decode()
    assert f"/can-bo/ho-so/{dossier.id}/phieu/apology/" in page


def test_a_head_sees_for_which_dossiers_an_apology_is_asked(world, signed_in, dossier):
    with scoping.system("test"):
        Dossier.objects.filter(id=dossier.id).update(apology_asked_for=dossier.due_at)
    assert now() < dossier.due_at
    client = signed_in("signer")
    assert "Cần xin lỗi, hẹn lại" in client.get("/can-bo/?xem=mine").content.decode()
    assert dossier.code in client.get("/can-bo/?xem=mine&nhom=apology").content.decode()
    assert dossier.code not in signed_in("case_officer").get("/can-bo/?xem=mine&nhom=apology").content.decode()
