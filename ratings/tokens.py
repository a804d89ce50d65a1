"""The address of a rating: unguessable, made from the invitation, nothing to store."""

from uuid import UUID

from django.core import signing

_SALT = "rating"


def token_of(invitation_id: UUID) -> str:
    return signing.Signer(salt=_SALT).sign(invitation_id.hex)


def invitation_of(token: str) -> UUID | None:
    """The invitation that a token names; None for one that we did not make."""
    try:
        return UUID(signing.Signer(salt=_SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        return None
