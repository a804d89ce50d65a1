from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from calendars.clock import ClockKind
from dossiers.acting import begin, finish, moment
from dossiers.clocking import has_started, tick
from dossiers.models import Dossier
from dossiers.states import Action, Status


def end(
    dossier_id: UUID,
    action: Action,
    status: Status,
    kind: str,
    *,
    actor: Actor,
    reason: str,
    expected_version: int | None,
    note: str,
    at: datetime | None,
    rule: str = "",
) -> Dossier:
    """Bring a dossier to a final state without a result: its clock stops, its papers go back."""
    dossier = begin(dossier_id, action, actor=actor, expected_version=expected_version, reason=reason)
    when, previous = moment(at), dossier.status
    dossier.status, dossier.closed_at, dossier.supplement_until = status, when, None
    if has_started(dossier):
        tick(dossier, ClockKind.STOP, when, action.value)
    dossier.paused_since = None
    finish(
        dossier, kind, actor=actor, at=when, reason=reason, note=note, action=action, previous=previous,
        reason_code=rule,
    )  # fmt: skip
    return dossier
