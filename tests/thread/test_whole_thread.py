"""The whole thread, every real part in place: token → create and accept → phone → receipt → ledger → look-up."""

import re

import pytest
from django.test import Client

from dossiers.models import Dossier
from foundation import scoping
from notifications.models import Message
from notifications.tasks import sweep
from tests.api.conftest import ApiClient
from tests.support import world as worlds
from tests.support.emulator import eventually
from tests.support.workers import workers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


def test_from_the_token_to_the_look_up_page(house, emulator, arrive, states_of):
    api = ApiClient(worlds.client_of(house))
    body = {
        "procedure": worlds.HOTEL, "agency": house.department.code, "channel": "counter", "notify": {"zalo": True},
        "applicant": {"kind": "business", "full_name": "Công ty TNHH Khách sạn Sông Cầu", "phone": "+84900000001"},
        "accept": True,
    }  # fmt: skip
    with workers(emulator):
        made = api.post("dossiers/", body, idempotency_key="thread-1").json()
        [arrived] = arrive("84900000001")
        assert arrived["data"]["code"] == made["code"]
        assert arrived["data"]["status"] == "Đã tiếp nhận"
        assert arrived["data"]["agency"].startswith("Sở Văn hóa")
        assert eventually(lambda: states_of(api, made) == ["delivered"], 90)
    [message] = api.get(f"dossiers/{made['id']}/messages/").json()["results"]
    assert message["channel"] == "zalo_phone"
    assert message["delivered_at"]
    events = api.get(f"dossiers/{made['id']}/events/").json()["results"]
    [event] = [e for e in events if e["kind"] == "dossier.accepted"]
    with scoping.system("test"):
        assert str(Message.objects.get().correlation_id) == event["correlation_id"]
    page = Client().post("/tra-cuu/", {"code": made["code"], "secret": "0001"}).content.decode()
    assert "Tin Zalo đã đến máy của bạn" in re.sub(r"\s+", " ", page)


def test_a_mirrored_motorbike_registration_reaches_its_citizen(house, emulator):
    api = ApiClient(worlds.client_of(house))
    told = {
        "procedure": worlds.MOTORBIKE, "agency": house.agencies["police"].code, "status": "accepted",
        "applicant": {"kind": "citizen", "full_name": "Trần Thị Thử", "phone": "0900000002"}, "source_version": 1,
        "received_at": "2026-11-23T09:00:00+07:00", "due_at": "2026-11-26T09:00:00+07:00", "notify": {"zalo": True},
    }  # fmt: skip
    path = "dossiers/mirror/bca/G09.20-20261123-0092637/"
    with workers(emulator):
        api.call("PUT", path, told)
        api.call("PUT", path, {**told, "status": "completed", "source_version": 2})
        eventually(lambda: sweep() and len(emulator.messages("84900000002")) == 2, 90)
    got = emulator.messages("84900000002")
    assert [m["data"]["code"] for m in got] == ["G09.20-20261123-0092637"] * 2
    assert [m["data"]["status"] for m in got] == ["Đã tiếp nhận", "Đã có kết quả"]
    with scoping.system("test"):
        assert Dossier.objects.get().receipt_code == ""
