from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from calendars.clock import ClockKind
from dossiers.acting import begin, finish, moment
from dossiers.clocking import has_started, tick
from dossiers.models import Dossier
from dossiers.states import Action, Status


@transaction.atomic
def recall(
    dossier_id: UUID,
    *,
    actor: Actor,
    reason: str,
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Dossier:
    """Take a completed result back for correction before it is handed over (thu hồi để sửa), by a head, with a reason.

    The clock goes on as if it had not stopped: our mistake does not give us time.
    """
    dossier = begin(dossier_id, Action.RECALL, actor=actor, expected_version=expected_version, reason=reason)
    when, previous = moment(at), dossier.status
    dossier.status, dossier.outcome, dossier.completed_at = Status.PROCESSING, "", None
    if has_started(dossier):
        tick(dossier, ClockKind.REOPEN, when, "recalled")
    finish(
        dossier, "dossier.recalled", actor=actor, at=when, reason=reason, note=note, action=Action.RECALL,
        previous=previous,
    )  # fmt: skip
    return dossier
