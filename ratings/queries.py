from uuid import UUID

from django.db.models import QuerySet

from foundation import prepared, scoping
from ratings.models import Vote
from ratings.policies import visible
from ratings.tokens import token_of


def votes() -> QuerySet[Vote]:
    """The votes of the present scope, newest first; without who gave them."""
    return visible(scoping.current()).select_related("invitation__dossier__procedure").order_by("-voted_at", "-id")


_OPEN = """
SELECT i.id FROM ratings_invitation i
WHERE i.dossier_id = %(dossier)s AND i.expires_at > now()
  AND NOT EXISTS (SELECT FROM ratings_vote v WHERE v.invitation_id = i.id)
"""


def open_token(dossier_id: UUID) -> str | None:
    """The token by which this dossier can still be rated, None if it cannot. One prepared query, in the present
    scope; the unique index on the dossier serves it."""
    found = prepared.rows(_OPEN, {"dossier": dossier_id})
    return token_of(found[0][0]) if found else None
