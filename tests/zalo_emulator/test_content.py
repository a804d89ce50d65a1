"""What a free message may hold, and what is refused, with nothing at the phone then."""

import pytest

from tests.zalo_emulator.support import PNG, TOKEN, agrees, asked, call, granted, text, upload, user

DAY = 86_400
PATH = "/v3.0/oa/message/cs"


class TestContent:
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
        agrees(granted(emulator, "POST", PATH, body).json, "openapi", "reply")

    @pytest.mark.parametrize(
        ("message", "code"),
        [
            ({}, -201), ({"text": "x" * 2001}, -210), ({"text": 7}, -201),
            ({"text": "a", "attachment": {"type": "template", "payload": {"template_type": "carousel"}}}, -201),
            ({"attachment": {"type": "audio", "payload": {}}}, -233),
            ({"attachment": {"type": "file", "payload": {"token": "unknown"}}}, -201),
            ({"attachment": {"type": "file", "payload": {}}}, -201),
            ({"text": "a", "attachment": {"type": "template", "payload": {"buttons": BUTTONS + BUTTONS[:1]}}}, -201),
            ({"text": "a", "attachment": {"type": "template", "payload": {"buttons": [{"title": "x" * 101, "type": "oa.query.show", "payload": "a"}]}}}, -201),
            ({"text": "a", "attachment": {"type": "template", "payload": {"buttons": [{"title": "x", "type": "oa.query.show", "payload": "a" * 1001}]}}}, -201),
            ({"text": "a", "attachment": {"type": "template", "payload": {"buttons": [{"title": "x", "type": "oa.open.url", "payload": "a"}]}}}, -201),
            ({"text": "a", "attachment": {"type": "template", "payload": {"buttons": [{"title": "x", "type": "oa.dance", "payload": "a"}]}}}, -201),
            ({"attachment": {"type": "template", "payload": {"template_type": "request_user_info", "elements": [{"title": "x" * 101, "image_url": "u"}]}}}, -201),
            ({"attachment": {"type": "template", "payload": {"template_type": "media", "elements": []}}}, -201),
            ({"attachment": {"type": "template", "payload": {"template_type": "media", "elements": [{"media_type": "gif", "url": "u"}]}}}, -201),
            ({"attachment": {"type": "template", "payload": {"template_type": "media", "elements": [{"media_type": "image", "url": "u", "attachment_id": "a"}]}}}, -201),
        ],
    )  # fmt: skip
    def test_what_does_not_fit_is_refused(self, emulator, message, code):
        body = {"recipient": {"user_id": user(emulator)}, "message": message}
        assert granted(emulator, "POST", PATH, body).error == code
        assert emulator.messages() == []

    def test_the_missing_template_type_is_named(self, emulator):
        message = {"text": "a", "attachment": {"type": "template", "payload": {"template_type": "x"}}}
        body = {"recipient": {"user_id": user(emulator)}, "message": message}
        assert "Missing template_type params" in granted(emulator, "POST", PATH, body).json["message"]

    def test_a_low_package_has_no_buttons(self, emulator):
        emulator.post("oas/H05", buttons_allowed=False)
        attachment = {"type": "template", "payload": {"buttons": self.BUTTONS}}
        assert text(emulator, user(emulator), attachment=attachment).error == -224
        assert text(emulator, user(emulator)).error == 0


class TestUploads:
    def test_an_upload_is_kept_for_seven_days(self, emulator):
        given = upload(emulator, "image", PNG, "a.png").json["data"]["attachment_id"]
        element = {"media_type": "image", "attachment_id": given}
        attachment = {"type": "template", "payload": {"template_type": "media", "elements": [element]}}
        assert text(emulator, user(emulator), attachment=attachment).error == 0
        emulator.post("clock", advance=7 * DAY + 1)
        told = text(emulator, user(emulator), attachment=attachment)
        assert (told.error, told.json["message"]) == (-100, "attachment_id was expired")

    @pytest.mark.parametrize(
        ("kind", "content", "name", "code"),
        [
            ("image", b"abc", "a.png", -201), ("image", PNG + bytes(1_048_576), "a.png", -210), ("image", b"", "a.png", -201),
            ("gif", PNG, "a.gif", -201), ("file", b"x", "a.exe", -201), ("file", bytes(5 * 1_048_576 + 1), "a.pdf", -210),
            ("file", bytes(5 * 1_048_576), "a.pdf", 0),
        ],
    )  # fmt: skip
    def test_sizes_and_formats(self, emulator, kind, content, name, code):
        assert upload(emulator, kind, content, name).error == code


class TestOtherRecipients:
    def test_whoever_wrote_the_message_that_is_answered(self, emulator):
        said = emulator.post("people/p02/say", text="Xin chào")["msg_id"]
        body = {"recipient": {"message_id": said}, "message": {"text": "Chào chị"}}
        assert granted(emulator, "POST", PATH, body).error == 0
        assert emulator.messages(person="p02")[-1]["text"] == "Chào chị"
        assert granted(emulator, "POST", PATH, {**body, "recipient": {"message_id": "x"}}).error == -201

    def test_there_are_no_groups(self, emulator):
        body = {"recipient": {"group_id": "1"}, "message": {"text": "a"}}
        assert granted(emulator, "POST", PATH, body).error == -403

    def test_an_anonymous_talk_is_known_by_both_its_ids(self, emulator):
        ids = emulator.post("people/p02/anonymous", text="Cho hỏi")
        to = {"anonymous_id": ids["anonymous_id"], "conversation_id": ids["conversation_id"]}
        for wrong in ({"anonymous_id": "1"}, {"conversation_id": "1"}):
            body = {"recipient": {**to, **wrong}, "message": {"text": "a"}}
            assert granted(emulator, "POST", "/v2.0/oa/message", body).error == -201
        body = {"recipient": to, "message": {"text": "x" * 2001}}
        assert granted(emulator, "POST", "/v2.0/oa/message", body).error == -210
        assert emulator.messages() == []

    def test_a_known_person_is_not_written_to_by_version_two(self, emulator):
        body = {"recipient": {"user_id": user(emulator)}, "message": {"text": "a"}}
        assert granted(emulator, "POST", "/v2.0/oa/message", body).error == -240
        target = {"target": {"ages": "0", "gender": "0", "cities": "4"}}
        assert granted(emulator, "POST", "/v2.0/oa/message", {"recipient": target, "message": {}}).error == -240

    def test_a_mini_app_needs_its_token(self, emulator):
        message = {"template_type": "t", "template_data": {"Mã": "1"}}
        body = {"recipient": {"user_id": user(emulator)}, "message": message}
        path = "/v3.0/oa/message/cs/miniapp"
        assert granted(emulator, "POST", path, body).error == -201
        agrees(
            call(emulator, "POST", path, body, access_token=TOKEN, miniapp_messsage_token="x").json, "openapi", "reply"
        )


class TestReactions:
    def react(self, emulator, said, icon, **more):
        action = {"react_icon": icon, "react_message_id": said["msg_id"], **more}
        body = {"recipient": {"user_id": said["user_id"]}, "sender_action": action}
        return granted(emulator, "POST", "/v2.0/oa/message", body).error

    @pytest.mark.parametrize("icon", [":>", "--b", ":-((", "/-strong", "/-heart", ":-h", ":o", "/-remove"])
    def test_the_eight_icons(self, emulator, icon):
        assert self.react(emulator, emulator.post("people/p01/say", text="ok"), icon) == 0

    def test_fifty_a_message(self, emulator):
        said = emulator.post("people/p01/say", text="ok")
        assert {self.react(emulator, said, "/-heart") for _ in range(50)} == {0}
        assert self.react(emulator, said, "/-heart") == -210
        assert self.react(emulator, emulator.post("people/p01/say", text="b"), "/-heart") == 0

    def test_what_does_not_fit(self, emulator):
        said = emulator.post("people/p01/say", text="ok")
        assert self.react(emulator, said, "❤") == -201
        assert self.react(emulator, said, "/-heart", react_message_id="x") == -201


def test_people_are_listed_by_tag_follower_and_day(emulator):
    def listed(**query):
        told = asked(emulator, "/v3.0/oa/user/getlist", **{"offset": 0, "count": 50, **query}).json
        return told["data"]["total"] if told["error"] == 0 else told["error"]

    written = user(emulator, "p01")
    user(emulator, "p02", "follow")
    granted(emulator, "POST", "/v2.0/oa/tag/tagfollower", {"user_id": written, "tag_name": "đất"})
    assert (
        listed() == 6 and listed(is_follower=True) == 5 and listed(is_follower=False) == 1
    )  # four follow at the start
    assert listed(tag_name="đất") == 1 and listed(tag_name="khác") == 0
    assert listed(last_interaction_period="TODAY") == 6 and listed(last_interaction_period="YESTERDAY") == 0
    emulator.post("clock", advance=DAY)
    assert listed(last_interaction_period="YESTERDAY") == 6 and listed(last_interaction_period="L7D") == 6
    emulator.post("clock", advance=20 * DAY)
    assert listed(last_interaction_period="L7D") == 0 and listed(last_interaction_period="L30D") == 6
    assert listed(last_interaction_period="2020_01_01:2020_12_31") == 0
    assert listed(offset=9952) == -210
