from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from dossiers.actions._ending import end
from dossiers.models import Dossier
from dossiers.states import Action, Status


@transaction.atomic
def withdraw(
    dossier_id: UUID,
    *,
    actor: Actor,
    reason: str,
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Dossier:
    """The applicant takes the dossier back (rút hồ sơ; NĐ 118/2025 Đ21), possible until a decision has been issued."""
    return end(
        dossier_id, Action.WITHDRAW, Status.WITHDRAWN, "dossier.withdrawn", actor=actor, reason=reason,
        expected_version=expected_version, note=note, at=at,
    )  # fmt: skip
