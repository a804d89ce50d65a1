"""Where a dossier waited for money and now nothing is owed, its clock goes on or begins: after a payment, a transfer or a waiver alike."""

from datetime import datetime

import structlog
from django.db import transaction

from accounts.actors import Actor
from calendars.calendar import OutOfCalendar
from calendars.clock import ClockFault
from dossiers.acting import locked
from dossiers.actions.confirm_payment import go_on
from dossiers.circumstances import pays_first
from dossiers.clocking import has_started
from dossiers.models import Dossier
from dossiers.money import balance_of
from dossiers.states import RUNNING, Status
from foundation.errors import DomainError

log = structlog.get_logger(__name__)


def go_on_where_settled(dossier: Dossier, actor: Actor, at: datetime | None = None) -> None:
    """Confirm the payment of a dossier that waits for it and owes nothing any more; ``at``: when that came to be, else when
    the money came. Whoever may record the money, or move it here, may let the clock go on by it. Where the clock counts from
    acceptance and payment it begins, also before anybody asked for the money (TT 79/2024/TT-BCA).

    Money is recorded whatever hinders the clock (a calendar that ends); a person then confirms the payment.
    """
    if not _waits(dossier) or not balance_of(dossier.id).settled:
        return
    waiting = locked(dossier.id)
    waiting.acting_post = dossier.acting_post
    try:
        with transaction.atomic():
            go_on(waiting, actor=actor, at=at)
    except (OutOfCalendar, ClockFault, DomainError) as error:
        log.error("clock_not_resumed", dossier=str(dossier.id), error=type(error).__name__)


def _waits(dossier: Dossier) -> bool:
    if dossier.state is Status.AWAITING_PAYMENT:
        return True
    return dossier.state in RUNNING and pays_first(dossier) and not has_started(dossier)
