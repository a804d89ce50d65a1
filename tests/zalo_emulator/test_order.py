"""What stops a call first: the body, the token, the application, the grant, the account; then parameters and people."""

import pytest

from tests.zalo_emulator.support import DATA, TOKEN, call, form, granted, send, text, user

CS = "/v3.0/oa/message/cs"


def cs(emulator, body, token=TOKEN):
    return call(emulator, "POST", CS, body, access_token=token).error


class TestAccountApi:
    def test_one_after_the_other(self, emulator):
        """Everything is wrong at once; each cure shows the next fault."""
        user_id = emulator.post("people/p05/set", name="Hoàng Hương Giang")["user_id"]
        emulator.post("apps", activated=False, products=[])
        emulator.post("oas/H05", enabled=False, scopes=["account"])
        body = {"recipient": {"user_id": "1"}, "message": {"text": 7}}
        assert cs(emulator, b"{", "x") == -201  # the body
        assert cs(emulator, body, "x") == -216  # the token
        assert cs(emulator, body) == -209  # the application
        emulator.post("apps", activated=True)
        assert cs(emulator, body) == -212  # its product
        emulator.post("apps", products=["official_account"])
        assert cs(emulator, body) == -223  # the grant
        emulator.post("oas/H05", scopes=["send", "account"])
        assert cs(emulator, body) == -204  # the account
        emulator.post("oas/H05", enabled=True)
        assert cs(emulator, body) == -201  # the parameters
        body["message"]["text"] = "a"
        assert cs(emulator, body) == -201  # the recipient
        body["recipient"]["user_id"] = user_id
        assert cs(emulator, body) == -232  # the window
        emulator.post("people/p05/say", text="a")
        assert cs(emulator, body) == 0

    @pytest.mark.parametrize(
        ("group", "path", "body"),
        [
            ("send", CS, {}), ("send", "/v2.0/oa/upload/image", b"x"), ("account", "/v2.0/oa/getoa", None),
            ("messages", "/v2.0/oa/listrecentchat", None), ("messages", "/v2.0/oa/tag/gettagsofoa", None),
        ],
    )  # fmt: skip
    def test_each_group_of_permissions(self, emulator, group, path, body):
        method = "GET" if body is None else "POST"
        emulator.post("oas/H05", scopes=[g for g in ("send", "messages", "account", "zbs") if g != group])
        assert granted(emulator, method, path, body).error == -223
        emulator.post("oas/H05", scopes=[group])
        assert granted(emulator, method, path, body).error != -223

    def test_a_package_forbids_only_what_would_have_gone(self, emulator):
        emulator.post("oas/H05", buttons_allowed=False)
        buttons = [{"title": "a", "type": "oa.query.show", "payload": "#a"}]
        attachment = {"type": "template", "payload": {"buttons": buttons}}
        stranger = emulator.post("people/p05/set", name="Hoàng Hương Giang")["user_id"]
        assert text(emulator, stranger, attachment=attachment).error == -232
        assert text(emulator, user(emulator), attachment=attachment).error == -224


class TestTemplatesByPhone:
    def test_one_after_the_other(self, emulator):
        emulator.post("apps", activated=False, products=["official_account"])
        emulator.post("oas/H05", enabled=False, blocked=True, verified=False, zca_linked=False)
        emulator.post("templates", template_id="500000", status="REJECT")
        assert call(emulator, "POST", "/message/template", b"{", access_token="x").error == -122
        assert call(emulator, "POST", "/message/template", b"", access_token="x").error == -124
        assert send(emulator, "0", data={}).error == -103
        emulator.post("apps", activated=True)
        assert send(emulator, "0", data={}).error == -138
        emulator.post("apps", products=["official_account", "zbs"])
        assert send(emulator, "0", data={}).error == -125
        emulator.post("oas/H05", enabled=True)
        assert granted(emulator, "POST", "/message/template", b"").error == -121
        for cure, before in (({"blocked": False}, -1351), ({"verified": True}, -135), ({"zca_linked": True}, -136)):
            assert send(emulator, "0", data={}).error == before
            emulator.post("oas/H05", **cure)
        assert send(emulator, "0", data={}).error == -108
        assert send(emulator, "84900000040", data={}).error == -131
        emulator.post("templates", template_id="500000", status="ENABLE")
        assert send(emulator, "84900000040", data={}).error == -111
        assert send(emulator, "84900000040").error == -141
        emulator.post("people/p40/set", refused_oas=[])
        assert send(emulator, "84900000040").error == 0

    def test_without_the_permission_for_templates(self, emulator):
        emulator.post("oas/H05", scopes=["send"])
        assert send(emulator).error == -138 and granted(emulator, "GET", "/message/quota").error == -138


def test_a_grant_that_ended_is_gone_for_everything(emulator):
    emulator.post("oas/H05", scopes=[])
    assert granted(emulator, "GET", "/v2.0/oa/getoa").error == -216 and send(emulator, data=DATA).error == -124
    assert form(emulator, grant_type="refresh_token", refresh_token="demo-refresh-H05").json["error"] < 0
