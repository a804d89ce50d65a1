"""Forms on the dossier's page: issued by a button, downloaded as kept, voided with a reason."""

import pytest

from documents.models import IssuedPaper
from foundation import scoping
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

pytestmark = pytest.mark.django_db


def papers():
    with scoping.system("test"):
        return list(IssuedPaper.objects.order_by("id"))


def fields(dossier, **changes):
    return {"version": dossier.row_version, "papers": "Đơn\nBản vẽ", "copies": "2", "collect": "Quầy 1", "authority": "", **changes}  # fmt: skip


def test_from_the_button_to_the_bytes_to_the_one_that_stands_in(world, signed_in):
    dossier = filed(world, accept=True)
    client, home = signed_in("receptionist"), f"/can-bo/ho-so/{dossier.id}/"
    page = client.get(home).content.decode()
    assert f"{home}phieu/receipt/" in page and "Chưa phát hành phiếu nào" in page
    form = client.get(f"{home}phieu/receipt/").content.decode()
    assert "Thành phần hồ sơ nộp" in form and "Phát hành" in form
    answer = client.post(f"{home}phieu/receipt/", fields(dossier), follow=True)
    assert "Đã phát hành phiếu số 0001/TTPVHCC" in answer.content.decode()
    paper = papers()[0]
    page = answer.content.decode()
    assert f"{home}phieu/{paper.id}/tep/" in page and f"{home}phieu/receipt/" not in page
    file = client.get(f"{home}phieu/{paper.id}/tep/")
    assert b"".join(file.streaming_content).startswith(b"%PDF-") and "attachment" in file["Content-Disposition"]
    assert client.post(f"{home}phieu/{paper.id}/huy/", {"reason": ""}).status_code == 400
    answer = client.post(f"{home}phieu/{paper.id}/huy/", {"reason": "Sai số bộ"}, follow=True)
    page = answer.content.decode()
    assert "đã hủy" in page and "Sai số bộ" in page and f"{home}phieu/receipt/" in page
    page = client.post(f"{home}phieu/receipt/", fields(dossier), follow=True).content.decode()
    assert "Thay bằng số 0002/TTPVHCC" in page
    assert [p.is_voided for p in papers()] == [True, False]


def test_faults_are_told_beside_their_fields_and_what_was_typed_stays(world, signed_in):
    dossier = filed(world, accept=True)
    client = signed_in("receptionist")
    with nothing_changes():
        answer = client.post(f"/can-bo/ho-so/{dossier.id}/phieu/receipt/", fields(dossier, copies="nhiều", papers=""))
    page = answer.content.decode()
    assert answer.status_code == 400 and "Số bộ là một số từ 1 đến 99" in page and "Quầy 1" in page
    assert 'href="#id_papers"' in page and 'href="#id_copies"' in page


def test_whoever_opened_the_page_before_somebody_else_acted_is_told_and_keeps_what_they_typed(world, signed_in):
    from dossiers.actions.start import start

    dossier = filed(world, accept=True)
    with world.scope("case_officer"):
        start(dossier.id, actor=world.actor("case_officer"))
    answer = signed_in("receptionist").post(f"/can-bo/ho-so/{dossier.id}/phieu/receipt/", fields(dossier))
    page = answer.content.decode()
    assert answer.status_code == 412 and "Quầy 1" in page and papers() == []


@pytest.mark.parametrize("kind", ["apology", "supplement", "stop", "refusal", "register"])
def test_what_there_is_nothing_to_tell_of_is_refused(world, signed_in, kind):
    dossier = filed(world, accept=True)
    client = signed_in("receptionist")
    path = f"/can-bo/ho-so/{dossier.id}/phieu/{kind}/"
    with nothing_changes():
        assert client.get(path).status_code in (404, 409)
        assert client.post(path, {"items": "x", "reason": "x", "asked_by": "x", "returned": ""}).status_code in (400, 403, 404, 409)  # fmt: skip


def test_unknown_forms_and_papers_of_other_dossiers_are_not_found(world, signed_in):
    one, two = filed(world, 1, accept=True), filed(world, 2, accept=True)
    client = signed_in("receptionist")
    client.post(f"/can-bo/ho-so/{one.id}/phieu/receipt/", fields(one))
    paper = papers()[0]
    for path in ("phieu/khong-co/", f"phieu/{paper.id}/tep/", f"phieu/{paper.id}/huy/"):
        assert client.get(f"/can-bo/ho-so/{two.id}/{path}").status_code == 404


@pytest.mark.parametrize("role", ["other_officer", "ward_receptionist"])
def test_who_may_not_see_the_dossier_sees_no_paper_of_it(world, signed_in, role):
    dossier = filed(world, accept=True)
    signed_in("receptionist").post(f"/can-bo/ho-so/{dossier.id}/phieu/receipt/", fields(dossier))
    paper = papers()[0]
    client = signed_in(role)
    with nothing_changes():
        for path in ("phieu/receipt/", f"phieu/{paper.id}/tep/", f"phieu/{paper.id}/huy/"):
            assert client.get(f"/can-bo/ho-so/{dossier.id}/{path}").status_code == 404
            assert client.post(f"/can-bo/ho-so/{dossier.id}/{path}", {"reason": "x"}).status_code in (404, 405)
