"""Templates whose number and values come under RSA."""

import base64

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from tests.zalo_emulator.support import DATA, agrees, granted


@pytest.fixture(scope="module")
def key(process):
    """The account's public key; a pair of 4096 bits takes its time, so it is made once."""
    process.post("reset")
    assert granted(process, "GET", "/rsa/key/get").error == -142
    told = granted(process, "GET", "/rsa/key/gen").json
    agrees(told, "business", "rsa key")
    return told["data"]["public_key"]


def seal(key, text, mask):
    public = serialization.load_der_public_key(base64.b64decode(key))
    assert public.key_size == 4096
    raw = public.encrypt(text.encode(), padding.OAEP(padding.MGF1(mask), hashes.SHA256(), None))
    return base64.b64encode(raw).decode()


@pytest.mark.parametrize("mask", [hashes.SHA256(), hashes.SHA1()])
def test_number_and_values_are_opened(process, key, mask):
    assert granted(process, "GET", "/rsa/key/gen").error == -143
    assert granted(process, "GET", "/rsa/key/get").json["data"]["public_key"] == key
    before = len(process.messages())
    sealed = {name: seal(key, value, mask) for name, value in DATA.items()}
    body = {
        "rsa_phone": seal(key, "84900000002", mask),
        "template_id": "500000",
        "template_data": sealed,
        "tracking_id": "r",
    }
    agrees(granted(process, "POST", "/rsa/message/template", body).json, "business", "rsa send")
    arrived = process.messages("84900000002")[-1]
    assert arrived["data"] == DATA and len(process.messages()) == before + 1


@pytest.mark.parametrize("phone", ["", "###", "YWJj", None, 7])
def test_what_does_not_open(process, key, phone):
    body = {"rsa_phone": phone, "template_id": "500000", "template_data": {"a": "b"}}
    assert granted(process, "POST", "/rsa/message/template", body).error == -123


def test_without_a_key(process, key):
    body = {"rsa_phone": "x", "template_id": "500010", "template_data": {}}
    told = granted(process, "POST", "/rsa/message/template", body, token="demo-access-H19")
    assert told.error == -142
