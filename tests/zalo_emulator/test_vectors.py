"""The published test vectors: PKCE, proof, hash of a phone, signature."""

import hashlib

from zalo_emulator.graph import proof_of
from zalo_emulator.oauth import challenge_of
from zalo_emulator.signing import signature

APP, SECRET = "360846524940903967", "oaSecretKeyExample"
RAW = (
    '{"app_id":"360846524940903967","sender":{"id":"246845883529197922"},"recipient":{"id":"388613280878808645"},'
    '"event_name":"user_send_text","message":{"text":"Tra cứu hồ sơ","msg_id":"96d3cdf3af150460909"},'
    '"timestamp":"154390853474"}'
)


def test_challenge():
    assert challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_proof():
    expected = "0584869ec908cfecf20763760e69c4baca98ac64aaeb6a938f47ca758dfe779f"
    assert proof_of("appSecretKey", "accessToken") == expected


def test_hash_of_a_phone():
    expected = "116ce31ae9170769b075a11dedca1198f41d30318334919fb90917e9c617b438"
    assert hashlib.sha256(b"84987654321").hexdigest() == expected


def test_signatures():
    assert signature(APP, RAW.encode(), "154390853474", SECRET) == (
        "7413276c64abfd3b66d045a4d37492a8c709390cbc486a3e17d7fad73b3c0308"
    )
    assert signature(APP, '{"text":"Tra cứu hồ sơ"}'.encode(), "154390853474", SECRET) == (
        "ab56682b9bb6d4935e304949c49342aac37b0eaa174348c1984f6fcb6195d6e2"
    )
