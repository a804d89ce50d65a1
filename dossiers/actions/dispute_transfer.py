from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import checked
from dossiers.actions._entries import entry, undisputed
from dossiers.actions.void_payment import ACT
from dossiers.models import Dispute, Payment
from dossiers.policies import DossierPolicy
from events.recording import record
from foundation.errors import Conflict, InvalidInput, NotPermitted
from foundation.local_time import now


@transaction.atomic
def dispute_transfer(payment_id: UUID, *, reason: str, actor: Actor) -> Dispute:
    """Say that money is being looked into (tra soát): nobody matches, moves or voids it until that is over.

    NotFound, NotPermitted, Conflict, or InvalidInput on ``reason``.
    """
    payment = _theirs(payment_id, actor)
    words = checked(reason, "reason", 500)
    if not words:
        raise InvalidInput.on("reason", "required", _("Hãy ghi lý do tra soát."))
    if payment.voided_at is not None:
        raise Conflict("voided_already", _("Biên lai này đã hủy rồi."))
    undisputed(payment)
    return open_dispute(payment, reason=words, actor=actor)


def open_dispute(payment: Payment, *, reason: str, actor: Actor) -> Dispute:
    """The act itself, for money that is locked and not looked into."""
    made = Dispute.objects.create(
        province_id=payment.province_id, agency_id=payment.agency_id, dossier_id=payment.dossier_id, payment=payment,
        reason=reason, opened_at=now(), opened_by_id=actor.user_id,
    )  # fmt: skip
    _tell("transfer.disputed", payment, actor)
    return made


@transaction.atomic
def lift_dispute(payment_id: UUID, *, outcome: str, actor: Actor) -> Dispute:
    """Say what was found; from now on the money is matched, moved and voided like any other.

    NotFound, NotPermitted, Conflict, or InvalidInput on ``outcome``.
    """
    payment = _theirs(payment_id, actor)
    words = checked(outcome, "outcome", 500)
    if not words:
        raise InvalidInput.on("outcome", "required", _("Hãy ghi kết quả tra soát."))
    found = Dispute.objects.filter(payment=payment, lifted_at=None).first()
    if found is None:
        raise Conflict("not_disputed", _("Khoản này hiện không trong diện tra soát."))
    found.lifted_at, found.lifted_by_id, found.outcome = now(), actor.user_id, words
    found.save()
    _tell("transfer.dispute_lifted", payment, actor)
    return found


def _theirs(payment_id: UUID, actor: Actor) -> Payment:
    payment = entry(payment_id)
    if not DossierPolicy.of(actor).may_at(ACT, payment.agency_id):
        raise NotPermitted("not_permitted", _("Vị trí của bạn không tra soát được khoản này."))
    return payment


def _tell(kind: str, payment: Payment, actor: Actor) -> None:
    record(
        kind, subject=("payment", payment.id), province_id=payment.province_id, agency_ids=[payment.agency_id],
        actor=actor, data={"payment_id": payment.id, "amount": payment.amount, "agency_id": payment.agency_id},
    )  # fmt: skip
