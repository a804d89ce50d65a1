import os
from functools import cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from foundation.encryption import keys

_NONCE = 12


class CannotDecrypt(ValueError):
    """The stored bytes were changed, or their key is gone."""


@cache
def _aead(secret: bytes) -> AESGCM:
    return AESGCM(keys.derive(secret, "field-encryption"))


def encrypt(text: str) -> bytes:
    """Key id (1 byte), nonce (12), ciphertext and tag; the empty string stays empty."""
    if text == "":
        return b""
    key = keys.all_keys()[0]
    nonce = os.urandom(_NONCE)
    return bytes([key.id]) + nonce + _aead(key.secret).encrypt(nonce, text.encode(), None)


def decrypt(stored: bytes) -> str:
    """The text again; CannotDecrypt if the bytes were tampered with or the key is missing."""
    if not stored:
        return ""
    try:
        key = keys.by_id(stored[0])
        plain = _aead(key.secret).decrypt(stored[1 : 1 + _NONCE], stored[1 + _NONCE :], None)
    except (InvalidTag, LookupError) as error:
        raise CannotDecrypt(str(error) or "authentication failed") from error
    return plain.decode()
