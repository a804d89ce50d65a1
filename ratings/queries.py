from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from foundation import prepared, scoping
from ratings.models import Vote
from ratings.policies import visible
from ratings.tokens import token_of


def votes() -> QuerySet[Vote]:
    """The votes of the present scope, newest first, each with its procedure; neither who gave them nor on which dossier
    is for showing (NĐ 61/2018 Đ27(3))."""
    rows = visible(scoping.current()).select_related("invitation__dossier__version_of_procedure")
    return rows.order_by("-voted_at", "-id")


_OPEN = """
SELECT i.id FROM ratings_invitation i
WHERE i.dossier_id = %(id)s AND i.expires_at > now()
  AND NOT EXISTS (SELECT FROM ratings_vote v WHERE v.invitation_id = i.id)
"""


def open_token(dossier_id: UUID) -> str | None:
    """The token by which this dossier can still be rated, None if it cannot. One prepared query, in the present
    scope; the unique index on the dossier serves it."""
    return token(prepared.rows(*open_question(dossier_id)))


def open_question(dossier_id: UUID) -> prepared.Ask:
    """What is to be asked for ``token``."""
    return prepared.Ask(_OPEN, {"id": dossier_id})


def token(found: list[tuple[Any, ...]]) -> str | None:
    """The token from the answer to ``open_question``; keys may be text."""
    return token_of(UUID(str(found[0][0]))) if found else None
