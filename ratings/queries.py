from uuid import UUID

from django.db.models import QuerySet

from foundation import scoping
from foundation.local_time import now
from ratings.models import Invitation, Vote
from ratings.policies import visible
from ratings.tokens import token_of


def votes() -> QuerySet[Vote]:
    """The votes of the present scope, newest first; without who gave them."""
    return visible(scoping.current()).select_related("invitation__dossier__procedure").order_by("-voted_at", "-id")


def open_token(dossier_id: UUID) -> str | None:
    """The token by which this dossier can still be rated, None if it cannot."""
    with scoping.system("rating link"):
        invitation = Invitation.objects.filter(dossier_id=dossier_id, expires_at__gt=now(), vote=None).first()
    return token_of(invitation.id) if invitation else None
