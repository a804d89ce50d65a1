from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.actors import Actor
from dossiers.acting import locked
from dossiers.actions._receipts import next_receipt
from dossiers.actions.collect_payment import recorded, take
from dossiers.models import BankAccount, Payment
from dossiers.transfers import named_by
from foundation.local_time import now, to_local

BANK = Actor.system("bank")


@dataclass(frozen=True)
class Transfer:
    """What the bank tells: its own reference, the amount in đồng, the words that went with it, and when."""

    reference: str
    amount: int
    content: str
    at: datetime


@transaction.atomic
def receive_transfer(account: BankAccount, told: Transfer) -> tuple[Payment, bool]:
    """Record a transfer into an agency's account, once for each reference; whether it is new. It goes to the dossier that its
    words name, whatever the amount and the state; where they name none, or more than one, it is kept for a person to find (never
    lost). An account that is no longer on bills still receives.

    ``account`` is locked, so that two messages of one transfer are one.
    """
    account = BankAccount.objects.select_for_update(no_key=True).get(id=account.id)
    known = _known(account, told)
    if known is not None:
        return known, False
    dossier_id = named_by(told.content, account.agency_id)
    if dossier_id is None:
        when = now()
        year, number = next_receipt(account.agency_id, to_local(when))
        payment = Payment.objects.create(
            province_id=account.province_id, agency_id=account.agency_id, amount=told.amount, method=Payment.Method.VIETQR,
            paid_at=told.at, recorded_at=when, year=year, number=number, account=account, bank_reference=told.reference,
            content=told.content[:300],
        )  # fmt: skip
        return payment, True
    taken = take(
        locked(dossier_id), amount=told.amount, method=Payment.Method.VIETQR, actor=BANK, at=told.at, account=account,
        bank_reference=told.reference, content=told.content[:300],
    )  # fmt: skip
    return taken, True


def _known(account: BankAccount, told: Transfer) -> Payment | None:
    """What is recorded of it: told before, or written down by a cashier under another account of the agency, on the day on
    which accounts changed, or under none."""
    rows = recorded(account.agency_id, told.reference)
    by_hand = Q(amount=told.amount, cashier__isnull=False) & (Q(account=None) | ~Q(account=account))
    return rows.filter(account=account).first() or rows.filter(by_hand).first()
