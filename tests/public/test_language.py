"""Vietnamese for everybody; English for who asks for it on the page; systems say it in a header."""

import pytest
from django.test import Client

from tests.support import world as worlds

ENGLISH_BROWSER = {"Accept-Language": "en-US,en;q=0.9"}


@pytest.fixture
def world(db, redis_url):
    return worlds.build()


def body(answer) -> str:
    return answer.content.decode()


def test_an_english_browser_still_reads_vietnamese(world, client):
    for path in ("/", "/phan-anh/", "/can-bo/dang-nhap/", "/khong-co/"):
        answer = client.get(path, headers=ENGLISH_BROWSER)
        assert 'lang="vi"' in body(answer)[:400] and answer["Content-Language"] == "vi", path
    wrong = client.post("/can-bo/dang-nhap/", {"username": "", "password": ""}, headers=ENGLISH_BROWSER)
    assert "bắt buộc" in body(wrong) and "This field" not in body(wrong)


def test_english_is_asked_for_once_and_kept_until_vietnamese_is(world, client):
    answer = client.get("/en/thu-tuc/?q=ket%20hon")
    assert answer.status_code == 302 and answer["Location"] == "/thu-tuc/?q=ket%20hon"
    page = client.get("/thu-tuc/?q=ket%20hon")
    assert page["Content-Language"] == "en" and '<html lang="en">' in body(page)
    assert 'href="/vi/thu-tuc/?q=ket%20hon"' in body(page)
    assert client.get("/vi/tra-cuu/")["Location"] == "/tra-cuu/"
    assert '<html lang="vi">' in body(client.get("/"))


def test_officials_read_vietnamese_whatever_they_chose_as_citizens(world, client):
    client.get("/en/")
    assert '<html lang="vi">' in body(client.get("/can-bo/dang-nhap/"))


@pytest.mark.parametrize(
    "path", ["/en//evil.example/", "/vi//evil.example", "/en/%5C%5Cevil.example/", "/en/%09/evil.example"]
)
def test_the_switch_leads_nowhere_else(world, path):
    target = Client().get(path)["Location"]
    assert target.startswith("/") and not target.startswith(("//", "/\\")), target


def test_systems_choose_by_header(world, client):
    for header, said in (
        ("en", "en"),
        ("en-GB,vi;q=0.5", "en"),
        ("fr,vi;q=0.9,en;q=0.1", "vi"),
        ("fr", "vi"),
        ("", "vi"),
    ):
        answer = client.get("/api/v1/procedures/", headers={"Accept-Language": header})
        assert (answer["Content-Language"], "Accept-Language" in answer["Vary"]) == (said, True), header
