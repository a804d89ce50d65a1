"""openapi.zalo.me against its printed examples."""

import pytest

from tests.zalo_emulator.support import DATA, OA, PNG, agrees, asked, granted, send, text, upload, user

DAY = 86_400


class TestTheFiveFormsOfAQuota:
    def test_inside_two_days(self, emulator):
        agrees(text(emulator, user(emulator)).json, "openapi", "reply")

    def test_a_file_leaves_out_the_type(self, emulator):
        token = upload(emulator, "file", b"%PDF").json["data"]["token"]
        attachment = {"type": "file", "payload": {"token": token}}
        agrees(text(emulator, user(emulator), "", attachment=attachment).json, "openapi", "reply to a file")

    @pytest.mark.parametrize(
        ("left", "name"),
        [
            ({"package_left": 1}, "sub_quota"), ({"package_left": 0, "purchased_left": 1}, "purchase_quota"),
            ({"package_left": 0, "reward_left": 1}, "reward_quota"), ({"package_left": 0}, "billed"),
        ],
    )  # fmt: skip
    def test_after_two_days(self, emulator, left, name):
        user_id = user(emulator)
        emulator.post("oas/H05", **left)
        emulator.post("clock", advance=3 * DAY)
        agrees(text(emulator, user_id).json, "openapi", name)


def test_a_template_by_user_id(emulator):
    user_id = user(emulator)
    body = {"user_id": user_id, "template_id": "500001", "template_data": DATA}
    told = granted(emulator, "POST", "/v3.0/oa/message/template", body).json
    agrees(told, "openapi", "template by uid")
    assert told["data"]["user_id"] == user_id
    assert len(told["data"]["message_id"]) == 20 and len(told["data"]["sent_time"]) == 13


def test_quotas(emulator):
    path = "/v3.0/oa/quota/message"
    agrees(granted(emulator, "POST", path, {"user_id": user(emulator)}).json, "openapi", "quota of a person")
    owner = {"quota_owner": "OA", "product_type": "cs", "quota_type": "sub_quota"}
    agrees(granted(emulator, "POST", path, owner).json, "openapi", "quota of an account")
    every = granted(emulator, "POST", path, {"quota_owner": "App"}).json["data"]
    assert [a["quota_type"] for a in every] == ["sub_quota", "purchase_quota", "reward_quota"]
    assert granted(emulator, "POST", path, {"quota_owner": "me"}).error == -201


@pytest.mark.parametrize(
    ("kind", "content", "name", "example"),
    [
        ("image", PNG, "a.png", "upload image"), ("gif", b"GIF89a" + bytes(9), "a.gif", "upload image"),
        ("file", b"%PDF", "a.pdf", "upload file"), ("file", b"a,b", "a.csv", "upload file"),
    ],
)  # fmt: skip
def test_uploads(emulator, kind, content, name, example):
    agrees(upload(emulator, kind, content, name).json, "openapi", example)


def test_the_gif_page_calls_its_part_image(emulator):
    assert upload(emulator, "gif", b"GIF89a" + bytes(9), "a.gif", field="image").error == 0


def test_a_person(emulator):
    user_id = user(emulator, verb="follow")
    granted(emulator, "POST", "/v2.0/oa/tag/tagfollower", {"user_id": user_id, "tag_name": "đất đai"})
    told = asked(emulator, "/v3.0/oa/user/detail", user_id=user_id).json
    agrees(told, "openapi", "person")
    day, month, year = told["data"]["user_last_interaction_date"].split("/")
    assert (len(day), len(month), len(year)) == (2, 2, 4) and told["data"]["user_is_follower"]
    agrees(asked(emulator, "/v3.0/oa/user/getlist", offset=0, count=50).json, "openapi", "people")
    agrees(granted(emulator, "GET", "/v2.0/oa/tag/gettagsofoa").json, "openapi", "tags")


@pytest.mark.parametrize("path", ["/v2.0/oa/listrecentchat", "/v2.0/oa/conversation"])
def test_the_talk_is_a_bare_list(emulator, path):
    """The page prints ids as numbers, which lose digits: they are text here."""
    user_id = user(emulator)
    emulator.post("people/p01/say", text="chào")
    text(emulator, user_id, "Chào anh")
    told = asked(emulator, path, user_id=user_id, offset=0, count=5).json
    agrees(told, "openapi", "talk")
    assert [(line["src"], line["message"]) for line in told["data"]] == [(0, "Chào anh"), (1, "chào")]
    assert told["data"][0]["from_id"] == OA and told["data"][1]["from_id"] == user_id


def test_at_most_ten_lines_newest_first(emulator):
    for number in range(12):
        emulator.post("people/p01/say", text=str(number))
    lines = [line["message"] for line in asked(emulator, "/v2.0/oa/listrecentchat", count=50).json["data"]]
    assert lines == [str(n) for n in range(11, 1, -1)]
    later = asked(emulator, "/v2.0/oa/listrecentchat", offset=10, count=5).json["data"]
    assert [line["message"] for line in later] == ["1", "0"]


@pytest.mark.parametrize(
    ("kind", "type_", "extra"),
    [
        ("image", "photo", {"url", "thumb"}), ("gif", "GIF", {"url", "thumb"}), ("audio", "voice", {"url"}),
        ("sticker", "sticker", {"url"}), ("location", "location", {"location"}), ("link", "link", {"links"}),
    ],
)  # fmt: skip
def test_the_eight_types_of_a_line(emulator, kind, type_, extra):
    emulator.post("people/p01/attach", kind=kind)
    [line] = asked(emulator, "/v2.0/oa/listrecentchat", count=1).json["data"]
    assert line["type"] == type_
    assert set(line) & {"url", "thumb", "description", "links", "location"} == extra


def test_the_account_itself(emulator):
    told = granted(emulator, "GET", "/v2.0/oa/getoa").json
    agrees(told, "openapi", "account")
    assert told["data"]["oa_id"] == OA and told["data"]["num_follower"] == 4


def test_a_reaction_and_an_answer_to_somebody_anonymous(emulator):
    said = emulator.post("people/p01/say", text="ok")
    body = {
        "recipient": {"user_id": said["user_id"]},
        "sender_action": {"react_icon": "/-strong", "react_message_id": said["msg_id"]},
    }
    agrees(granted(emulator, "POST", "/v2.0/oa/message", body).json, "openapi", "reaction")
    ids = emulator.post("people/p02/anonymous", text="Cho hỏi")
    to = {"anonymous_id": ids["anonymous_id"], "conversation_id": ids["conversation_id"]}
    body = {"recipient": to, "message": {"text": "Chào"}}
    agrees(granted(emulator, "POST", "/v2.0/oa/message", body).json, "openapi", "anonymous")


def test_content_type_is_the_printed_one(emulator):
    """OA pages say text/json, pages about templates application/json."""
    assert text(emulator, user(emulator)).headers["content-type"].startswith("text/json")
    assert send(emulator).headers["content-type"] == "application/json"
