"""«Thủ tục» for officials: versions, what changed between them, the process as a drawing."""

import copy

import pytest

from foundation import scoping
from procedures.importing.reading import read
from procedures.importing.run import write_catalogue
from tests.support.world import CATALOGUE, CITIZENSHIP, HOTEL, MARRIAGE, PERMIT, filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(world, signed_in):
    return signed_in("clerk")


@pytest.fixture
def next_law(world):
    content, _lines = read(CATALOGUE.read_text())
    [entry] = [copy.deepcopy(e) for e in content["procedures"] if e["code"] == MARRIAGE]
    entry.update(effective_from="2027-03-01", legal_basis=["Luật Hộ tịch số 03/2026/QH16"])
    del entry["effective_to"]
    with scoping.system("test"):
        write_catalogue({"procedures": [entry]})


def page_of(client, code, query=""):
    answer = client.get(f"/can-bo/thu-tuc/{code}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_finds_without_diacritics_and_leads_to_the_procedure(clerk):
    page = clerk.get("/can-bo/thu-tuc/", {"q": "giay phep xay dung"}).content.decode()
    assert f"/can-bo/thu-tuc/{PERMIT}/" in page and HOTEL not in page
    assert "Không có thủ tục nào khớp" in clerk.get("/can-bo/thu-tuc/", {"q": "zzzz"}).content.decode()


def test_the_process_is_drawn_with_who_acts_and_told_in_words(clerk):
    page = page_of(clerk, MARRIAGE)
    assert page.count('class="step') == 6 and "Cần xác minh" in page and "không tính thời gian" in page
    assert "Các bước bằng chữ" in page and "Cơ quan giải quyết: Lãnh đạo ký duyệt" in page


@pytest.mark.parametrize("code", [HOTEL, PERMIT, CITIZENSHIP])
def test_every_process_of_the_catalogue_can_be_drawn(clerk, code):
    assert "<svg" in page_of(clerk, code)


def test_a_law_that_is_prepared_shows_what_it_will_change(clerk, next_law):
    page = page_of(clerk, MARRIAGE)
    assert "(chuẩn bị)" in page and "(đang áp dụng)" in page
    coming = page_of(clerk, MARRIAGE, "?den=2")
    assert "Phiên bản 2 khác phiên bản 1 ở" in coming and "<ins>Luật Hộ tịch số 03/2026/QH16</ins>" in coming
    assert ("<del>" in coming and "Căn cứ pháp lý" in coming) or "căn cứ pháp lý" in coming
    back = page_of(clerk, MARRIAGE, "?tu=2&den=1")
    assert "<del>Luật Hộ tịch số 03/2026/QH16</del>" in back


def test_a_dossier_leads_to_the_version_it_keeps(world, signed_in):
    dossier = filed(world, accept=True)
    page = signed_in("case_officer").get(f"/can-bo/ho-so/{dossier.id}/").content.decode()
    assert f'href="/can-bo/thu-tuc/{HOTEL}/?den=1"' in page


@pytest.mark.parametrize("path", ["9.999999/", f"{HOTEL}/?den=77", f"{HOTEL}/?tu=x"])
def test_what_there_is_not_has_no_page(clerk, path):
    assert clerk.get(f"/can-bo/thu-tuc/{path}").status_code == 404
