"""Webhook events against their printed examples."""

import json

import pytest

from tests.support.emulator import eventually
from tests.zalo_emulator.support import DATA, OA, granted, printed, same, send, text, user


def event(hook, name):
    [found] = eventually(lambda: hook.named(name))
    return found.event


def agrees(told, name=""):
    same(told, printed("events", name or told["event_name"]))


def test_to_write_and_to_answer(emulator, hook):
    emulator.post("people/p01/say", text="message")
    agrees(event(hook, "user_send_text"))
    hook.calls.clear()
    emulator.post("people/p01/say", text="message", quote="96d3cdf3af150460909")
    assert event(hook, "user_send_text")["message"]["quote_msg_id"] == "96d3cdf3af150460909"


@pytest.mark.parametrize("hidden", [True, False])
def test_a_tap_is_an_ordinary_text(emulator, hook, hidden):
    emulator.post("people/p01/tap", text="#tracuu", hidden=hidden)
    agrees(event(hook, "user_send_text"))
    assert len(emulator.get("people/p01")["ties"][OA]["log"]) == (0 if hidden else 1)


@pytest.mark.parametrize(
    "kind", ["image", "gif", "link", "audio", "video", "sticker", "location", "file", "business_card"]
)
def test_to_send_things(emulator, hook, kind):
    emulator.post("people/p01/attach", kind=kind)
    [part] = event(hook, f"user_send_{kind}")["message"]["attachments"]
    assert part["type"] == ("link" if kind == "business_card" else kind)
    same(part["payload"], printed("events", kind))
    if kind == "business_card":
        assert set(json.loads(part["payload"]["description"])) == {"phone", "qrCodeUrl"}


def test_to_follow(emulator, hook):
    emulator.post("people/p01/follow")
    agrees(event(hook, "follow"))
    emulator.post("people/p01/unfollow")
    agrees(event(hook, "unfollow"), "follow")


def test_to_share_name_and_phone(emulator, hook):
    info = printed("events", "user_submit_info")["info"]
    emulator.post("people/p01/submit-info", info=info)
    agrees(event(hook, "user_submit_info"))


def test_to_read_and_to_react(emulator, hook):
    sent = text(emulator, user(emulator)).json["data"]["message_id"]
    emulator.post("people/p01/seen")
    told = event(hook, "user_seen_message")
    agrees(told)
    assert told["message"]["msg_ids"] == [sent]
    emulator.post("people/p01/react", msg_id=sent, icon="/-strong")
    agrees(event(hook, "user_reacted_message"))


def test_what_is_read_is_told_once(emulator, hook):
    user_id = user(emulator)
    for _ in range(2):
        sent = text(emulator, user_id).json["data"]["message_id"]
        emulator.post("people/p01/seen")
    emulator.post("people/p01/seen")
    seen = [c.event["message"]["msg_ids"] for c in hook.named("user_seen_message")]
    assert len(seen) == 2 and seen[1] == [sent]


def test_to_press_chat_and_to_withdraw(emulator, hook):
    emulator.post("people/p01/chatnow")
    agrees(event(hook, "user_click_chatnow"))
    emulator.post("people/p01/withdraw")
    agrees(event(hook, "user_withdraw"))


def test_to_write_without_having_signed_in(emulator, hook):
    told = emulator.post("people/p01/anonymous", text="Cho hỏi")
    agrees(event(hook, "anonymous_send_text"))
    to = {"anonymous_id": told["anonymous_id"], "conversation_id": told["conversation_id"]}
    body = {"recipient": to, "message": {"text": "Chào"}}
    granted(emulator, "POST", "/v2.0/oa/message", body)
    echo = event(hook, "oa_send_anonymous_text")
    assert echo["recipient"]["id"] == told["anonymous_id"] != told["user_id"]
    assert echo["message"]["conversation_id"] == told["conversation_id"]


def test_tags(emulator, hook):
    user_id = user(emulator)
    for path in ("tagfollower", "rmfollowerfromtag"):
        granted(emulator, "POST", f"/v2.0/oa/tag/{path}", {"user_id": user_id, "tag_name": "example"})
    agrees(event(hook, "add_user_to_tag"))
    agrees(event(hook, "remove_user_from_tag"), "add_user_to_tag")
    granted(emulator, "POST", "/v2.0/oa/tag/rmtag", {"tag_name": "example"})
    assert event(hook, "remove_tag")["tag"] == {"name": "example"}


def test_the_widget_links_one_person(emulator, hook):
    emulator.post("people/p01/widget", user_external_id="c-1", url="https://a.example/")
    agrees(event(hook, "widget_interaction_accepted"))
    emulator.post("people/p02/widget", user_external_id="c-1")
    emulator.post("people/p01/widget", user_external_id="c-2")
    told = [c.event for c in hook.named("widget_failed_to_sync_user_external_id")]
    for one in told:
        agrees(one)
    assert [one["data"]["message"] for one in told] == [
        "user_externa_id already belongs to another user", "user already has user_external_id",
    ]  # fmt: skip


def test_receipts(emulator, hook):
    emulator.post("webhook", receipt_delay=0)
    send(emulator, tracking_id="tracking_id")
    agrees(event(hook, "user_received_message"), "receipt of a template")
    hook.calls.clear()
    text(emulator, user(emulator))
    agrees(event(hook, "user_received_message"))


def test_answers_to_templates(emulator, hook):
    sent = send(emulator, tracking_id="1956").json["data"]["msg_id"]
    emulator.post("people/p01/rate", msg_id=sent, rate=5, note="Nhanh", feedbacks=["Đúng hẹn"])
    told = event(hook, "user_feedback")
    agrees(told)
    assert told["message"]["tracking_id"] == "1956" and told["message"]["msg_id"] == sent
    emulator.post("people/p01/quick-reply", msg_id=sent, data="Đã rõ")
    told = event(hook, "user_click_response_button")
    agrees(told)
    assert told["msg_id"] == sent and "msg_id" not in told["message"]
    assert {c.headers["x-zevent-server"] for c in hook.calls} == {"ZNS"}


def test_templates_and_quotas_change(emulator, hook):
    emulator.post("templates", template_id="500000", status="DISABLE", quality="LOW", reason="")
    agrees(event(hook, "change_template_status"))
    assert event(hook, "change_template_quality")["quality"] == {"prev_quality": "HIGH", "new_quality": "LOW"}
    emulator.post("oas/H05", daily_quota=50_000)
    agrees(event(hook, "change_oa_daily_quota"))
    assert {c.headers["x-zevent-server"] for c in hook.calls} == {"ZNS"}


def test_echoes_of_what_the_account_sends(emulator, hook):
    user_id = user(emulator)
    element = {"media_type": "image", "url": "https://a.example/bg_1.jpg"}
    attachment = {"type": "template", "payload": {"template_type": "media", "elements": [element]}}
    text(emulator, user_id, "", attachment=attachment)
    echo = event(hook, "oa_send_image")
    assert echo["sender"] == {"id": OA} and echo["recipient"] == {"id": user_id}
    assert echo["message"]["attachments"][0]["payload"]["url"] == "https://a.example/bg_1.jpg"
    body = {"user_id": user_id, "template_id": "500001", "template_data": DATA}
    granted(emulator, "POST", "/v3.0/oa/message/template", body)
    assert event(hook, "oa_send_template")["message"]["msg_id"]
    emulator.post("people/p01/human", text="Tôi xem ngay")
    assert event(hook, "oa_send_text")["sender"] == {"id": OA, "admin_id": "1"}
    said = emulator.post("people/p01/say", text="cảm ơn")["msg_id"]
    body = {"recipient": {"user_id": user_id}, "sender_action": {"react_icon": "/-heart", "react_message_id": said}}
    granted(emulator, "POST", "/v2.0/oa/message", body)
    assert event(hook, "oa_reacted_message")["message"] == {"msg_id": said, "react_icon": "/-heart"}
