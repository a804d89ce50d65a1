from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from dossiers.actions._ending import end
from dossiers.models import Dossier
from dossiers.states import Action, Status


@transaction.atomic
def stop(
    dossier_id: UUID,
    *,
    actor: Actor,
    reason: str,
    rule: str = "",
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Dossier:
    """Stop a dossier (dừng giải quyết; TT 03/2025/TT-VPCP Đ7): not eligible, or not supplemented within the window.

    ``rule`` is a code for the record, e.g. ``window_expired``.
    """
    return end(
        dossier_id, Action.STOP, Status.STOPPED, "dossier.stopped", actor=actor, reason=reason,
        expected_version=expected_version, note=note, at=at, rule=rule,
    )  # fmt: skip
