from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import checked, finish, locked, ours, permit
from dossiers.actions._entries import entry, undisputed, whole
from dossiers.actions._receipts import receipted
from dossiers.actions.issue_receipt import void_receipt
from dossiers.models import Payment
from dossiers.policies import DossierPolicy
from foundation.errors import Conflict, InvalidInput, NotFound
from foundation.local_time import now

ACT = "void_payment"


@transaction.atomic
def void_payment(payment_id: UUID, *, reason: str, actor: Actor) -> Payment:
    """Cancel a receipt that was written by mistake (hủy biên lai): it keeps its number and says why. Not after the shift was
    closed, and not what the bank itself has brought. What the payment set in motion stays.

    Where a cashier wrote down a transfer that the bank has told of since, the money is there all the same: in place of the
    receipt it waits, as the bank says it, for a person to find its dossier. Citizens do not read the reason: it may speak of
    somebody else.

    NotFound, NotPermitted, Conflict, or InvalidInput on ``reason``.
    """
    found = Payment.objects.filter(id=payment_id, dossier__isnull=False).first()
    if found is None or found.dossier_id is None:
        raise NotFound("payment_not_found", _("Không có biên lai này, hoặc bạn không được xem."))
    dossier = locked(found.dossier_id)
    ours(dossier)
    permit(DossierPolicy.of(actor), ACT, dossier, _("Vị trí của bạn không được hủy biên lai."))
    payment = entry(payment_id)
    words = checked(reason, "reason", 500)
    if not words:
        raise InvalidInput.on("reason", "required", _("Hãy ghi lý do hủy biên lai."))
    if payment.voided_at is not None:
        raise Conflict("voided_already", _("Biên lai này đã hủy rồi."))
    if payment.shift_id is not None and payment.told_at is None:
        raise Conflict("shift_closed", _("Ca đã chốt; hãy xử lý chênh lệch ở lần chốt sau."))
    undisputed(payment)
    whole(payment)
    if payment.cashier_id is None:
        raise Conflict("told_by_bank", _("Khoản này do ngân hàng báo, không hủy được; hãy hoàn tiền theo quy định."))
    payment.voided_at, payment.voided_by_id, payment.void_reason = now(), actor.user_id, words
    payment.save()  # lets go of the bank's reference
    if payment.told_at is not None:
        payment.moved_to = _as_told(payment, payment.voided_at)
        payment.save(update_fields=["moved_to"])
    void_receipt(payment, dossier, reason=words, actor=actor, at=payment.voided_at)
    finish(
        dossier, "dossier.payment_voided", actor=actor, at=payment.voided_at, action=ACT, amount=payment.amount,
        channel=payment.method, payment_id=payment.id, note=words,
    )  # fmt: skip
    return payment


def _as_told(payment: Payment, when: datetime) -> Payment:
    """The same money as its bank says it, of no dossier yet."""
    return receipted(
        payment.agency_id, when, province_id=payment.province_id, amount=payment.told_amount or payment.amount,
        method=payment.method, paid_at=payment.told_at or payment.paid_at, account_id=payment.account_id, bank_reference=payment.bank_reference, content=payment.content,
        told_at=payment.told_at, told_amount=payment.told_amount,
    )  # fmt: skip
