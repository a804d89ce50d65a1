"""Secrets at rest: AES-256-GCM with key ids, and keyed blind indexes to find equal values.

The database never sees a key. Values are not bound to a table or column, so that rows can be copied and moved.
"""

from foundation.encryption.cipher import decrypt, encrypt
from foundation.encryption.fields import BlindIndexField, EncryptedTextField
from foundation.encryption.index import blind_candidates, blind_index, normalise_identity

__all__ = [
    "BlindIndexField",
    "EncryptedTextField",
    "blind_candidates",
    "blind_index",
    "decrypt",
    "encrypt",
    "normalise_identity",
]
