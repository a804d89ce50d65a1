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
def request_payment(
    dossier_id: UUID,
    *,
    actor: Actor,
    reason: str,
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Dossier:
    """Issue the notice of what is to be paid (yêu cầu thực hiện nghĩa vụ tài chính). The clock stands from the moment
    the officer issued it, whatever the message does."""
    dossier = begin(dossier_id, Action.REQUEST_PAYMENT, actor=actor, expected_version=expected_version, reason=reason)
    when, previous = moment(at), dossier.status
    dossier.status = Status.AWAITING_PAYMENT
    if has_started(dossier):
        tick(dossier, ClockKind.PAUSE, when, "payment")
    else:
        dossier.paused_since = when
    finish(
        dossier, "dossier.payment_requested", actor=actor, at=when, reason=reason, note=note,
        action=Action.REQUEST_PAYMENT, previous=previous,
    )  # fmt: skip
    return dossier
