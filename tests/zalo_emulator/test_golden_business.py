"""business.openapi.zalo.me, OAuth and the Social API against their printed examples."""

import json

from tests.support.emulator import eventually
from tests.zalo_emulator.support import DATA, agrees, call, form, granted, printed, same, send
from zalo_emulator.graph import proof_of


def get(emulator, path):
    return granted(emulator, "GET", path).json


class TestSending:
    def test_by_phone(self, emulator):
        told = send(emulator, tracking_id="tracking_id").json
        agrees(told, "business", "send")
        assert told["data"]["quota"] == {"dailyQuota": "20000", "remainingQuota": "19999"}
        assert len(told["data"]["msg_id"]) == 20 and len(told["data"]["sent_time"]) == 13

    def test_in_development_mode_there_is_no_quota(self, emulator):
        agrees(send(emulator, mode="development").json, "business", "send in development")

    def test_states_of_a_message(self, emulator):
        emulator.post("webhook", receipt_delay=5)
        sent = send(emulator).json["data"]["msg_id"]
        path = f"/message/status?message_id={sent}&phone=84900000001"
        agrees(get(emulator, path), "business", "status pushed")
        assert get(emulator, path)["data"] == printed("business", "status pushed")["data"]
        emulator.post("clock", advance=6)
        assert eventually(lambda: get(emulator, path)["data"]["status"] == 1)
        agrees(get(emulator, path), "business", "status delivered")
        told = get(emulator, "/message/status?message_id=x")
        assert told == printed("business", "status unknown")


def test_the_catalogue(emulator):
    agrees(get(emulator, "/message/quota"), "business", "quota")
    agrees(get(emulator, "/message/template-tag"), "business", "tags")
    agrees(get(emulator, "/template/all?offset=0&limit=100&status=1"), "business", "templates")
    agrees(get(emulator, "/template/info/v2?template_id=500000"), "business", "template")
    agrees(get(emulator, "/quality"), "business", "quality")


def test_a_template_with_its_own_quota(emulator):
    emulator.post("templates", template_id="500000", daily_quota=8000)
    told = get(emulator, "/template/info/v2?template_id=500000")["data"]
    own = printed("business", "template with its own quota")
    assert {name: told[name] for name in own} == own


def test_a_sample_has_the_printed_kinds(emulator):
    emulator.post(
        "templates", template_id="77", oa="H05", text="<balance_debt> <due_date> <customer_name>",
        params={"balance_debt": 12, "due_date": 20, "customer_name": 30},
        types={"balance_debt": "currency", "due_date": "date"},
    )  # fmt: skip
    told = get(emulator, "/template/sample-data?template_id=77")
    assert told == printed("business", "sample")


def test_what_people_answered(emulator):
    sent = send(emulator, tracking_id="d").json["data"]["msg_id"]
    emulator.post("people/p01/rate", msg_id=sent, rate=5, note="Tôi rất hài lòng.", feedbacks=["Nhân viên vui vẻ"])
    emulator.post("people/p01/quick-reply", msg_id=sent, data="Đã rõ")
    query = "template_id=500000&from_time=0&to_time=9999999999999&offset=0&limit=10"
    for method in ("GET", "POST"):  # the page says POST, its example GET
        agrees(granted(emulator, method, f"/rating/get?{query}").json, "business", "ratings")
    body = {"template_id": "500000", "from_time": 0, "to_time": 9999999999999, "limit": 10}
    agrees(granted(emulator, "POST", "/response/get", body).json, "business", "responses")
    assert granted(emulator, "POST", "/response/get", {**body, "to_time": 1}).json["data"]["data"] == []


class TestTokens:
    def test_a_pair(self, emulator):
        pair = form(emulator, grant_type="refresh_token", refresh_token="demo-refresh-H05").json
        same(pair, printed("oauth", "pair"))
        assert pair["expires_in"] == "90000"

    def test_a_failure(self, emulator):
        answer = form(emulator, grant_type="refresh_token", refresh_token="x")
        assert answer.status == 200
        same(answer.json, printed("oauth", "failure"))

    def test_of_a_person(self, emulator):
        pair = json.loads(emulator.post("people/p01/login")["tokens"])
        same(pair, printed("oauth", "user pair"))
        token = {"access_token": pair["access_token"]}
        proof = proof_of("demoAppSecret0123456789", pair["access_token"])
        me = call(emulator, "GET", "/v2.0/me?fields=id,name,picture", appsecret_proof=proof, **token).json
        agrees(me, "oauth", "me")
        for verb, name in (("phone-code", "me info phone"), ("place-code", "me info place")):
            code = emulator.post(f"people/p01/{verb}")["code"]
            headers = {**token, "code": code, "secret_key": "demoAppSecret0123456789"}
            agrees(call(emulator, "GET", "/v2.0/me/info", **headers).json, "oauth", name)
            assert call(emulator, "GET", "/v2.0/me/info", **headers).error == 100  # one use


def test_wrong_method_on_a_known_path(emulator):
    assert granted(emulator, "GET", "/message/template").error == -106
    assert granted(emulator, "POST", "/template/all", DATA).error == -106
