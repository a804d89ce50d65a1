"""Transaction and promotion: gone since 2026-03-01; before, or by a switch, with their own rules."""

import pytest

from tests.zalo_emulator.support import agrees, granted, user

BEFORE = "2026-02-28T12:00:00+07:00"
TABLE = {
    "type": "table",
    "content": [{"key": "Mã hồ sơ", "value": "1"}, {"key": "Trạng thái", "value": "Xong", "style": "green"}],
}
GOOD = [
    {"type": "banner", "image_url": "https://a.example/1.png"}, {"type": "header", "content": "Hồ sơ", "align": "left"},
    {"type": "text", "content": "Chào<br>• một", "align": "center"}, TABLE,
]  # fmt: skip


def send(emulator, user_id, elements=GOOD, kind="transaction", template_type="", **more):
    payload = {
        "template_type": template_type or ("promotion" if kind == "promotion" else "transaction_order"),
        "elements": elements,
        **more,
    }
    body = {"recipient": {"user_id": user_id}, "message": {"attachment": {"type": "template", "payload": payload}}}
    return granted(emulator, "POST", f"/v3.0/oa/message/{kind}", body)


def test_the_date_switches_them_off(emulator):
    emulator.post("clock", set=BEFORE)
    user_id = user(emulator, verb="follow")
    agrees(send(emulator, user_id).json, "openapi", "reply")
    assert send(emulator, user_id, GOOD[1:2], "promotion").error == 0
    emulator.post("clock", set="2026-03-01T00:00:00+07:00")
    assert {send(emulator, user_id, kind=k).error for k in ("transaction", "promotion")} == {-233}
    emulator.post("modes", legacy_messages=True)
    assert send(emulator, user_id).error == 0


@pytest.mark.parametrize(
    ("elements", "more"),
    [
        ([], {}), ([{"type": "header", "content": "x" * 101}], {}), ([{"type": "header", "content": "x", "align": "middle"}], {}),
        ([{"type": "text", "content": "x" * 251}], {}), ([{"type": "text", "content": "x"}] * 3, {}),
        ([{"type": "banner"}], {}), ([{"type": "table", "content": [{"key": "Tên", "value": "1"}]}], {}),
        ([{"type": "table", "content": [{"key": "Mã", "value": "x" * 101}]}], {}),
        ([{"type": "table", "content": [{"key": "Mã", "value": "1", "style": "green"}]}], {}),
        ([{"type": "table", "content": [{"key": "Mã", "value": "1"}] + [{"key": "a", "value": "1"}] * 6}], {}),
        ([{"type": "table", "content": [{"key": "Mã", "value": "1"}]}], {"language": "EN"}), (GOOD, {"language": "FR"}),
        (GOOD, {"buttons": [{"title": "a", "type": "oa.open.url", "payload": {}}] * 5}),
        (GOOD, {"buttons": [{"title": "x" * 36, "type": "oa.open.url"}]}), (GOOD, {"template_type": "transaction_dance"}),
    ],
)  # fmt: skip
def test_what_does_not_fit(emulator, elements, more):
    emulator.post("modes", legacy_messages=True)
    assert send(emulator, user(emulator), elements, **more).error == -201
    assert emulator.messages() == []


def test_a_promotion_has_its_own_limits(emulator):
    emulator.post("modes", legacy_messages=True)
    emulator.post("clock", set="2026-11-24T12:00:00+07:00")
    text = [{"type": "text", "content": "x" * 1000}]
    stranger = user(emulator, "p05")
    assert send(emulator, stranger, text, "promotion").error == -213
    user_id = user(emulator, verb="follow")
    assert send(emulator, user_id, text, "promotion").error == 0
    told = granted(emulator, "POST", "/v3.0/oa/quota/message", {"user_id": user_id}).json["data"]["promotion"]
    assert told["daily_remain"] == 0
    assert send(emulator, user_id, text, "promotion").error == -218
    emulator.post("clock", set="2026-11-25T22:30:00+07:00")
    assert send(emulator, user_id, text, "promotion").error == -234
    assert (
        send(emulator, user_id, [{"type": "table", "content": [{"key": "a", "value": "1"}] * 6}], "promotion").error
        == -201
    )


def test_a_transaction_within_a_year_of_the_last_word(emulator):
    emulator.post("modes", legacy_messages=True)
    assert send(emulator, emulator.post("people/p05/set", name="Hoàng Hương Giang")["user_id"]).error == -232
    user_id = user(emulator)
    emulator.post("clock", advance=364 * 86_400)
    assert send(emulator, user_id).error == 0
    emulator.post("clock", advance=2 * 86_400)
    assert send(emulator, user_id).error == -232
    emulator.post("people/p01/block", types=["transaction"])
    assert send(emulator, user_id).error == -244
