"""Templates whose number and values come under RSA: the account's key pair, and opening what was sealed with it."""

import base64
import binascii
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from zalo_emulator.model import OfficialAccount
from zalo_emulator.wire import TEXT, Response, answer, error
from zalo_emulator.world import World

BITS = 4096


def generate(world: World, oa: OfficialAccount) -> Response:
    """``GET /rsa/key/gen``: once; afterwards the key is to be fetched."""
    if oa.rsa_key:
        return error(-143, "RSA key already exists", TEXT)
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    oa.rsa_key = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    world.changed("oa", oa.oa_id)
    return shown(oa)


def shown(oa: OfficialAccount) -> Response:
    """``GET /rsa/key/get``: the public half, base64 of DER (SPKI)."""
    if not oa.rsa_key:
        return error(-142, "RSA key does not exist", TEXT)
    public = (
        _key(oa).public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    data = {"public_key": base64.b64encode(public).decode()}
    return answer({"data": data, "error": 0, "message": "Success"}, TEXT)


def opened(oa: OfficialAccount, body: dict[str, Any]) -> dict[str, Any] | Response:
    """The body with its number and values in the clear; -142 without a key, -123 for what does not open."""
    if not oa.rsa_key:
        return error(-142, "RSA key does not exist", TEXT)
    key, data = _key(oa), body.get("template_data")
    try:
        phone = _open(key, body.get("rsa_phone"))
        values = {str(k): _open(key, v) for k, v in data.items()} if isinstance(data, dict) else data
    except (ValueError, TypeError, binascii.Error):
        return error(-123, "RSA decode failed", TEXT)
    return {**body, "phone": phone, "template_data": values}


def _key(oa: OfficialAccount) -> rsa.RSAPrivateKey:
    key = serialization.load_pem_private_key(oa.rsa_key.encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)
    return key


def _open(key: rsa.RSAPrivateKey, sealed: Any) -> str:
    """OAEP with SHA-256. CONVENTION: the mask by SHA-256 or, as Java has it by default, by SHA-1; both open."""
    raw = base64.b64decode(sealed, validate=True)
    for mask in (hashes.SHA256(), hashes.SHA1()):  # noqa: S303 - what Java's clients send
        try:
            return key.decrypt(raw, padding.OAEP(padding.MGF1(mask), hashes.SHA256(), None)).decode()
        except ValueError:
            continue
    raise ValueError("does not open")
