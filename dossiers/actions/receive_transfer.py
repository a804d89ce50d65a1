from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import locked
from dossiers.actions._receipts import receipted
from dossiers.actions.collect_payment import is_known, recorded, take
from dossiers.actions.dispute_transfer import open_dispute
from dossiers.models import BankAccount, Dispute, Dossier, Payment
from dossiers.transfers import named_by
from foundation.local_time import now
from foundation.spoken_time import money

BANK = Actor.system("bank")


@dataclass(frozen=True)
class Transfer:
    """What the bank tells: its own reference as it is kept (``dossiers.bank_references``), the amount in đồng, the words that
    went with it, and when."""

    reference: str
    amount: int
    content: str
    at: datetime


@transaction.atomic
def receive_transfer(account: BankAccount, told: Transfer) -> tuple[Payment, bool]:
    """Record a transfer into an agency's account, once for each reference; whether it is new. It goes to the dossier that its
    words name, whatever the amount and the state; where they name none, or more than one, it is kept for a person to find (never
    lost). An account that is no longer on bills still receives.

    What a cashier has written down already is known; from then on it carries what the bank says, and where that is another
    amount or another dossier, it is looked into (tra soát) by itself.

    ``account`` is locked, so that two messages of one transfer are one.
    """
    account = BankAccount.objects.select_for_update(no_key=True).get(id=account.id)
    if heard := _heard(account, told):
        return heard, False
    dossier_id = named_by(told.content, account.agency_id)
    dossier = locked(dossier_id) if dossier_id else None
    if heard := _heard(account, told):  # a cashier was at it
        return heard, False
    try:
        with transaction.atomic():
            return _written(account, dossier, told), True
    except IntegrityError as error:
        heard = _heard(account, told) if is_known(error) else None
        if heard is None:
            raise
        return heard, False


def _known(account: BankAccount, told: Transfer) -> Payment | None:
    """What is recorded of it: told before, or under another account of the agency or none: written down by a cashier on the day
    on which accounts changed, or told there to the instant (a message that is sent to a second address)."""
    rows = recorded(account.agency_id, told.reference).filter(method=Payment.Method.VIETQR)
    if known := rows.filter(account=account).first():
        return known
    for row in rows.exclude(account=account)[:5]:
        if row.told_at is not None:
            if (row.told_at, row.told_amount) == (told.at, told.amount):
                return row
        elif (
            row.account_id is None
            or row.amount == told.amount
            or row.dossier_id == named_by(told.content, row.agency_id)
        ):
            return row  # of a cashier, perhaps with a mistyped amount
    return None


def _written(account: BankAccount, dossier: Dossier | None, told: Transfer) -> Payment:
    words = told.content[:300]
    if dossier is not None:
        return take(
            dossier, amount=told.amount, method=Payment.Method.VIETQR, actor=BANK, at=told.at, account=account,
            bank_reference=told.reference, content=words, told_at=told.at,
        )  # fmt: skip
    return receipted(
        account.agency_id, now(), province_id=account.province_id, amount=told.amount, method=Payment.Method.VIETQR,
        paid_at=told.at, account=account, bank_reference=told.reference,
        content=words, told_at=told.at, told_amount=told.amount,
    )  # fmt: skip


def _heard(account: BankAccount, told: Transfer) -> Payment | None:
    """What is recorded of it, with what the bank says of it where until now only a cashier had said so; None for what is not
    recorded, or was voided just now."""
    known = _known(account, told)
    if known is None:
        return None
    payment = Payment.objects.select_for_update(of=("self",)).get(id=known.id)
    if payment.voided_at is not None:
        return None
    if payment.told_at is not None:
        return payment
    payment.told_at, payment.told_amount = told.at, told.amount
    payment.account, payment.content = account, payment.content or told.content[:300]
    payment.save(update_fields=["told_at", "told_amount", "account", "content"])
    with translation.override("vi"):  # whatever the bank's program reads
        why = _differs(payment, told)
    if why and not Dispute.objects.filter(payment=payment, lifted_at=None).exists():
        open_dispute(payment, reason=why, actor=BANK)
    return payment


def _differs(payment: Payment, told: Transfer) -> str:
    """How the bank's word is another than the cashier's; for officials. Empty where it is not."""
    if told.amount != payment.amount:
        amounts = {"told": money(told.amount), "written": money(payment.amount)}
        return _("Ngân hàng báo %(told)s, biên lai ghi %(written)s.") % amounts
    named = named_by(told.content, payment.agency_id)
    if named is not None and named != payment.dossier_id:
        return _("Nội dung chuyển khoản nêu một hồ sơ khác với hồ sơ ghi trên biên lai.")
    return ""
