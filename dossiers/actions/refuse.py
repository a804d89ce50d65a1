from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from dossiers.acting import begin, finish, moment
from dossiers.models import Dossier
from dossiers.states import Action, Status


@transaction.atomic
def refuse(
    dossier_id: UUID,
    *,
    actor: Actor,
    reason: str,
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Dossier:
    """Refuse to take a dossier in (từ chối tiếp nhận; NĐ 61/2018 Đ17(1)), with the reason. Final."""
    dossier = begin(dossier_id, Action.REFUSE, actor=actor, expected_version=expected_version, reason=reason)
    when, previous = moment(at), dossier.status
    dossier.status, dossier.closed_at = Status.REFUSED, when
    finish(
        dossier,
        "dossier.refused",
        actor=actor,
        at=when,
        reason=reason,
        note=note,
        action=Action.REFUSE,
        previous=previous,
    )
    return dossier
