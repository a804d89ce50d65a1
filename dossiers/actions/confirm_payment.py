from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from calendars.clock import ClockKind
from dossiers.acting import begin, finish, moment
from dossiers.clocking import has_started, tick
from dossiers.models import Dossier
from dossiers.money import balance_of, settled_at
from dossiers.states import Action, Status
from events.queries import of_subject
from foundation.local_time import iso_local, now


@transaction.atomic
def confirm_payment(
    dossier_id: UUID,
    *,
    actor: Actor,
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Dossier:
    """What was due has been paid (đã thực hiện nghĩa vụ tài chính): the clock goes on, or begins where the procedure
    counts from acceptance and payment (TT 79/2024/TT-BCA).

    Without ``at`` that is when the money came where it settles what is owed (decision 0023), else now.
    """
    dossier = begin(dossier_id, Action.CONFIRM_PAYMENT, actor=actor, expected_version=expected_version)
    go_on(dossier, actor=actor, note=note, at=at)
    return dossier


def go_on(dossier: Dossier, *, actor: Actor, note: str = "", at: datetime | None = None) -> None:
    """The act itself, for a dossier that is locked and waits for money, or whose clock has not begun because of it."""
    started = has_started(dossier)
    when, previous = moment(at or _paid_at(dossier, started)), dossier.status
    previous_due = dossier.due_at
    if dossier.state is Status.AWAITING_PAYMENT:
        dossier.status = Status.PROCESSING
    tick(dossier, ClockKind.RESUME if started else ClockKind.START, when, "payment")
    dossier.paused_since = None
    finish(
        dossier, "dossier.payment_confirmed", actor=actor, at=when, note=note, action=Action.CONFIRM_PAYMENT,
        previous=previous, previous_due_at=iso_local(previous_due),
    )  # fmt: skip


def _paid_at(dossier: Dossier, started: bool) -> datetime | None:
    """When the money came by which nothing is owed any more: not before it was asked for, and not in the future. Where the clock
    waits for both, not before acceptance, nor before papers that were missing then came."""
    since = dossier.paused_since if started else _complete_since(dossier)
    if since is None:
        return None
    return settled_at(balance_of(dossier.id), since=since, until=now())


def _complete_since(dossier: Dossier) -> datetime | None:
    rows = of_subject("dossier", dossier.id).filter(kind="dossier.supplement_received").order_by("-seq")
    supplemented = rows.values_list("occurred_at", flat=True).first()
    return max((at for at in (dossier.accepted_at, supplemented) if at), default=None)
