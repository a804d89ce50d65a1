"""Proof key of the consent page (RFC 7636, S256): base64url without padding over the raw digest."""

import base64
import hashlib
import os


def new_verifier() -> str:
    """43 characters from 32 random bytes."""
    return _base64url(os.urandom(32))


def challenge(verifier: str) -> str:
    """What goes into the consent page's address for ``verifier``."""
    return _base64url(hashlib.sha256(verifier.encode("ascii")).digest())


def _base64url(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()
