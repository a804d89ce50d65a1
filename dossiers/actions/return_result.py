from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from dossiers.acting import begin, finish, moment
from dossiers.models import Dossier
from dossiers.states import Action, Status
from foundation.local_time import iso_local


@transaction.atomic
def return_result(
    dossier_id: UUID,
    *,
    actor: Actor,
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Dossier:
    """Hand the result over (trả kết quả; NĐ 118/2025 Đ22). Closed; not what timeliness is judged by."""
    dossier = begin(dossier_id, Action.RETURN_RESULT, actor=actor, expected_version=expected_version)
    when, previous = moment(at), dossier.status
    dossier.status, dossier.returned_at, dossier.closed_at = Status.RETURNED, when, when
    finish(
        dossier, "dossier.returned", actor=actor, at=when, note=note, action=Action.RETURN_RESULT, previous=previous,
        returned_at=iso_local(when), outcome=dossier.outcome,
    )  # fmt: skip
    return dossier
