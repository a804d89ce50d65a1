from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import checked, finish, locked, ours, permit
from dossiers.actions._entries import entry, undisputed, whole
from dossiers.actions._receipts import receipted
from dossiers.actions.collect_payment import told_of
from dossiers.actions.issue_receipt import void_receipt
from dossiers.actions.match_transfer import of_code
from dossiers.actions.void_payment import ACT
from dossiers.models import Dossier, Payment
from dossiers.money import balance_of
from dossiers.policies import DossierPolicy
from dossiers.states import Status
from foundation.errors import Conflict, InvalidInput, NotFound
from foundation.local_time import now
from foundation.spoken_time import clock, money


@transaction.atomic
def move_transfer(payment_id: UUID, code: str, *, reason: str, actor: Actor) -> Payment:
    """Give a transfer that was recorded for the wrong dossier to the one that it was for (chuyển sang hồ sơ khác): the first
    receipt is voided in its series and points to a new one with the same money, bank's reference and time.

    The clock of the first dossier is not stopped again by itself, and a remark says so; that of the other goes on from when the
    money came, as after any transfer. What is said of the reason is not shown to citizens: it may speak of somebody else.

    NotFound, NotPermitted, Conflict, or InvalidInput on ``reason`` or ``code``.
    """
    seen = Payment.objects.filter(id=payment_id, dossier__isnull=False).first()
    if seen is None or seen.dossier_id is None:
        raise NotFound("payment_not_found", _("Không có biên lai này, hoặc bạn không được xem."))
    wanted = of_code(code)
    both = {
        key: locked(key) for key in sorted({seen.dossier_id, wanted})
    }  # one order for all: no two wait for each other
    source, target = both[seen.dossier_id], both[wanted]
    policy = DossierPolicy.of(actor)
    for dossier in (source, target):
        ours(dossier)
        permit(policy, ACT, dossier, _("Vị trí của bạn không được chuyển tiền giữa các hồ sơ."))
    payment = entry(payment_id)
    words = checked(reason, "reason", 500)
    if not words:
        raise InvalidInput.on("reason", "required", _("Hãy ghi lý do chuyển."))
    _check(payment, source, target)
    when = now()
    payment.voided_at, payment.voided_by_id, payment.void_reason = when, actor.user_id, words
    payment.save()  # lets go of the bank's reference
    made = receipted(
        payment.agency_id, when, province_id=payment.province_id, dossier=target, amount=payment.amount,
        method=payment.method, paid_at=payment.paid_at, cashier_id=payment.cashier_id, account_id=payment.account_id, bank_reference=payment.bank_reference, content=payment.content,
        shift_id=payment.shift_id,  # the same money: counted once
        told_at=payment.told_at, told_amount=payment.told_amount,
    )  # fmt: skip
    payment.moved_to = made
    payment.save(update_fields=["moved_to"])
    void_receipt(payment, source, reason=words, actor=actor, at=when)
    finish(
        source, "dossier.payment_voided", actor=actor, at=when, action="move_transfer", amount=payment.amount,
        channel=payment.method, payment_id=payment.id, reason_code="moved", note=_explained(source, payment, words),
    )  # fmt: skip
    told_of(target, made, actor)
    return made


def _check(payment: Payment, source: Dossier, target: Dossier) -> None:
    if payment.dossier_id != source.id or payment.voided_at is not None:
        raise Conflict("voided_already", _("Biên lai này đã hủy rồi."))
    if payment.method != Payment.Method.VIETQR:
        raise Conflict(
            "not_a_transfer", _("Chỉ chuyển được tiền chuyển khoản; tiền thu ở quầy thì hủy biên lai và thu lại.")
        )
    undisputed(payment)
    whole(payment)
    if target.id == source.id:
        raise InvalidInput.on("code", "same", _("Khoản này đã được ghi cho chính hồ sơ đó."))
    if payment.agency_id != target.receiving_agency_id:
        raise InvalidInput.on("code", "other_agency", _("Tiền vào tài khoản của đơn vị khác nơi tiếp nhận hồ sơ."))


def _explained(source: Dossier, payment: Payment, words: str) -> str:
    """What the move means for the dossier that loses the money, for officials."""
    told = [
        _("Biên lai %(number)s được hủy, tiền chuyển sang hồ sơ khác: %(why)s.")
        % {"number": payment.receipt, "why": words.rstrip(".")}
    ]
    left = balance_of(source.id).left
    if left:
        told.append(_("Hồ sơ này còn phải nộp %(left)s.") % {"left": money(left)})
    if source.state is not Status.AWAITING_PAYMENT and (since := _went_on(source)):
        told.append(
            _("Thời hạn đã tính tiếp từ %(since)s và không tự dừng lại; nếu cần, hãy yêu cầu nộp tiền.")
            % {"since": clock(since)}
        )
    return " ".join(told)


def _went_on(dossier: Dossier) -> datetime | None:
    """When the clock last went on because money had come."""
    last = dossier.clock.filter(reason="payment", kind__in=("resume", "start")).order_by("at", "id").last()
    return last.at if last else None
