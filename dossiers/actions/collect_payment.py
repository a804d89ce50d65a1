from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import check_version, checked, finish, locked, moment, ours, permit
from dossiers.actions._receipts import receipted
from dossiers.actions._settled import go_on_where_settled
from dossiers.bank_references import kept
from dossiers.models import BankAccount, Dossier, Payment
from dossiers.money import account_of, balance_of
from dossiers.policies import DossierPolicy
from foundation.errors import Conflict, InvalidInput
from foundation.local_time import now

ACT = "collect_payment"
MOST = 10**12
BY_HAND = frozenset(Payment.Method.values)
PROVED = frozenset({Payment.Method.VIETQR.value, Payment.Method.NATIONAL_PORTAL.value})  # by another's reference


@transaction.atomic
def collect_payment(
    dossier_id: UUID,
    *,
    amount: int,
    method: str,
    actor: Actor,
    bank_reference: str = "",
    at: datetime | None = None,
    expected_version: int | None = None,
) -> Payment:
    """Take money for a dossier, with a receipt (thu phí, lệ phí; NĐ 61/2018 Đ22). Less or more than is owed is recorded as
    it is. Where the dossier waited for the payment and now all is paid, the clock goes on in the same moment.

    NotFound, Stale, NotPermitted, Conflict, or InvalidInput on ``amount``, ``method`` or ``bank_reference``.
    """
    dossier = locked(dossier_id)
    check_version(dossier, expected_version)
    ours(dossier)
    permit(DossierPolicy.of(actor), ACT, dossier, _("Vị trí của bạn không được thu tiền của hồ sơ này."))
    if method not in BY_HAND:
        raise InvalidInput.on("method", "unknown", _("Hãy chọn cách nộp."))
    if not 0 < amount <= MOST:
        raise InvalidInput.on("amount", "amount", _("Số tiền phải lớn hơn 0 và không quá 1.000 tỷ đồng."))
    if not balance_of(dossier.id).charges:
        raise Conflict("not_assessed", _("Hãy xác định phí, lệ phí phải nộp trước khi thu tiền."))
    reference = _reference(bank_reference, method)
    # the slips of a card machine may be numbered from 1 again
    if method in PROVED and recorded(dossier.receiving_agency_id, reference).filter(method=method).exists():
        raise _recorded_already()
    account = account_of(dossier) if method == Payment.Method.VIETQR else None
    try:
        with transaction.atomic():
            return take(
                dossier, amount=amount, method=method, actor=actor, at=moment(at), account=account,
                bank_reference=reference,
            )  # fmt: skip
    except IntegrityError as error:
        if is_known(error):  # the bank told of it in the meantime, or somebody else wrote it down
            raise _recorded_already() from error
        raise


def _reference(written: str, method: str) -> str:
    """The reference as it is kept; InvalidInput where it is wanting or none. Cash has none."""
    if method == Payment.Method.CASH:
        return ""
    if not checked(written, "bank_reference", 64):
        if method in PROVED:
            raise InvalidInput.on("bank_reference", "required", _("Hãy ghi mã giao dịch của ngân hàng."))
        return ""
    reference = kept(written)
    if reference is None:
        raise InvalidInput.on(
            "bank_reference", "reference", _("Mã giao dịch chỉ gồm chữ không dấu, số và các dấu . _ : / # -.")
        )
    return reference


def recorded(agency_id: UUID, reference: str) -> QuerySet[Payment]:
    """Payments to an agency that hold a bank's reference. A voided one does not. Index ``payment_reference``."""
    rows = Payment.objects.filter(agency_id=agency_id, bank_reference=reference, voided_at=None)
    return rows.exclude(bank_reference="")


def is_known(error: IntegrityError) -> bool:
    """Whether what could not be written is a reference that a payment holds already."""
    return "transfer_once" in str(error) or "reference_once" in str(error)


def _recorded_already() -> Conflict:
    return Conflict("recorded_already", _("Giao dịch này đã được ghi rồi."))


def take(
    dossier: Dossier,
    *,
    amount: int,
    method: str,
    actor: Actor,
    at: datetime,
    account: BankAccount | None = None,
    bank_reference: str = "",
    content: str = "",
    told_at: datetime | None = None,
) -> Payment:
    """The act itself, for a dossier that is locked and checked; ``told_at``: when the money came, where a bank says so."""
    payment = receipted(
        dossier.receiving_agency_id, now(), province_id=dossier.province_id, dossier=dossier, amount=amount,
        method=method, paid_at=at, cashier_id=actor.user_id, account=account, bank_reference=bank_reference, content=content, told_at=told_at,
        told_amount=amount if told_at else None,
    )  # fmt: skip
    told_of(dossier, payment, actor)
    return payment


def told_of(dossier: Dossier, payment: Payment, actor: Actor) -> None:
    """The event of money that came in; and where it was all that the dossier waited for, the clock goes on."""
    finish(
        dossier, "dossier.payment_received", actor=actor, at=payment.recorded_at, action=ACT, amount=payment.amount,
        channel=payment.method, payment_id=payment.id,
    )  # fmt: skip
    go_on_where_settled(dossier, actor)
