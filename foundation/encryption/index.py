"""Finding equal secrets without storing them: a keyed digest of the whole normalised value.

Never over a few digits: ten thousand guesses would turn the index back into the number.
"""

import hashlib
import hmac

from foundation.encryption import keys
from foundation.vietnamese_text import nfc

_SHORTEST = 6


def normalise_identity(number: str) -> str:
    """An identity or tax number without blanks, dots and dashes, upper case."""
    return "".join(c for c in nfc(number).upper() if c.isalnum())


def _digest(key: keys.Key, value: str, purpose: str) -> bytes:
    sub_key = keys.derive(key.secret, f"blind-index:{purpose}")
    return bytes([key.id]) + hmac.digest(sub_key, value.encode(), hashlib.sha256)


def blind_index(value: str, purpose: str) -> bytes:
    """The digest to store beside an encrypted value (33 bytes; empty for an empty value).

    ValueError for a value too short to hide.
    """
    if value == "":
        return b""
    if len(value) < _SHORTEST:
        raise ValueError("a blind index needs the whole value, not a few digits of it")
    return _digest(keys.all_keys()[0], value, purpose)


def blind_candidates(value: str, purpose: str) -> list[bytes]:
    """The digests under which ``value`` may be stored: one per key still in use."""
    if len(value) < _SHORTEST:
        return []
    return [_digest(key, value, purpose) for key in keys.all_keys()]
