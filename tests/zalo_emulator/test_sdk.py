"""An independent client (PyPI zalo-sdk) against the emulator."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from zalo_sdk import ZaloException, ZaloOAAuthTokenExpiredException, ZaloOAException
from zalo_sdk.oa import Client as OaClient
from zalo_sdk.oa.ZaloMessage import ZaloAction, ZaloAttachment, ZaloMessageBody, ZaloRecipient
from zalo_sdk.zns import Client as ZnsClient
from zalo_sdk.zns.Client import ZNSTemplateStatus

from tests.zalo_emulator.support import DATA, OA, TOKEN, call, form, user
from zalo_emulator.oauth import challenge_of


def client(kind, emulator, token=TOKEN):
    return kind("360846524940903967", "demoAppSecret0123456789", access_token=token, endpoint_prefix=emulator.url)


@pytest.fixture
def oa(emulator):
    return client(OaClient, emulator)


@pytest.fixture
def zns(emulator):
    return client(ZnsClient, emulator)


class TestAccount:
    def test_a_text_arrives(self, emulator, oa):
        user_id = user(emulator)
        told = oa.send_message(ZaloRecipient(user_id=user_id), ZaloMessageBody(text="Hồ sơ đã tiếp nhận"))
        assert told["data"]["user_id"] == user_id
        assert emulator.messages(person="p01")[-1]["text"] == "Hồ sơ đã tiếp nhận"

    def test_an_answer_to_a_message(self, emulator, oa):
        said = emulator.post("people/p01/say", text="Xin chào")["msg_id"]
        oa.send_message(ZaloRecipient(message_id=said), ZaloMessageBody(text="Chào anh", quote_message_id=""))
        assert emulator.messages(person="p01")[-1]["text"] == "Chào anh"

    def test_picture_and_file_are_uploaded_and_sent(self, emulator, oa):
        user_id = user(emulator)
        picture = oa.upload_file(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "image", "a.png", "image/png")
        payload = {
            "template_type": "media",
            "elements": [{"media_type": "image", "attachment_id": picture["data"]["attachment_id"]}],
        }
        oa.send_message(ZaloRecipient(user_id=user_id), ZaloMessageBody(attachment=ZaloAttachment("template", payload)))
        paper = oa.upload_file(b"%PDF-1.7 \r\n\n\r", "file", "giấy hẹn.pdf", "application/pdf")["data"]["token"]
        oa.send_message(
            ZaloRecipient(user_id=user_id), ZaloMessageBody(attachment=ZaloAttachment("file", {"token": paper}))
        )
        assert [m["kind"] for m in emulator.messages(person="p01")] == ["image", "file"]

    def test_a_reaction(self, emulator, oa):
        user_id, said = user(emulator), emulator.post("people/p01/say", text="ok")["msg_id"]
        told = oa.send_message(ZaloRecipient(user_id=user_id), action=ZaloAction("/-heart", said), category="action")
        assert set(told["data"]) == {"message_id", "user_id"}

    def test_people_tags_and_quotas(self, emulator, oa):
        user_id = user(emulator, verb="follow")
        assert oa.get_user_detail(user_id)["data"]["display_name"] == "Nguyễn Thị An"
        assert {"user_id": user_id} in oa.get_list({"offset": 0, "count": 5, "is_follower": True})["data"]["users"]
        oa.tag_follower(user_id, "đất đai")
        assert oa.get_tags_of_oa()["data"] == ["đất đai"]
        assert oa.get_user_detail(user_id)["data"]["tags_and_notes_info"]["tag_names"] == ["đất đai"]
        oa.rm_follower_from_tag(user_id, "đất đai")
        oa.rm_tag("đất đai")
        assert oa.get_tags_of_oa()["data"] == []
        assert oa.get_zalo_user_quotas(user_id)["data"]["cs_reply"]["total"] == 8
        assert oa.get_zalo_oa_quotas("OA", "cs", "sub_quota")["data"][0]["remain"] == 500
        assert oa.get_free_response_quota("x")["error"] == 0

    def test_what_is_gone_says_so(self, oa):
        for dead in (lambda: oa.get_profile("1"), lambda: oa.get_followers({"offset": 0, "count": 5})):
            with pytest.raises(ZaloOAException, match="-240"):
                dead()

    def test_a_stranger_is_refused(self, oa):
        with pytest.raises(ZaloOAException, match="-201"):
            oa.send_message(ZaloRecipient(user_id="1"), ZaloMessageBody(text="a"))

    def test_an_expired_token_is_recognised(self, emulator, oa):
        emulator.post("modes", expired_as_216=True)
        oa.access_token = form(emulator, grant_type="refresh_token", refresh_token="demo-refresh-H05").json[
            "access_token"
        ]
        emulator.post("clock", advance=90_001)
        with pytest.raises(ZaloOAAuthTokenExpiredException):
            oa.get_tags_of_oa()

    def test_buttons(self, emulator, oa):
        """What the client's own class for buttons should send (it mixes up a name), given as it is."""
        buttons = [{"title": "Tra cứu", "type": "oa.query.show", "payload": "#tracuu"}]
        attachment = ZaloAttachment("template", {"buttons": buttons})
        oa.send_message(ZaloRecipient(user_id=user(emulator)), ZaloMessageBody(text="Chọn:", attachment=attachment))
        assert emulator.get("people/p01")["ties"][OA]["log"][-1]["buttons"] == buttons

    @pytest.mark.parametrize("category", ["transaction", "media"])
    def test_kinds_that_were_shut_down(self, emulator, oa, category):
        with pytest.raises(ZaloOAException, match="-233"):
            oa.send_message(ZaloRecipient(user_id=user(emulator)), ZaloMessageBody(text="a"), category=category)

    def test_closed_windows_and_bad_tokens(self, emulator, oa):
        user_id = user(emulator)
        emulator.post("clock", advance=8 * 86_400)
        with pytest.raises(ZaloOAException, match="-230"):
            oa.send_message(ZaloRecipient(user_id=user_id), ZaloMessageBody(text="a"))
        oa.access_token = "rubbish"
        with pytest.raises(ZaloOAException, match="-216"):
            oa.get_tags_of_oa()


class TestTokens:
    """The client's OAuth addresses are fixed: only the host is turned to the emulator, the rest is as it sends it."""

    @pytest.fixture(autouse=True)
    def _turned(self, emulator, monkeypatch):
        def turned(url, *args, **kwargs):
            return post(url.replace("https://oauth.zaloapp.com", emulator.url), *args, **kwargs)

        post = requests.post
        monkeypatch.setattr(requests, "post", turned)

    @pytest.mark.parametrize("kind", [OaClient, ZnsClient])
    def test_a_pair_is_refreshed_once(self, emulator, kind):
        one = kind("360846524940903967", "demoAppSecret0123456789", refresh_token="demo-refresh-H05")
        access, refresh, until = one.refresh_acccess_token()
        assert access and refresh != "demo-refresh-H05" and until > time.time() + 80_000
        other = kind("360846524940903967", "demoAppSecret0123456789", refresh_token="demo-refresh-H05")
        with pytest.raises(ZaloOAException, match="-14014"):
            other.refresh_acccess_token()
        assert one.refresh_acccess_token()[1] != refresh

    def test_a_code_of_the_consent_page_becomes_a_pair(self, emulator):
        one = OaClient("360846524940903967", "demoAppSecret0123456789", endpoint_prefix=emulator.url)
        verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        asked = one.request_authoriation_code_url("https://a.example/back", challenge_of(verifier), "s1")
        path = asked.removeprefix("https://oauth.zaloapp.com")
        back = urlsplit(call(emulator, "GET", f"{path}&grant={OA}").headers["location"])
        assert f"{back.scheme}://{back.netloc}{back.path}" == "https://a.example/back"
        given = parse_qs(back.query)
        assert given["state"] == ["s1"] and given["oa_id"] == [OA]
        one.get_access_token_from_authorization_code(given["code"][0], verifier)
        assert one.get_tags_of_oa()["error"] == 0


class TestTemplates:
    def test_a_notice_arrives_by_phone(self, emulator, zns):
        told = zns.send_zns_message("84900000002", "500000", DATA, tracking_id="d-1")
        [arrived] = emulator.messages("84900000002")
        assert arrived["id"] == told["data"]["msg_id"]
        assert arrived["tracking_id"] == "d-1" and arrived["data"] == DATA

    def test_development_mode_is_for_admins(self, emulator, zns):
        assert set(zns.send_zns_message("84900000001", "500000", DATA, dev_mode=True)["data"]) == {
            "msg_id",
            "sent_time",
        }
        with pytest.raises(ZaloException, match="-127"):
            zns.send_zns_message("84900000002", "500000", DATA, dev_mode=True)

    def test_the_list(self, zns):
        told = zns.get_template_list(0, 100, ZNSTemplateStatus.Enabled)
        assert [t["templateId"] for t in told["data"]] == [500000, 500001]
        assert zns.get_template_list(1, 1)["data"][0]["templateId"] == 500001
        for status in (ZNSTemplateStatus.PendingReview, ZNSTemplateStatus.Reject, ZNSTemplateStatus.Disabled):
            assert zns.get_template_list(0, 100, status)["data"] == []

    @pytest.mark.parametrize(
        ("phone", "template", "data", "code"),
        [
            ("84900000037", "500000", DATA, "-118"), ("84900000040", "500000", DATA, "-141"), ("0900", "500000", DATA, "-108"),
            ("84900000001", "500010", DATA, "-117"), ("84900000001", "1", DATA, "-109"), ("84900000001", "500000", {}, "-111"),
            ("84900000001", "500000", {**DATA, "code": "x" * 61}, "-1121"),
        ],
    )  # fmt: skip
    def test_what_does_not_go_is_an_exception_with_its_code(self, zns, phone, template, data, code):
        with pytest.raises(ZaloException, match=f"^.*{code}"):
            zns.send_zns_message(phone, template, data, tracking_id="d")

    def test_a_bad_token(self, emulator, zns):
        zns.access_token = "rubbish"
        with pytest.raises(ZaloOAAuthTokenExpiredException):
            zns.send_zns_message("84900000001", "500000", DATA)
