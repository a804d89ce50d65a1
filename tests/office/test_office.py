"""The back office: sign in, the desk, a dossier, an act."""

import re

import pytest

from dossiers.models import Dossier, Remark
from foundation import scoping
from tests.support import world as worlds
from tests.support.world import filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db, redis_url):
    return worlds.build()


def signed_in(client, world, role):
    answer = client.post("/can-bo/dang-nhap/", {"username": world.people[role].username, "password": "matkhau"})
    assert answer.status_code == 302 and answer["Location"] == "/can-bo/"
    return client


def text(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_stranger_is_sent_to_sign_in_and_back(world, client):
    answer = client.get("/can-bo/?xem=unit")
    assert answer["Location"] == "/can-bo/dang-nhap/?next=%2Fcan-bo%2F%3Fxem%3Dunit"
    user = world.people["case_officer"].username
    back = client.post("/can-bo/dang-nhap/", {"username": user, "password": "matkhau", "next": "/can-bo/?xem=unit"})
    assert back["Location"] == "/can-bo/?xem=unit"


@pytest.mark.parametrize("target", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_after_signing_in(world, client, target):
    user = world.people["case_officer"].username
    answer = client.post("/can-bo/dang-nhap/", {"username": user, "password": "matkhau", "next": target})
    assert answer["Location"] == "/can-bo/"


def test_a_wrong_password_is_refused_in_vietnamese_and_locked_after_five(world, client):
    user = world.people["case_officer"].username
    answers = [client.post("/can-bo/dang-nhap/", {"username": user, "password": "sai"}) for _ in range(6)]
    assert answers[0].status_code == 400 and "không đúng" in text(answers[0])
    assert answers[-1].status_code == 429
    assert client.post("/can-bo/dang-nhap/", {"username": user, "password": "matkhau"}).status_code == 429


def test_the_receptionist_accepts_what_was_filed(world, client):
    dossier = filed(world)
    signed_in(client, world, "receptionist")
    assert "Công ty TNHH Khách sạn Sông Cầu 1" in text(client.get("/can-bo/"))
    page = client.get(f"/can-bo/ho-so/{dossier.id}/")
    assert "Tiếp nhận" in text(page)
    form = client.get(f"/can-bo/ho-so/{dossier.id}/accept/")
    assert "tin Zalo đến số •••001" in text(form)
    version = re.search(r'name="version" value="(\d+)"', form.content.decode())[1]
    assert client.post(f"/can-bo/ho-so/{dossier.id}/accept/", {"version": version}).status_code == 302
    shown = text(client.get(f"/can-bo/ho-so/{dossier.id}/"))
    assert "Được tiếp nhận" in shown and "Chờ gửi" in shown and "H05.101.01-" in shown


def test_a_conflict_is_shown_and_nothing_overwritten(world, client):
    dossier = filed(world)
    signed_in(client, world, "receptionist")
    with scoping.system("test"):
        old = Dossier.objects.get(id=dossier.id).row_version
        Dossier.objects.filter(id=dossier.id).update(row_version=old + 1)
    answer = client.post(f"/can-bo/ho-so/{dossier.id}/accept/", {"version": old})
    assert answer.status_code == 412 and "người khác cập nhật" in text(answer)
    with scoping.system("test"):
        assert Dossier.objects.get(id=dossier.id).status == "submitted"


def test_an_act_that_is_not_allowed_is_not_offered_and_not_done(world, client):
    dossier = filed(world, accept=True)
    signed_in(client, world, "receptionist")
    assert "Hoàn thành" not in text(client.get(f"/can-bo/ho-so/{dossier.id}/"))
    assert client.post(f"/can-bo/ho-so/{dossier.id}/complete/", {"version": 1, "outcome": "granted"}).status_code == 409
    with scoping.system("test"):
        assert Dossier.objects.get(id=dossier.id).status == "accepted"


def test_other_units_and_provinces_find_nothing(world, client):
    dossier = filed(world, accept=True)
    signed_in(client, world, "other_officer")
    assert client.get(f"/can-bo/ho-so/{dossier.id}/").status_code == 404
    assert client.post(f"/can-bo/ho-so/{dossier.id}/start/", {"version": 1}).status_code == 404
    assert "Sông Cầu" not in text(client.get("/can-bo/?xem=unit")) and "Sông Cầu" not in text(
        client.get("/can-bo/?q=song cau")
    )


def test_the_desk_costs_a_constant_number_of_queries(world, client, django_assert_max_num_queries):
    signed_in(client, world, "unit_head")
    for number in range(3):
        filed(world, number, accept=True)
    with django_assert_max_num_queries(44):
        client.get("/can-bo/")
    for number in range(3, 9):
        filed(world, number, accept=True)
    with django_assert_max_num_queries(44):
        assert "Sông Cầu" in text(client.get("/can-bo/"))


def test_the_lines_of_a_reason_count_once(world, client):
    dossier = filed(world, accept=True)
    signed_in(client, world, "case_officer")
    act, line = f"/can-bo/ho-so/{dossier.id}/request_supplement/", "x" * 99 + "\r\n"
    body = {"version": dossier.row_version, "reason": line * 20 + "xx"}
    assert client.post(act, body).status_code == 400
    assert client.post(act, {**body, "reason": line * 20}).status_code == 302
    with scoping.system("test"):
        assert Remark.objects.get(dossier=dossier).reason == "\n".join(["x" * 99] * 20)


def test_a_reason_is_asked_for(world, client):
    dossier = filed(world, accept=True)
    signed_in(client, world, "case_officer")
    answer = client.post(f"/can-bo/ho-so/{dossier.id}/request_supplement/", {"version": 3, "reason": ""})
    assert answer.status_code == 400 and "Hãy ghi lý do" in text(answer)
