"""The keys of ``FIELD_ENCRYPTION_KEYS``: ``id:base64url(32 bytes)``, comma-separated, the first one writes."""

import base64
import binascii
from dataclasses import dataclass
from functools import cache, lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class Key:
    """One key: its id (1–255, kept with each value) and its 32 bytes."""

    id: int
    secret: bytes


@lru_cache(maxsize=4)
def parse(text: str) -> tuple[Key, ...]:
    """Read the setting; ImproperlyConfigured says what is wrong without showing the key."""
    keys: list[Key] = []
    for part in filter(None, (p.strip() for p in text.split(","))):
        label, _, encoded = part.partition(":")
        try:
            secret = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
            key = Key(int(label), secret)
        except (ValueError, binascii.Error) as error:
            raise ImproperlyConfigured(
                "FIELD_ENCRYPTION_KEYS: ghi số:khóa-base64url, cách nhau bằng dấu phẩy; ví dụ 1:…"
            ) from error
        if not 1 <= key.id <= 255 or len(secret) != 32:
            raise ImproperlyConfigured("FIELD_ENCRYPTION_KEYS: số từ 1 đến 255, khóa dài 32 byte")
        keys.append(key)
    if not keys or len({k.id for k in keys}) != len(keys):
        raise ImproperlyConfigured("FIELD_ENCRYPTION_KEYS: ít nhất một khóa, mỗi số một lần")
    return tuple(keys)


def all_keys() -> tuple[Key, ...]:
    """Every key that may still be needed to read, the writing one first."""
    return parse(settings.FIELD_ENCRYPTION_KEYS)


def by_id(key_id: int) -> Key:
    """The key with this id; LookupError if it has been taken out of the setting."""
    for key in all_keys():
        if key.id == key_id:
            return key
    raise LookupError(f"encryption key {key_id} is not in FIELD_ENCRYPTION_KEYS")


@cache
def derive(secret: bytes, purpose: str) -> bytes:
    """A 32-byte sub-key for one purpose, so that no key serves two mechanisms."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(secret)
