"""Templates made by the API: rules of the layout, approval, editing, pictures."""

import copy

import pytest

from tests.support.emulator import eventually
from tests.zalo_emulator.support import PNG, TOKEN, call, granted, send

BODY = {
    "template_name": "Trạng thái hồ sơ mới", "template_type": 1, "tag": "1", "note": "", "tracking_id": "t",
    "layout": {
        "header": {"components": [{"LOGO": {}}]},
        "body": {
            "components": [
                {"TITLE": {"value": "Hồ sơ <code> đã xong"}}, {"PARAGRAPH": {"value": "Kính gửi <name>, mời đến nhận."}},
                {"TABLE": {"rows": [{"title": "Mã hồ sơ", "value": "<code>"}, {"title": "Hẹn trả", "value": "<due>"}]}},
            ]
        },
        "footer": {"components": [{"BUTTONS": {"items": [{"type": 1, "title": "Xem hồ sơ", "content": "https://a.example"}]}}]},
    },
    "params": [
        {"type": "4", "name": "code", "sample_value": "1"}, {"type": "1", "name": "name", "sample_value": "An"},
        {"type": "11", "name": "due", "sample_value": "24/11/2026"},
    ],
}  # fmt: skip


def create(emulator, **change):
    return granted(emulator, "POST", "/template/create", {**copy.deepcopy(BODY), **change})


def test_a_template_waits_is_approved_and_sent(emulator, hook):
    told = create(emulator).json
    assert told["error"] == 0 and told["data"]["template_status"] == "PENDING_REVIEW"
    template = told["data"]["template_id"]
    data = {"code": "H05-1", "name": "An", "due": "24/11/2026"}
    assert send(emulator, template=template, data=data).error == -131
    assert granted(emulator, "GET", "/template/all?status=2").json["data"][0]["templateId"] == int(template)
    emulator.post("templates", template_id=template, status="ENABLE")
    [event] = eventually(lambda: hook.named("change_template_status"))
    assert event.event["status"] == {"prev_status": "PENDING_REVIEW", "new_status": "ENABLE"}
    assert send(emulator, template=template, data=data).error == 0
    assert send(emulator, template=template, data={**data, "name": "x" * 31}).error == -1121
    assert send(emulator, template=template, data={**data, "due": "mai"}).error == -1124
    assert "Mã hồ sơ: H05-1" in emulator.messages()[0]["text"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"template_name": "ngắn"}, -132), ({"template_type": 9}, -132), ({"tag": "9"}, -132), ({"layout": {}}, -153),
        ({"params": [{"type": "99", "name": "code"}]}, -132), ({"params": []}, -153),
        ({"layout": {"body": {"components": [{"TITLE": {"value": "ngắn"}}]}}}, -153),
        ({"layout": {"body": {"components": [{"TABLE": {"rows": [{"title": "Mã hồ sơ", "value": "<code>"}]}}]}}}, -153),
    ],
)  # fmt: skip
def test_what_breaks_the_rules(emulator, change, code):
    before = emulator.get("world")
    assert create(emulator, **change).error == code
    assert emulator.get("world") == before


def test_only_a_rejected_one_is_edited(emulator):
    template = create(emulator).json["data"]["template_id"]
    body = {**BODY, "template_id": template, "template_name": "Trạng thái hồ sơ (sửa)"}
    assert granted(emulator, "POST", "/template/edit", body).error == -1091
    emulator.post("templates", template_id=template, status="REJECT")
    assert granted(emulator, "POST", "/template/edit", body).json["data"]["template_status"] == "PENDING_REVIEW"
    assert granted(emulator, "POST", "/template/edit", {**body, "template_id": "500010"}).error == -109


def test_a_hundred_a_day(emulator):
    assert {create(emulator).error for _ in range(100)} == {0}
    assert create(emulator).error == -160
    emulator.post("clock", advance=86_400)
    assert create(emulator).error == 0


@pytest.mark.parametrize(("content", "code"), [(PNG, 0), (b"abc", -159), (PNG + bytes(500 * 1024), -158)])
def test_pictures(emulator, content, code):
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
    headers = {"access_token": TOKEN, "Content-Type": "multipart/form-data; boundary=b"}
    told = call(emulator, "POST", "/upload/image", head + content + b"\r\n--b--\r\n", **headers).json
    assert told["error"] == code and (code or told["data"]["media_id"])
