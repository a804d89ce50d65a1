"""The token in the address of an issued paper: 192 random bits, kept as a digest alone. Pure."""

import hashlib
import secrets


def new_token() -> str:
    """32 characters that fit into an address."""
    return secrets.token_urlsafe(24)


def digest_of(token: str) -> str:
    """Under which a token is kept: it holds 192 random bits, so a plain digest tells nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
