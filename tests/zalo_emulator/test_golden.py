"""The printed examples of Zalo's pages, compared key by key and kind by kind."""

import json

import pytest

from tests.zalo_emulator.support import DATA, OA, TOKEN, granted, send, shape, text, user

TO = "2512523625412515"


def same_shape(told, printed):
    assert shape(told) == shape(printed)


class TestFreeMessages:
    PRINTED = {
        "data": {
            "quota": {"quota_type": "reply", "remain": "7", "total": "8"}, "message_id": "63ecf43f0df7dba892e6",
            "user_id": TO,
        },
        "error": 0, "message": "Success",
    }  # fmt: skip
    BUTTONS = [
        {"title": "Xem hồ sơ", "type": "oa.open.url", "payload": {"url": "https://a.example"}},
        {"title": "Tra cứu", "type": "oa.query.show", "payload": "#tracuu"},
        {"title": "Ẩn", "type": "oa.query.hide", "payload": "#menu"},
        {"title": "Gọi", "type": "oa.open.phone", "payload": {"phone_code": "84901234567"}},
        {"title": "SMS", "type": "oa.open.sms", "payload": {"content": "a", "phone_code": "84901234567"}},
    ]

    @pytest.mark.parametrize(
        "message",
        [
            {"text": "hello, world!"},
            {"text": "hello, world!", "quote_message_id": "96d3cdf3af150460909"},
            {"text": "a", "attachment": {"type": "template", "payload": {"template_type": "media", "elements": [{"media_type": "image", "url": "https://a.example/bg_1.jpg"}]}}},
            {"attachment": {"type": "template", "payload": {"template_type": "media", "elements": [{"media_type": "gif", "url": "https://a.example/1.gif", "width": 500, "height": 280}]}}},
            {"attachment": {"type": "template", "payload": {"template_type": "media", "elements": [{"media_type": "sticker", "attachment_id": "bfe458bf64fa8da4d4eb"}]}}},
            {"attachment": {"type": "template", "payload": {"template_type": "request_user_info", "elements": [{"title": "OA", "subtitle": "Chia sẻ", "image_url": "https://a.example/1.png"}]}}},
            {"text": "Hồ sơ đã tiếp nhận", "attachment": {"type": "template", "payload": {"buttons": BUTTONS}}},
            {"attachment": {"type": "template", "payload": {"template_type": "list", "elements": [{"title": "a", "subtitle": "b", "image_url": "c"}]}}},
        ],
    )  # fmt: skip
    def test_each_kind_is_taken(self, emulator, message):
        body = {"recipient": {"user_id": user(emulator)}, "message": message}
        same_shape(granted(emulator, "POST", "/v3.0/oa/message/cs", body).json, self.PRINTED)

    @pytest.mark.parametrize(
        ("message", "code"),
        [
            ({}, -201), ({"text": "x" * 2001}, -210), ({"text": 7}, -201),
            ({"text": "a", "attachment": {"type": "template", "payload": {"template_type": "carousel"}}}, -201),
            ({"attachment": {"type": "audio", "payload": {}}}, -233),
            ({"attachment": {"type": "file", "payload": {"token": "unknown"}}}, -201),
            ({"text": "a", "attachment": {"type": "template", "payload": {"buttons": BUTTONS + BUTTONS[:1]}}}, -201),
            ({"text": "a", "attachment": {"type": "template", "payload": {"buttons": [{"title": "x" * 101, "type": "oa.query.show", "payload": "a"}]}}}, -201),
            ({"text": "a", "attachment": {"type": "template", "payload": {"buttons": [{"title": "x", "type": "oa.query.show", "payload": "a" * 1001}]}}}, -201),
            ({"attachment": {"type": "template", "payload": {"template_type": "media", "elements": [{"media_type": "gif", "url": "u"}]}}}, -201),
            ({"attachment": {"type": "template", "payload": {"template_type": "media", "elements": [{"media_type": "image", "url": "u", "attachment_id": "a"}]}}}, -201),
        ],
    )  # fmt: skip
    def test_what_does_not_fit_is_refused(self, emulator, message, code):
        body = {"recipient": {"user_id": user(emulator)}, "message": message}
        assert granted(emulator, "POST", "/v3.0/oa/message/cs", body).error == code
        assert emulator.messages() == []

    def test_the_missing_template_type_is_named(self, emulator):
        message = {"text": "a", "attachment": {"type": "template", "payload": {"template_type": "x"}}}
        body = {"recipient": {"user_id": user(emulator)}, "message": message}
        assert "Missing template_type params" in granted(emulator, "POST", "/v3.0/oa/message/cs", body).json["message"]

    def test_a_low_package_has_no_buttons(self, emulator):
        emulator.post("oas/H05", buttons_allowed=False)
        attachment = {"type": "template", "payload": {"buttons": self.BUTTONS}}
        assert text(emulator, user(emulator), attachment=attachment).error == -224
        assert text(emulator, user(emulator)).error == 0

    def test_an_upload_is_kept_for_seven_days(self, emulator):
        raw = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nabc\r\n--b--\r\n'
        from tests.zalo_emulator.support import call

        told = call(
            emulator,
            "POST",
            "/v2.0/oa/upload/image",
            raw,
            access_token=TOKEN,
            **{"Content-Type": "multipart/form-data; boundary=b"},
        )
        same_shape(told.json, {"data": {"attachment_id": "x"}, "error": 0, "message": "Success"})
        element = {"media_type": "image", "attachment_id": told.json["data"]["attachment_id"]}
        attachment = {"type": "template", "payload": {"template_type": "media", "elements": [element]}}
        assert text(emulator, user(emulator), attachment=attachment).error == 0
        emulator.post("clock", advance=7 * 86_400 + 1)
        assert text(emulator, user(emulator), attachment=attachment).error == -100


def test_a_template_by_user_id(emulator):
    body = {"user_id": user(emulator), "template_id": "500001", "template_data": DATA}
    told = granted(emulator, "POST", "/v3.0/oa/message/template", body).json
    printed = {
        "error": 0, "message": "Success",
        "data": {
            "message_id": "a4d0243feee163bd3af2", "user_id": TO, "sent_time": "1626926349402",
            "quota": {"quota_type": "purchase_quota", "remain": 4821},
        },
    }  # fmt: skip
    same_shape(told, printed)
    assert len(told["data"]["message_id"]) == 20 and len(told["data"]["sent_time"]) == 13


def test_a_template_by_phone(emulator):
    told = send(emulator).json
    printed = {
        "error": 0, "message": "Success",
        "data": {
            "msg_id": "a4d0243feee163bd3af2", "sent_time": "1626926349402", "sending_mode": "1",
            "quota": {"dailyQuota": "500", "remainingQuota": "499"},
        },
    }  # fmt: skip
    same_shape(told, printed)
    assert int(told["data"]["quota"]["remainingQuota"]) == 19_999


def test_the_quota_of_a_person(emulator):
    printed = {
        "data": {
            "last_interaction": "1690184100000", "cs_reply": {"remain": 6, "total": 8},
            "promotion": {"daily_remain": 0, "daily_total": 1, "monthly_remain": 4, "monthly_total": 6},
        },
        "error": 0, "message": "Success",
    }  # fmt: skip
    same_shape(granted(emulator, "POST", "/v3.0/oa/quota/message", {"user_id": user(emulator)}).json, printed)


def test_the_quota_of_an_account(emulator):
    body = {"quota_owner": "OA", "product_type": "cs", "quota_type": "sub_quota"}
    [asset] = granted(emulator, "POST", "/v3.0/oa/quota/message", body).json["data"]
    assert set(asset) == {"asset_id", "product_type", "quota_type", "valid_through", "total", "remain"}


def test_details_of_a_person(emulator):
    user_id = user(emulator)
    told = granted(emulator, "GET", f'/v3.0/oa/user/detail?data=%7B"user_id":"{user_id}"%7D'.replace('"', "%22")).json
    assert set(told["data"]) == {
        "user_id", "user_id_by_app", "user_external_id", "display_name", "user_alias", "is_sensitive",
        "user_last_interaction_date", "user_is_follower", "avatar", "avatars", "dynamic_param", "tags_and_notes_info",
        "shared_info",
    }  # fmt: skip
    day, month, year = told["data"]["user_last_interaction_date"].split("/")
    assert len(day) == len(month) == 2 and len(year) == 4


@pytest.mark.parametrize("path", ["/v2.0/oa/listrecentchat", "/v2.0/oa/conversation"])
def test_the_talk_is_a_bare_list(emulator, path):
    user_id = user(emulator)
    emulator.post("people/p01/say", text="chào")
    text(emulator, user_id, "Chào anh")
    query = (
        json.dumps({"user_id": user_id, "offset": 0, "count": 5})
        .replace('"', "%22")
        .replace(" ", "+")
        .replace("{", "%7B")
        .replace("}", "%7D")
    )
    told = granted(emulator, "GET", f"{path}?data={query}").json
    assert [line["src"] for line in told["data"][:2]] == [0, 1]
    assert all(isinstance(line["time"], int) and isinstance(line["from_id"], str) for line in told["data"])


def test_status_of_a_message(emulator):
    emulator.post("webhook", receipt_delay=5)
    told = send(emulator, tracking_id="a").json["data"]["msg_id"]

    def status(message_id=told):
        return granted(emulator, "GET", f"/message/status?message_id={message_id}&phone=84900000001").json

    assert status()["data"] == {
        "message": "The message is pushed successfully to Zalo server but has not yet delivered to user's phone",
        "status": 0,
    }
    emulator.post("clock", advance=6)
    from tests.support.emulator import eventually

    assert eventually(lambda: status()["data"]["status"] == 1)
    printed = {
        "message": "Success", "error": 0,
        "data": {"delivery_time": "1600328011517", "message": "The message was delivered to the user's phone", "status": 1},
    }  # fmt: skip
    same_shape(status(), printed)
    assert status("x")["data"] == {"message": "The message does not exist", "status": -1}


def test_quota_templates_and_quality(emulator):
    quota = granted(emulator, "GET", "/message/quota").json
    assert quota["message"] == "success" and type(quota["data"]["dailyQuota"]) is int
    assert granted(emulator, "GET", "/message/template-tag").json["data"][0] == "TRANSACTION"
    listed = granted(emulator, "GET", "/template/all?offset=0&limit=100&status=1").json
    printed = {
        "error": 0, "message": "Success", "metadata": {"total": 300},
        "data": [{"templateId": 900025, "templateName": "a", "createdTime": 0, "status": "b", "templateQuality": "c"}],
    }  # fmt: skip
    same_shape(listed, printed)
    info = granted(emulator, "GET", "/template/info/v2?template_id=500000").json["data"]
    assert info["templateId"] == "500000" and info["price"] == "120.0" and info["timeout"] == 7200000
    param = {"name": "a", "require": True, "type": "STRING", "maxLength": 1, "minLength": 0, "acceptNull": False}
    same_shape(info["listParams"][0], param)
    assert set(granted(emulator, "GET", "/template/sample-data?template_id=500000").json["data"]) == set(DATA)
    assert set(granted(emulator, "GET", "/quality").json["data"]) == {"oaCurrentQuality", "oa7dayQuality"}
    assert "message" not in granted(emulator, "POST", "/rating/get?template_id=500000").json


def test_the_account_itself(emulator):
    told = granted(emulator, "GET", "/v2.0/oa/getoa").json["data"]
    assert told["oa_id"] == OA and told["is_verified"] is True and told["num_follower"] == 4
