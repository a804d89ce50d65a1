from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import checked, finish, locked, ours, permit
from dossiers.actions._entries import entry, undisputed
from dossiers.models import Dossier, Payment, Refund
from dossiers.policies import DossierPolicy
from events.recording import record
from foundation.errors import Conflict, InvalidInput, NotPermitted
from foundation.local_time import now
from foundation.spoken_time import money

ACT = "refund_payment"


@transaction.atomic
def refund_payment(payment_id: UUID, *, amount: int, voucher: str, reason: str, actor: Actor) -> Refund:
    """Write down that money was given back (hoàn trả tiền đã nộp): the whole of a payment or a part, by which voucher, and why.
    What was refunded is not paid any more, so that what was paid too much is settled by it, and a transfer that nobody knows
    leaves the list of those that wait. The money itself goes another way (phiếu chi, ủy nhiệm chi), and by no cashier's drawer:
    no shift counts it.

    A refund stops no clock that ran on: where the dossier owes again by it, a person asks for payment anew. To whom it went
    stands on the voucher.

    NotFound, NotPermitted, Conflict (voided, looked into, nothing left of it), or InvalidInput on ``amount``, ``voucher`` or
    ``reason``.
    """
    seen = Payment.objects.filter(id=payment_id, dossier__isnull=False).first()
    dossier = locked(seen.dossier_id) if seen and seen.dossier_id else None
    payment = entry(payment_id)
    if payment.dossier_id != (dossier.id if dossier else None):  # matched by somebody a moment ago
        raise Conflict("matched_already", _("Khoản chuyển này vừa được ghi cho một hồ sơ; hãy xem lại."))
    _permit(payment, dossier, actor)
    words = _check(payment, amount, voucher, reason)
    made = Refund.objects.create(
        province_id=payment.province_id, agency_id=payment.agency_id, dossier=dossier, payment=payment, amount=amount,
        voucher=words[0], reason=words[1], refunded_at=now(), refunded_by_id=actor.user_id,
    )  # fmt: skip
    payment.refunded += amount
    payment.save(update_fields=["refunded"])
    if dossier is not None:
        finish(
            dossier, "dossier.payment_refunded", actor=actor, at=made.refunded_at, action=ACT, amount=amount,
            channel=payment.method, payment_id=payment.id,
        )  # fmt: skip
    else:
        record(
            "transfer.refunded", subject=("payment", payment.id), province_id=payment.province_id,
            agency_ids=[payment.agency_id], actor=actor,
            data={"payment_id": payment.id, "amount": amount, "agency_id": payment.agency_id},
        )  # fmt: skip
    return made


def _permit(payment: Payment, dossier: Dossier | None, actor: Actor) -> None:
    policy, refusal = DossierPolicy.of(actor), _("Vị trí của bạn không ghi được việc hoàn trả tiền.")
    if dossier is not None:
        ours(dossier)
        permit(policy, ACT, dossier, refusal)
    elif not policy.may_at(ACT, payment.agency_id):
        raise NotPermitted("not_permitted", refusal)


def _check(payment: Payment, amount: int, voucher: str, reason: str) -> tuple[str, str]:
    if payment.voided_at is not None:
        raise Conflict("voided_already", _("Biên lai này đã hủy rồi."))
    undisputed(payment)
    if not payment.kept:
        raise Conflict("refunded", _("Khoản này đã hoàn trả hết."))
    if not 0 < amount <= payment.kept:
        raise InvalidInput.on(
            "amount", "amount", _("Số tiền hoàn trả từ 1 đồng đến %(most)s.") % {"most": money(payment.kept)}
        )
    number, words = checked(voucher, "voucher", 60), checked(reason, "reason", 500)
    if not number:
        raise InvalidInput.on("voucher", "required", _("Hãy ghi số chứng từ hoàn trả (phiếu chi, ủy nhiệm chi)."))
    if not words:
        raise InvalidInput.on("reason", "required", _("Hãy ghi lý do hoàn trả."))
    if payment.refunds.filter(voucher=number).exists():  # pressed twice
        raise Conflict("refunded_already", _("Chứng từ này đã được ghi cho khoản này rồi."))
    return number, words
