"""What leaves on the wire, against the platform's own examples."""

import json
from urllib.parse import parse_qs, urlsplit

from zalo import requests
from zalo.hosts import Host
from zalo.requests import Button


def body(request):
    return json.loads(request.body)


def test_a_template_by_phone():
    request = requests.template_by_phone(
        phone="+84900000001", template_id="7895", data={"ten": "Nguye\u0302\u0303n"}, tracking_id="t-1"
    )
    assert (request.method, request.host, request.path) == ("POST", Host.BUSINESS, "/message/template")
    assert body(request) == {
        "phone": "84900000001", "template_id": "7895", "template_data": {"ten": "Nguyễn"},
        "tracking_id": "t-1",
    }  # fmt: skip
    assert "Nguyễn".encode() in request.body  # raw UTF-8, composed: Zalo counts code points


def test_a_template_by_uid_has_no_tracking_id():
    request = requests.template_by_uid(user_id="2512523625412515", template_id="7895", data={"a": "b"})
    assert (request.host, request.path) == (Host.OPENAPI, "/v3.0/oa/message/template")
    assert body(request) == {
        "user_id": "2512523625412515",
        "template_id": "7895",
        "template_data": {"a": "b"},
    }


def test_text_with_buttons_has_no_template_type():
    buttons = [Button.url("Xem hồ sơ", "https://x.vn/"), Button.query("Tra cứu", "#tracuu", shown=True)]
    request = requests.consultation(user_id="25", text="Chào", buttons=buttons)
    assert request.path == "/v3.0/oa/message/cs"
    assert body(request) == {
        "recipient": {"user_id": "25"},
        "message": {
            "text": "Chào",
            "attachment": {
                "type": "template",
                "payload": {
                    "buttons": [
                        {"title": "Xem hồ sơ", "type": "oa.open.url", "payload": {"url": "https://x.vn/"}},
                        {"title": "Tra cứu", "type": "oa.query.show", "payload": "#tracuu"},
                    ]
                },
            },
        },
    }
    assert "attachment" not in body(requests.consultation(user_id="25", text="Chào"))["message"]


def test_limits_of_a_chat_message():
    request = requests.consultation(user_id="1", text="a" * 3000, buttons=[Button.query("b" * 200, "#x")] * 7)
    message = body(request)["message"]
    buttons = message["attachment"]["payload"]["buttons"]
    assert (len(message["text"]), len(buttons), len(buttons[0]["title"])) == (2000, 5, 100)


def test_without_buttons_the_addresses_stay():
    buttons = [
        Button.url("Xem", "https://x.vn/"),
        Button.query("Tra cứu", "#t"),
        Button.phone("Gọi", "84900"),
    ]
    assert requests.without_buttons("Chào", buttons) == "Chào\nXem: https://x.vn/\nGọi: 84900"


def test_get_parameters_are_one_json_with_ids_as_text():
    request = requests.conversation(user_id="2512523625412515999", count=50)
    assert request.method == "GET"
    parts = urlsplit(request.path)
    assert parts.path == "/v2.0/oa/conversation"
    assert json.loads(parse_qs(parts.query)["data"][0]) == {
        "user_id": "2512523625412515999",
        "offset": 0,
        "count": 10,
    }


def test_ordinary_query_parameters_on_the_business_host():
    assert requests.template_info(template_id="12345").path == "/template/info/v2?template_id=12345"
    assert requests.message_status(message_id="m1", phone="+84900000001").path == (
        "/message/status?message_id=m1&phone=84900000001"
    )
    assert requests.templates(status=1).path == "/template/all?offset=0&limit=100&status=1"
