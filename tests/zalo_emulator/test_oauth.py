"""Consent, codes, and refresh tokens that live once."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.zalo_emulator.support import OA, call, form, granted
from zalo_emulator.oauth import challenge_of

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
ASK = "/v4/oa/permission?app_id=360846524940903967&redirect_uri=https%3A%2F%2Fa.example%2Fback&state=s1"


def code(emulator, challenge=True):
    """The code that comes back after «Cho phép»."""
    more = f"&code_challenge={challenge_of(VERIFIER)}" if challenge else ""
    answer = call(emulator, "GET", f"{ASK}{more}&grant={OA}")
    assert answer.status == 302
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert query["oa_id"] == [OA] and query["state"] == ["s1"]
    return query["code"][0]


def exchange(emulator, code, verifier=VERIFIER):
    return form(emulator, grant_type="authorization_code", code=code, code_verifier=verifier).json


def refresh(emulator, token="demo-refresh-H05"):
    return form(emulator, grant_type="refresh_token", refresh_token=token).json


class TestConsent:
    def test_the_page_names_the_accounts(self, emulator):
        page = call(emulator, "GET", ASK).raw.decode()
        assert "Trung tâm Phục vụ hành chính công Lâm Đồng" in page and "Cho phép" in page

    def test_a_code_becomes_a_pair(self, emulator):
        pair = exchange(emulator, code(emulator))
        assert pair["expires_in"] == "90000" and set(pair) == {"access_token", "refresh_token", "expires_in"}
        assert granted(emulator, "GET", "/v2.0/oa/getoa", token=pair["access_token"]).json["data"]["oa_id"] == OA

    def test_a_code_works_once(self, emulator):
        given = code(emulator)
        exchange(emulator, given)
        assert exchange(emulator, given)["error"] < 0

    def test_a_code_lives_ten_minutes(self, emulator):
        given = code(emulator)
        emulator.post("clock", advance=601)
        assert exchange(emulator, given)["error"] < 0

    @pytest.mark.parametrize("verifier", ["", "short", VERIFIER[:-1] + "x"])
    def test_the_verifier_must_fit(self, emulator, verifier):
        assert exchange(emulator, code(emulator), verifier)["error"] < 0

    def test_without_a_challenge_none_is_asked(self, emulator):
        assert exchange(emulator, code(emulator, challenge=False), "")["access_token"]

    def test_a_challenge_fixed_in_the_console(self, emulator):
        emulator.post("apps", fixed_code_challenge=challenge_of(VERIFIER))
        assert exchange(emulator, code(emulator, challenge=False), "x" * 43)["error"] < 0
        assert exchange(emulator, code(emulator, challenge=False))["access_token"]

    @pytest.mark.parametrize(
        ("change", "number"), [("app_id=1", "-14002"), ("redirect_uri=https%3A%2F%2Fother", "-14003")]
    )
    def test_wrong_app_or_address(self, emulator, change, number):
        emulator.post("apps", callback_url="https://a.example/back")
        name = change.split("=")[0]
        query = "&".join(change if p.startswith(name) else p for p in ASK.split("?")[1].split("&"))
        answer = call(emulator, "GET", "/v4/oa/permission?" + query)
        assert answer.headers["location"] == f"/v4/permission/error?error_code={number}"

    def test_a_new_callback_address_kills_the_grants(self, emulator):
        emulator.post("apps", callback_url="https://new.example/")
        assert granted(emulator, "GET", "/v2.0/oa/getoa").error == -216
        assert refresh(emulator)["error"] < 0


class TestRefresh:
    def test_each_refresh_gives_a_new_pair_and_kills_the_old_token(self, emulator):
        first = refresh(emulator)
        assert refresh(emulator)["error"] < 0
        second = refresh(emulator, first["refresh_token"])
        assert second["refresh_token"] != first["refresh_token"]

    def test_parallel_callers_have_one_winner(self, emulator):
        with ThreadPoolExecutor(12) as pool:
            told = list(pool.map(lambda _n: refresh(emulator), range(12)))
        assert sum("access_token" in t for t in told) == 1

    def test_after_three_months_it_is_dead(self, emulator):
        pair = refresh(emulator)
        emulator.post("clock", advance=90 * 86_400 + 1)
        assert refresh(emulator, pair["refresh_token"])["error"] < 0

    def test_an_access_token_lives_25_hours(self, emulator):
        token = refresh(emulator)["access_token"]
        emulator.post("clock", advance=89_990)
        assert granted(emulator, "GET", "/v2.0/oa/getoa", token=token).error == 0
        emulator.post("clock", advance=20)
        assert granted(emulator, "GET", "/v2.0/oa/getoa", token=token).error == -220
        assert granted(emulator, "GET", "/message/quota", token=token).error == -124

    def test_a_failure_is_200_in_its_own_shape(self, emulator):
        answer = form(emulator, grant_type="refresh_token", refresh_token="x")
        assert answer.status == 200
        assert set(answer.json) == {"error_name", "error_reason", "error_description", "ref_doc", "error"}

    def test_a_failure_without_a_number(self, emulator):
        emulator.post("faults", kind="no_error_member", path="/v4/oa/access_token", times=1)
        assert "error" not in refresh(emulator)
        assert refresh(emulator)["access_token"]

    def test_a_lost_answer_is_a_lost_grant(self, emulator):
        emulator.post("faults", kind="cut", path="/v4/oa/access_token", times=1)
        with pytest.raises(Exception):
            refresh(emulator)
        assert refresh(emulator)["error"] < 0

    def test_secret_and_app_are_checked(self, emulator):
        wrong = form(emulator, secret="x", grant_type="refresh_token", refresh_token="demo-refresh-H05")
        assert wrong.json["error"] < 0 and refresh(emulator)["access_token"]
        assert form(emulator, grant_type="password").json["error"] < 0
