"""Where a dossier waited for money and now nothing is owed, its clock goes on: after a payment, a transfer or a waiver alike."""

from datetime import datetime

import structlog
from django.db import transaction

from accounts.actors import Actor
from calendars.calendar import OutOfCalendar
from calendars.clock import ClockFault
from dossiers.acting import locked
from dossiers.actions.confirm_payment import go_on
from dossiers.models import Dossier
from dossiers.money import balance_of
from dossiers.states import Status
from foundation.errors import DomainError

log = structlog.get_logger(__name__)


def go_on_where_settled(dossier: Dossier, actor: Actor, at: datetime | None = None) -> None:
    """Confirm the payment of a dossier that waits for it and owes nothing any more; ``at``: when that came to be, else when
    the money came. Whoever may record the money, or move it here, may let the clock go on by it.

    Money that a bank tells of is recorded whatever hinders the clock; a person then confirms the payment.
    """
    if dossier.state is not Status.AWAITING_PAYMENT or not balance_of(dossier.id).settled:
        return
    waiting = locked(dossier.id)
    waiting.acting_post = dossier.acting_post
    if actor.kind != "system":
        go_on(waiting, actor=actor, at=at)
        return
    try:
        with transaction.atomic():
            go_on(waiting, actor=actor, at=at)
    except (OutOfCalendar, ClockFault, DomainError) as error:
        log.error("clock_not_resumed", dossier=str(dossier.id), error=type(error).__name__)
