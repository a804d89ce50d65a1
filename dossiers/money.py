"""What a dossier owes and has paid, in one value."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import segno
from django.utils.translation import gettext as _

from documents.forms.catalogue import PaperKind
from documents.models import IssuedPaper
from dossiers.models import BankAccount, Charge, Dossier, Payment, Refund
from dossiers.vietqr import QrFault, message_of, payload
from foundation.errors import NotFound
from foundation.local_time import today_local


class Balance(NamedTuple):
    """Owed and paid in đồng, without what was refunded; ``over`` where more was paid than is owed."""

    charges: Sequence[Charge]
    payments: Sequence[Payment]
    owed: int
    paid: int

    @property
    def left(self) -> int:
        """What is still to be paid; 0 where nothing is."""
        return max(0, self.owed - self.paid)

    @property
    def over(self) -> int:
        """What was paid too much."""
        return max(0, self.paid - self.owed)

    @property
    def settled(self) -> bool:
        """Whether something was to be determined, was, and is paid or waived."""
        return bool(self.charges) and self.left == 0


def balance_of(dossier_id: UUID) -> Balance:
    """Two queries."""
    charges = list(Charge.objects.filter(dossier_id=dossier_id).exclude(state=Charge.State.CANCELLED))
    payments = list(Payment.objects.filter(dossier_id=dossier_id).select_related("cashier", "moved_to"))
    paid = sum(p.kept for p in payments)
    return Balance(charges, payments, sum(c.due for c in charges), paid)


class Stood(NamedTuple):
    """How things stood when a payment came in: what was owed for what, what had been paid before it, and what was left or too
    much after it."""

    charges: Sequence[Charge]
    owed: int
    before: int
    left: int
    over: int


def stood_at(dossier_id: UUID, payment: Payment) -> Stood:
    """What stood when ``payment`` of this dossier was recorded, whatever was determined, paid, voided or
    refunded since. Money that came before anything was determined stands against what was determined first. Three queries."""
    at = payment.recorded_at
    rows = list(Charge.objects.filter(dossier_id=dossier_id).order_by("assessed_at", "order", "id"))
    charges = [c for c in rows if c.assessed_at <= at and (c.replaced_at is None or c.replaced_at > at)]
    if not any(c.assessed_at <= at for c in rows):
        charges = [c for c in rows if c.assessed_at == rows[0].assessed_at]
    others = Payment.objects.filter(dossier_id=dossier_id, recorded_at__lte=at).exclude(id=payment.id)
    stood = [
        p for p in others if (p.voided_at is None or p.voided_at > at) and (p.recorded_at, p.id) < (at, payment.id)
    ]
    back = Refund.objects.filter(payment__in=[p.id for p in stood], refunded_at__lte=at).values_list(
        "amount", flat=True
    )
    before = sum(p.amount for p in stood) - sum(back)
    owed = sum(c.due for c in charges)
    paid = before + payment.amount
    return Stood(charges, owed, before, max(0, owed - paid), max(0, paid - owed))


def settled_at(balance: Balance, *, since: datetime, until: datetime) -> datetime | None:
    """When so much had come in that nothing was owed: by what the bank says of each payment, but not before ``since`` (when it
    was asked for) nor after ``until`` (now). None where something is owed, or where nothing had to be paid."""
    if not balance.settled or balance.owed == 0:
        return None
    came = 0
    for at, amount in sorted((p.paid_at, p.kept) for p in balance.payments if p.kept):
        came += amount
        if came >= balance.owed:
            return min(max(at, since), until)
    return None


def account_of(dossier: Dossier) -> BankAccount | None:
    """Where a transfer for this dossier goes today: the account of the unit that receives it; none that is not active or was
    replaced."""
    rows = BankAccount.objects.filter(
        agency_id=dossier.receiving_agency_id, is_active=True, replaced_at=None, valid_from__lte=today_local()
    )
    return rows.exclude(valid_to__lt=today_local()).order_by("valid_from").last()


def qr_of(account: BankAccount, amount: int, code: str) -> str | None:
    """The VietQR as an image address for a page (SVG in a data URI); None where none can be written."""
    try:
        text = payload(account.bank, account.number, amount, message_of(code))
    except QrFault:
        return None
    return str(segno.make(text, error="m", micro=False).svg_data_uri(scale=5, border=4, dark="#000", light="#fff"))


def of_dossier(payment_id: UUID, dossier_id: UUID) -> Payment:
    """The payment, where it is one of this dossier; NotFound for any other. One query."""
    found = Payment.objects.filter(id=payment_id, dossier_id=dossier_id).first()
    if found is None:
        raise NotFound("payment_not_found", _("Không có biên lai này, hoặc bạn không được xem."))
    return found


def refunds_of(payments: Iterable[Payment]) -> dict[UUID, list[Refund]]:
    """What was given back of each payment, the oldest first. One query, and none where nothing was."""
    wanted = [p.id for p in payments if p.refunded]
    found: dict[UUID, list[Refund]] = {}
    for row in Refund.objects.filter(payment__in=wanted).select_related("refunded_by") if wanted else ():
        found.setdefault(row.payment_id, []).append(row)
    return found


def printed_of(dossier_id: UUID) -> dict[UUID, IssuedPaper]:
    """The valid receipt that was printed of each payment. One query; index ``issued_paper_subject``."""
    rows = IssuedPaper.objects.filter(subject_kind="dossier", subject_id=dossier_id, voided_at=None)
    return {p.occasion: p for p in rows.filter(kind=PaperKind.FEE_RECEIPT.value) if p.occasion is not None}


class Bill(NamedTuple):
    """What a citizen is asked to pay, and how: without names but those of the fees."""

    lines: tuple[tuple[str, int], ...]
    paid: int
    left: int
    bank: str
    holder: str
    number: str
    message: str
    qr: str | None


def bill_of(dossier_id: UUID) -> Bill | None:
    """None where nothing is left to pay. Four queries at most; in the scope of the look-up."""
    balance = balance_of(dossier_id)
    if not balance.left:
        return None
    dossier = Dossier.objects.only("code", "receiving_agency_id").get(id=dossier_id)
    account, code = account_of(dossier), dossier.code or ""
    lines = tuple((c.name, c.due) for c in balance.charges)
    if account is None:
        return Bill(lines, balance.paid, balance.left, "", "", "", "", None)
    qr = qr_of(account, balance.left, code)
    return Bill(lines, balance.paid, balance.left, account.bank, account.holder, account.number, message_of(code), qr)
