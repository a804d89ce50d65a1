"""Every refusal and fault is a page in Vietnamese that says what to do, also without a database."""

import re

import pytest
from django.db import OperationalError, connections
from django.test import Client
from django.utils import translation

from foundation import scoping
from portal.public import errors
from tests.support import world as worlds

FORM = {"kind": "rules", "province": "H05", "text": "Chậm", "name": "Trần Thử", "phone": "0900000009"}


@pytest.fixture
def world(db, redis_url):
    return worlds.build()


def readable(answer, status, words):
    body = answer.content.decode()
    assert answer.status_code == status and words in body, body
    assert 'lang="vi"' in body and "motcua.css" in body and "<h1>" in body and 'href="/"' in body
    assert not re.search(r"Bad Request|Forbidden|Not Found|Server Error|Traceback", body)


def test_an_address_that_is_not_ours_is_400(world, client):
    readable(client.get("/", headers={"host": "khac.example.vn"}), 400, "Yêu cầu không đọc được")


def test_a_form_with_too_many_fields_is_400(world, client):
    readable(client.post("/phan-anh/", {f"x{i}": "1" for i in range(1100)}), 400, "Yêu cầu không đọc được")


def test_a_page_that_was_open_too_long_is_403(world):
    answer = Client(enforce_csrf_checks=True).post("/phan-anh/", FORM)
    readable(answer, 403, "Trang đã hết hạn")
    assert '<a class="button second" href="/phan-anh/">Mở lại trang' in answer.content.decode()


def test_an_unknown_page_is_404(world, client):
    readable(client.get("/khong-co/"), 404, "Không tìm thấy trang")


def test_a_body_that_is_too_large_is_413(world, client):
    readable(client.post("/phan-anh/", {**FORM, "text": "x" * 3_000_000}), 413, "quá lớn")


def test_too_many_posts_are_429_by_address_and_by_phone(world, client):
    for turn in range(5):
        assert client.post("/phan-anh/", FORM, REMOTE_ADDR=f"198.51.100.{turn}").status_code == 200
    answer = client.post("/phan-anh/", {**FORM, "phone": "+84 900 000 009"}, REMOTE_ADDR="198.51.100.99")
    shown = answer.content.decode()
    assert answer.status_code == 429 and int(answer["Retry-After"]) > 0
    assert "Bạn đã gửi nhiều phản ánh" in shown and FORM["text"] in shown, "nothing that was typed is lost"
    others = {**FORM, "phone": "0900000010"}
    assert client.post("/phan-anh/", others, REMOTE_ADDR="198.51.100.99").status_code == 200


def test_a_fault_is_500_without_the_database(db, monkeypatch):
    def down(*args, **kwargs):
        raise OperationalError("the database is down")

    client = Client(raise_request_exception=False)
    with monkeypatch.context() as broken:
        broken.setattr(type(connections["default"]), "cursor", down)
        answer = client.get("/thu-tuc/")
    readable(answer, 500, "Máy chủ gặp lỗi")


def test_a_fault_is_500_without_the_list_of_static_files(rf, monkeypatch):
    def lost(name):
        raise ValueError(name)

    monkeypatch.setattr(errors, "static", lost)
    assert "Máy chủ gặp lỗi" in errors.server_error(rf.get("/")).content.decode()


@pytest.mark.parametrize(
    ("path", "language", "home", "words"),
    [
        ("/", "vi", "/", "Máy chủ gặp lỗi"),
        ("/", "en", "/", "The server had a fault"),
        ("/can-bo/", "vi", "/can-bo/", "hãy báo người quản trị"),
        ("/quan-tri/", "vi", "/can-bo/", "hãy báo người quản trị"),
    ],
)
def test_the_page_of_a_fault_says_its_language_and_leads_back_to_where_one_works(rf, path, language, home, words):
    with translation.override(language):
        body = errors.server_error(rf.get(path)).content.decode()
    assert f'<html lang="{language}">' in body and f'class="home" href="{home}"' in body and words in body
    assert ("office.css" in body) == (home == "/can-bo/")


def test_who_may_not_configure_is_refused_as_an_official(world, client):
    with scoping.system("test"):
        client.force_login(world.people["inspector"])
    answer = client.get("/quan-tri/", follow=True)
    body = answer.content.decode()
    assert answer.status_code == 403 and "Bạn không được xem trang này" in body
    assert 'href="/can-bo/">Về việc của tôi' in body and "/tra-cuu/" not in body


def test_the_icon_that_browsers_ask_for_unasked(client):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302 and answer["Location"].endswith(".svg")
