"""The signature of the webhook against the vectors of the official SDK."""

import pytest

from zalo.pkce import challenge, new_verifier
from zalo.signature import Form, header_mac, mac_of, matching_form

APP, SECRET, TIME = "360846524940903967", "oaSecretKeyExample", "154390853474"
RAW = (
    '{"app_id":"360846524940903967","sender":{"id":"246845883529197922"},"recipient":{"id":"388613280878808645"},'
    '"event_name":"user_send_text","message":{"text":"Tra cứu hồ sơ","msg_id":"96d3cdf3af150460909"},'
    '"timestamp":"154390853474"}'
).encode()
MAC = "7413276c64abfd3b66d045a4d37492a8c709390cbc486a3e17d7fad73b3c0308"


def test_the_vectors():
    assert mac_of(APP, RAW, TIME, SECRET) == MAC
    short = '{"text":"Tra cứu hồ sơ"}'.encode()
    assert mac_of(APP, short, TIME, SECRET) == "ab56682b9bb6d4935e304949c49342aac37b0eaa174348c1984f6fcb6195d6e2"


@pytest.mark.parametrize("header", [f"mac={MAC}", f"mac = {MAC}", f"MAC={MAC.upper()}", f"  mac={MAC}  "])
def test_spellings_of_the_header(header):
    assert header_mac(header) == MAC


@pytest.mark.parametrize(
    "header", ["", MAC, f"mac={MAC[:-1]}", f"mac={MAC}0", "mac=", f"hmac={MAC}", f"mac={'g' * 64}"]
)
def test_what_is_no_signature(header):
    assert header_mac(header) is None


def form(mac, **changes):
    given = {
        "app_id": APP,
        "oa_id": "388613280878808645",
        "oa_secret": SECRET,
        "app_secret": "other",
        **changes,
    }
    return matching_form(RAW, mac, TIME, **given)


def test_forms():
    assert form(MAC) is Form.APP_ID
    assert form(mac_of("388613280878808645", RAW, TIME, SECRET)) is Form.OA_ID
    assert form(mac_of(APP, RAW, TIME, "other")) is Form.APP_SECRET
    assert form(mac_of(APP, RAW, TIME, "nobody's")) is None
    assert form(mac_of(APP, RAW, "154390853475", SECRET)) is None


def test_an_account_without_a_secret_verifies_nothing():
    assert form(mac_of(APP, RAW, TIME, ""), oa_secret="", app_secret="") is None


def test_pkce_vector():
    assert challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    assert len(new_verifier()) == 43
    assert new_verifier() != new_verifier()
