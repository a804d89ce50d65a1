"""The other direction: who was told may rate and complain, and the staff concerned read it."""

import re

import pytest
from django.test import Client

from complaints.models import Feedback
from events.models import Event
from foundation import scoping
from ratings.models import Vote
from tests.api.conftest import ApiClient
from tests.support import world as worlds
from tests.support.workers import workers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
CODE, PHONE = "G09.20-20261123-0092637", "0900000002"


def signed_in(house, role: str) -> Client:
    """An official in the back office, by name and password."""
    client = Client()
    answer = client.post(
        "/can-bo/dang-nhap/", {"username": house.people[role].username, "password": "matkhau", "next": ""}
    )
    assert answer.status_code == 302
    return client


def test_a_settled_motorbike_is_rated_and_complained_about(house, emulator, arrive):
    # given a registration that another system settled and handed over, told to its owner on Zalo
    api = ApiClient(worlds.client_of(house))
    told = {
        "procedure": worlds.MOTORBIKE, "agency": house.agencies["police"].code, "status": "returned", "source_version": 1,
        "applicant": {"kind": "citizen", "full_name": "Trần Văn Bình", "phone": PHONE}, "notify": {"zalo": True},
        "received_at": "2026-11-23T09:00:00+07:00", "due_at": "2026-11-25T09:00:00+07:00",
        "completed_at": "2026-11-24T09:00:00+07:00", "outcome": "granted",
    }  # fmt: skip
    with workers(emulator):
        assert api.call("PUT", f"dossiers/mirror/bca/{CODE}/", told).status_code in (200, 201)
        [message] = arrive("84900000002")
    assert message["data"]["status"] == "Đã trả kết quả"
    # when the owner looks it up and follows the invitation
    citizen = Client()
    page = citizen.post("/tra-cuu/", {"code": CODE, "secret": PHONE[-4:]}).content.decode()
    link = re.search(r'href="(/danh-gia/[^"]+/)"', page)
    assert link, page
    thanked = citizen.post(link[1], {"score": "4", "text": "Nhanh hơn hẹn."})
    assert "Cảm ơn bạn" in thanked.content.decode()
    # and complains about it, naming the dossier
    complained = citizen.post(
        "/phan-anh/",
        {
            "kind": "help", "province": "H05", "text": "Biển số bị xước khi nhận.", "name": "Trần Văn Bình", "phone": PHONE,
            "dossier_code": CODE.lower(),
        },
    )  # fmt: skip
    assert complained.status_code == 200, complained.content.decode()
    # then whoever answers for the province reads both; an official of another house reads neither
    director = signed_in(house, "centre_director")
    assert "Nhanh hơn hẹn." in director.get("/can-bo/danh-gia/").content.decode()
    assert "Biển số bị xước khi nhận." in director.get("/can-bo/phan-anh/").content.decode()
    officer = signed_in(house, "case_officer")
    assert "Nhanh hơn hẹn." not in officer.get("/can-bo/danh-gia/").content.decode()
    assert "Biển số bị xước khi nhận." not in officer.get("/can-bo/phan-anh/").content.decode()
    with scoping.system("test"):
        assert Vote.objects.get().score == 4
        assert Feedback.objects.get().agency == house.agencies["police"]
        kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"dossier.mirrored", "rating.voted", "complaint.submitted"} <= kinds
    # and it is rated once
    assert citizen.post(link[1], {"score": "1"}).status_code == 409
