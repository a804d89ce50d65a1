import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from dossiers.acting import locked
from dossiers.actions._receipts import next_receipt
from dossiers.actions.collect_payment import take, told_by
from dossiers.models import BankAccount, Charge, Payment
from dossiers.vietqr import message_of
from foundation.local_time import now, to_local

BANK = Actor.system("bank")
_START = re.compile(r"(?=[A-Z][0-9]{2})")
_SHORTEST, _LONGEST = 12, 60


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
    words name, whatever the amount and the state; without one it is kept for a person to find (never lost).

    ``account`` is locked, so that two messages of one transfer are one.
    """
    account = BankAccount.objects.select_for_update(no_key=True).get(id=account.id)
    known = told_by(account, told.reference)
    if known is not None:
        return known, False
    dossier_id = _named_by(told.content, account)
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


def _named_by(content: str, account: BankAccount) -> UUID | None:
    """The dossier whose code stands somewhere in the words; the longest code that fits. None for none or several alike.

    Banks drop dots and dashes and put words of their own around. Index ``charge_pay_key``.
    """
    plain = message_of(content)[:300]
    candidates = {
        plain[m.start() : m.start() + length]
        for m in _START.finditer(plain)
        for length in range(_SHORTEST, min(_LONGEST, len(plain) - m.start()) + 1)
    }
    if not candidates:
        return None
    rows = Charge.objects.filter(pay_key__in=candidates, dossier__receiving_agency_id=account.agency_id)
    found = sorted(set(rows.values_list("pay_key", "dossier_id")), key=lambda row: -len(row[0]))
    best = [dossier_id for key, dossier_id in found if len(key) == len(found[0][0])]
    return best[0] if len(best) == 1 else None
