"""The template engine: what is refused, with which code, and that nothing arrives then."""

import hashlib
import unicodedata

import pytest

from tests.zalo_emulator.support import DATA, TOKEN, call, granted, send, user

NOON, NIGHT = "2026-11-24T12:00:00+07:00", "2026-11-24T22:30:00+07:00"


@pytest.mark.parametrize(
    ("phone", "code"),
    [
        ("", -108), ("0900000001", -108), ("84", -108), ("84abc", -108), ("++84900000001", -108),
        ("8490000000112345", -108), ("84900000037", -118), ("84911111111", -118), ("84900000039", -119),
        ("84900000040", -141), ("84900000001", 0), ("+84900000001", 0),
    ],
)  # fmt: skip
def test_the_number(emulator, phone, code):
    assert send(emulator, phone).error == code
    assert len(emulator.messages()) == (code == 0)


@pytest.mark.parametrize(
    ("flag", "code"),
    [
        ({"inactive": True}, -114),
        ({"outdated": True}, -110),
        ({"refused_tags": ["TRANSACTION"]}, -139),
        ({"last_active": 0}, -114),
        ({"has_zalo": False}, -118),
        ({"can_receive": False}, -119),
    ],
)
def test_the_person(emulator, flag, code):
    emulator.post("people/p01/set", **flag)
    assert send(emulator).error == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"status": "PENDING_REVIEW"}, -131), ({"status": "REJECT"}, -131), ({"status": "DISABLE"}, -146),
        ({"daily_quota": 0}, -147), ({"by_phone": False}, -109),
    ],
)  # fmt: skip
def test_the_template(emulator, change, code):
    emulator.post("templates", template_id="500000", **change)
    assert send(emulator).error == code


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"verified": False}, -135), ({"zca_linked": False}, -136), ({"remaining": 0}, -144), ({"balance": 0}, -137),
        ({"balance": 100}, -115), ({"enabled": False}, -125),
    ],
)  # fmt: skip
def test_the_account(emulator, change, code):
    emulator.post("oas/H05", quota_day=0, **change)
    assert send(emulator).error == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, -111), ("x", -112), ([1], -112), ({**DATA, "code": None}, -1122), ({**DATA, "code": ""}, -1122),
        ({k: v for k, v in DATA.items() if k != "code"}, -1122), ({**DATA, "code": {}}, -112), ({**DATA, "code": True}, -112),
        ({**DATA, "customer_name": "a" * 31}, -1121), ({**DATA, "customer_name": "a" * 30}, 0), ({**DATA, "more": "a"}, 0),
    ],
)  # fmt: skip
def test_the_data(emulator, data, code):
    assert send(emulator, data=data).error == code


def test_decomposed_letters_count_as_sent(emulator):
    name = "Nguyễn Thị Hường Thảo Nguyên Ý"
    assert len(name) == 30
    assert send(emulator, data={**DATA, "customer_name": name}).error == 0
    assert send(emulator, data={**DATA, "customer_name": unicodedata.normalize("NFD", name)}).error == -1121


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (
            "date",
            ["09:00", "09:00:01", "09:00 24/11/2026", "24/11/2026", "11/2026"],
            ["24-11-2026", "9h", "32/01/2026"],
        ),
        ("currency", ["120000"], ["-1", "0", "1.5"]),
        ("phone", ["0900000001"], ["abc"]),
        ("url", ["https://a.example/"], ["a.example"]),
    ],
)
def test_formats(emulator, kind, good, bad):
    emulator.post("templates", template_id="77", oa="H05", params={"x": 90}, types={"x": kind}, text="<x>")
    assert {send(emulator, template="77", data={"x": v}).error for v in good} == {0}
    assert {send(emulator, template="77", data={"x": v}).error for v in bad} == {-1124}


def test_the_wrong_account(emulator):
    assert send(emulator, template="500010").error == -117
    assert send(emulator, template="nothing").error == -109


def test_not_at_night_where_the_template_says_so(emulator):
    emulator.post("clock", set=NIGHT)
    assert send(emulator).error == 0
    emulator.post("templates", template_id="500000", night_ok=False)
    assert send(emulator).error == -133
    emulator.post("clock", set=NOON)
    assert send(emulator).error == 0


def test_a_quota_starts_anew_at_midnight(emulator):
    emulator.post("clock", set=NOON)
    assert send(emulator).error == 0
    emulator.post("oas/H05", remaining=0)
    assert send(emulator).error == -144
    emulator.post("clock", advance=12 * 3600)
    assert send(emulator).error == 0


def test_sending_modes(emulator):
    assert send(emulator, sending_mode="2").error == -161
    assert send(emulator, sending_mode="3").error == -162
    emulator.post("templates", template_id="500000", tag="PROMOTION")
    assert send(emulator, sending_mode="3").json["data"]["sending_mode"] == "3"


def test_the_body_and_the_token(emulator):
    assert call(emulator, "POST", "/message/template", b"{", access_token=TOKEN).error == -122
    assert call(emulator, "POST", "/message/template", b"", access_token=TOKEN).error == -121
    assert call(emulator, "POST", "/message/template", {"phone": "84900000001"}, access_token="x").error == -124
    emulator.post("apps", activated=False)
    assert send(emulator).error == -103
    assert granted(emulator, "GET", "/v2.0/oa/getoa").error == -209


def test_a_repeated_tracking_id_sends_again(emulator):
    for _ in range(2):
        send(emulator, tracking_id="same")
    assert len(emulator.messages(tracking_id="same")) == 2
    assert emulator.get("stats")["doubled"] == 1


def test_by_the_hash_of_the_number(emulator):
    hashed = hashlib.sha256(b"84900000002").hexdigest()
    body = {"hash_phone": hashed, "template_id": "500000", "template_data": DATA}
    assert granted(emulator, "POST", "/message/template/hashphone", body).error == 0
    assert len(emulator.messages("84900000002")) == 1
    assert granted(emulator, "POST", "/message/template/hashphone", {**body, "hash_phone": "x"}).error == -118


def test_a_person_is_away_after_45_days(emulator):
    now = emulator.get("clock")["now"]
    user_id = emulator.post("people/p01/set", last_active=now)["user_id"]
    emulator.post("clock", advance=44 * 86_400)
    assert send(emulator).error == 0
    emulator.post("clock", advance=2 * 86_400)
    assert send(emulator).error == -114
    emulator.post("people/p01/say", text="tôi đây")
    assert send(emulator).error == 0 and user_id


def test_an_optional_parameter_may_be_left_out(emulator):
    emulator.post("templates", template_id="500000", optional=["official"])
    assert send(emulator, data={k: v for k, v in DATA.items() if k != "official"}).error == 0
    [param] = [
        p for p in granted(emulator, "GET", "/template/info/v2?template_id=500000").json["data"]["listParams"]
        if p["name"] == "official"
    ]  # fmt: skip
    assert (param["require"], param["acceptNull"]) == (False, True)


def test_tracking_ids_are_a_rule_in_development_mode_only(emulator):
    for wrong in ("x" * 49, "a b", "a/b"):
        assert send(emulator, mode="development", tracking_id=wrong).error == -132
        assert send(emulator, tracking_id=wrong).error == 0
    assert send(emulator, mode="development", tracking_id="018f-7e_1").error == 0


@pytest.mark.parametrize("change", [{"created": 1765200000.0}, {"tag": "OTP"}, {"by_uid": False}])
def test_old_templates_and_codes_do_not_go_by_user_id(emulator, change):
    emulator.post("templates", template_id="500001", **change)
    body = {"user_id": user(emulator), "template_id": "500001", "template_data": DATA}
    assert granted(emulator, "POST", "/v3.0/oa/message/template", body).error == -249


def test_each_channel_has_its_price(emulator):
    emulator.post("templates", template_id="500000", price=200)
    emulator.post("templates", template_id="500001", price_uid=50)
    send(emulator)
    body = {"user_id": user(emulator), "template_id": "500001", "template_data": DATA}
    granted(emulator, "POST", "/v3.0/oa/message/template", body)
    assert [m["cost"] for m in emulator.messages()] == [200, 50]


def test_not_by_user_id(emulator):
    body = {"user_id": user(emulator), "template_id": "500000", "template_data": DATA}
    assert granted(emulator, "POST", "/v3.0/oa/message/template", body).error == -249


@pytest.mark.parametrize(
    ("change", "code"), [({"zca_linked": False}, -320), ({"balance": 0}, -321), ({"remaining": 0}, -211)]
)
def test_by_user_id_the_account_must_be_able_to_pay(emulator, change, code):
    emulator.post("oas/H05", **change)
    body = {"user_id": user(emulator), "template_id": "500001", "template_data": DATA}
    assert granted(emulator, "POST", "/v3.0/oa/message/template", body).error == code


def test_what_the_phone_shows(emulator):
    emulator.post(
        "templates",
        template_id="500000",
        buttons=[{"type": "1", "title": "Xem", "content": "https://a.example/?c=<code>"}],
    )
    send(emulator)
    [line] = emulator.get("people/p01")["ties"]["388613280878808640"]["log"]
    assert "Tình trạng: Đã tiếp nhận" in line["text"]
    assert line["title"] == "Thông báo tình trạng hồ sơ" and ["Hẹn trả", DATA["due_at"]] in line["rows"]
    assert line["words"].startswith(f"Kính gửi {DATA['customer_name']}")
    assert line["buttons"][0]["payload"]["url"] == "https://a.example/?c=" + DATA["code"]
