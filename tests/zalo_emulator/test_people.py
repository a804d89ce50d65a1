"""Who people are to each account, what a phone may do, and the Social API."""

import hashlib
import json

import pytest

from tests.zalo_emulator.support import call
from zalo_emulator.graph import proof_of


@pytest.mark.parametrize("verb", ["say", "follow", "chatnow", "anonymous", "image"])
def test_who_has_no_zalo_does_nothing_there(emulator, hook, verb):
    answer = call(emulator, "POST", f"/__emu/people/p37/{verb}", {"text": "a"})
    assert answer.status == 400 and "no Zalo" in answer.json["detail"]
    assert hook.calls == [] and emulator.get("people/p37")["ties"] == {}
    emulator.post("people/p37/set", has_zalo=True)
    assert emulator.post(f"people/p37/{verb}", text="a")["ok"]


def test_what_people_send_can_be_fetched(emulator, hook):
    emulator.post("people/p01/file")
    emulator.post("people/p01/image")
    [paper], [picture] = (c.event["message"]["attachments"] for c in hook.calls)
    raw = call(emulator, "GET", "/media/giay-to.pdf").raw
    assert paper["payload"]["url"] == f"{emulator.url}/media/giay-to.pdf" and raw.startswith(b"%PDF")
    assert paper["payload"]["checksum"] == hashlib.md5(raw).hexdigest() and paper["payload"]["size"] == str(len(raw))
    assert picture["payload"]["url"] == f"{emulator.url}/media/anh.png"
    assert call(emulator, "GET", "/media/anh.png").raw.startswith(b"\x89PNG")


def test_officials_have_phones_but_are_no_citizens(emulator):
    emulator.post("people", id="H05-tiepnhan", name="Nguyễn Thị Tiếp", phone="84900000101", official=True)
    assert emulator.get("people/H05-tiepnhan")["official"]
    assert "H05-tiepnhan" not in [p["id"] for p in emulator.get("world")["people"]]
    assert emulator.post("people/H05-tiepnhan/say", text="việc hôm nay")["ok"]


def test_withdrawing_and_seeing_do_not_open_the_window(emulator):
    assert emulator.get("people/p05")["ties"] == {}
    emulator.post("people/p05/seen")
    [tie] = emulator.get("people/p05")["ties"].values()
    assert tie["last_interaction"] == 0.0


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
