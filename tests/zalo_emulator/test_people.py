"""What people do, and the events that tell of it."""

import json

import pytest

from tests.zalo_emulator.support import OA, call, send, shape, text, user


def told(hook, name):
    [found] = hook.named(name)
    return found.event


def test_to_write(emulator, hook):
    emulator.post("people/p01/say", text="message")
    printed = {
        "app_id": "360846524940903967", "sender": {"id": "246845883529197922"}, "user_id_by_app": "552177279717587730",
        "recipient": {"id": "388613280878808645"}, "event_name": "user_send_text",
        "message": {"text": "message", "msg_id": "96d3cdf3af150460909"}, "timestamp": "154390853474",
    }  # fmt: skip
    assert shape(told(hook, "user_send_text")) == shape(printed)


@pytest.mark.parametrize("hidden", [True, False])
def test_to_tap_a_button(emulator, hook, hidden):
    emulator.post("people/p01/tap", text="#tracuu", hidden=hidden)
    assert told(hook, "user_send_text")["message"]["text"] == "#tracuu"
    assert len(emulator.get("people/p01")["ties"][OA]["log"]) == (0 if hidden else 1)


def test_follow_and_unfollow(emulator, hook):
    emulator.post("people/p01/follow")
    event = told(hook, "follow")
    assert set(event) == {"oa_id", "follower", "user_id_by_app", "event_name", "source", "app_id", "timestamp"}
    emulator.post("people/p01/unfollow")
    assert told(hook, "unfollow")["follower"] == event["follower"]
    assert emulator.get("people/p01")["ties"][OA]["follower"] is False


@pytest.mark.parametrize("kind", ["image", "gif", "link", "audio", "video", "sticker", "location", "file"])
def test_to_send_things(emulator, hook, kind):
    emulator.post("people/p01/attach", kind=kind)
    [part] = told(hook, f"user_send_{kind}")["message"]["attachments"]
    assert part["type"] == kind and part["payload"]


def test_a_place_is_text_in_coordinates(emulator, hook):
    emulator.post("people/p01/location")
    [part] = told(hook, "user_send_location")["message"]["attachments"]
    assert {type(v) for v in part["payload"]["coordinates"].values()} == {str}


def test_to_read(emulator, hook):
    message_id = text(emulator, user(emulator)).json["data"]["message_id"]
    emulator.post("people/p01/seen")
    event = told(hook, "user_seen_message")
    assert event["message"]["msg_ids"] == [message_id] and event["sender"]["id"] == OA


def test_to_react(emulator, hook):
    message_id = text(emulator, user(emulator)).json["data"]["message_id"]
    emulator.post("people/p01/react", msg_id=message_id, icon="/-strong")
    assert told(hook, "user_reacted_message")["message"] == {"msg_id": message_id, "react_icon": "/-strong"}


def test_to_share_name_and_phone(emulator, hook):
    emulator.post("people/p01/submit-info", info={"name": "An", "phone": "0900000001"})
    assert told(hook, "user_submit_info")["info"] == {"name": "An", "phone": "0900000001"}


def test_to_ask_to_be_forgotten(emulator, hook):
    emulator.post("people/p01/withdraw")
    assert {"user_id", "user_id_by_app", "oa_id"} <= set(told(hook, "user_withdraw"))


def test_the_first_press_on_write(emulator, hook):
    emulator.post("people/p01/chatnow")
    event = told(hook, "user_click_chatnow")
    assert set(event) == {"oa_id", "user_id", "user_id_by_app", "app_id", "event_name", "timestamp"}


def test_to_rate_a_notice(emulator, hook):
    message_id = send(emulator, tracking_id="d-1").json["data"]["msg_id"]
    emulator.post("people/p01/rate", msg_id=message_id, rate=4, note="Nhanh", feedbacks=["Đúng hẹn"])
    assert told(hook, "user_feedback")["message"] | {"submit_time": ""} == {
        "rating_type": "csat", "option": "five_emotions", "note": "Nhanh", "rate": 4, "submit_time": "",
        "msg_id": message_id, "feedbacks": ["Đúng hẹn"], "tracking_id": "d-1",
    }  # fmt: skip
    [row] = call(emulator, "GET", "/rating/get?template_id=500000", access_token="demo-access-H05").json["data"]["data"]
    assert (row["rate"], row["msgId"], row["trackingId"]) == (4, message_id, "d-1")


def test_to_press_a_quick_reply(emulator, hook):
    message_id = send(emulator).json["data"]["msg_id"]
    emulator.post("people/p01/quick-reply", msg_id=message_id, data="Đã rõ")
    event = told(hook, "user_click_response_button")
    assert event["msg_id"] == message_id and event["message"]["data"] == "Đã rõ"


def test_the_widget_links_one_person(emulator, hook):
    emulator.post("people/p01/widget", user_external_id="c-1", url="https://a.example/")
    accepted = told(hook, "widget_interaction_accepted")
    assert accepted["data"]["user_external_id"] == "c-1"
    emulator.post("people/p02/widget", user_external_id="c-1")
    assert "already belongs" in told(hook, "widget_failed_to_sync_user_external_id")["data"]["message"]


def test_a_human_answers(emulator, hook):
    emulator.post("people/p01/human", text="Tôi xem ngay")
    assert told(hook, "oa_send_text")["sender"] == {"id": OA, "admin_id": "1"}


def test_ids_differ_by_account_and_stay(emulator):
    first, other = emulator.post("people/p01/chatnow"), emulator.post("people/p01/chatnow", oa="H36")
    assert first["user_id"] != other["user_id"] and first["user_id_by_app"] == other["user_id_by_app"]
    assert len(first["user_id"]) == 19 and len(first["user_id_by_app"]) == 18
    emulator.post("reset")
    assert emulator.post("people/p01/chatnow")["user_id"] == first["user_id"]


class TestSocial:
    def login(self, emulator):
        return json.loads(emulator.post("people/p01/login")["tokens"])

    def me(self, emulator, token, proof=None):
        from zalo_emulator.graph import proof_of

        proof = proof_of("demoAppSecret0123456789", token) if proof is None else proof
        return call(emulator, "GET", "/v2.0/me?fields=id,name,picture", access_token=token, appsecret_proof=proof).json

    def test_who_it_is(self, emulator):
        pair = self.login(emulator)
        assert pair["expires_in"] == "3600"
        who = self.me(emulator, pair["access_token"])
        assert who["id"] == emulator.post("people/p01/chatnow")["user_id_by_app"]
        assert who["error"] == 0 and who["name"] == "Nguyễn Thị An" and who["picture"] == {"data": {"url": ""}}

    def test_proof_and_token_are_checked(self, emulator):
        token = self.login(emulator)["access_token"]
        assert self.me(emulator, token, "x")["error"] != 0 and self.me(emulator, "x")["error"] == 452
        emulator.post("clock", advance=3601)
        assert self.me(emulator, token)["error"] == 452

    def test_the_phone_for_a_code_of_one_use(self, emulator):
        token = self.login(emulator)["access_token"]

        def ask(code, secret="demoAppSecret0123456789"):
            return call(emulator, "GET", "/v2.0/me/info", access_token=token, code=code, secret_key=secret).json

        code = emulator.post("people/p01/phone-code")["code"]
        assert ask(code, "x")["error"] == 100
        assert ask(code) == {"data": {"number": "84900000001"}, "error": 0, "message": "Success"}
        assert ask(code)["error"] == 100
        late = emulator.post("people/p01/phone-code")["code"]
        emulator.post("clock", advance=121)
        assert ask(late)["error"] == 100
