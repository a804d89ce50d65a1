"""Transfers that came in: whose they are by their words, which wait for a person, and which are looked into."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from dossiers.bank_references import kept
from dossiers.models import Charge, Dispute, Payment
from dossiers.transfer_words import names_in
from foundation.local_time import LOCAL

_OPEN = Dispute.objects.filter(payment=OuterRef("pk"), lifted_at=None)


@dataclass(frozen=True)
class Offered:
    """A dossier that the words of a transfer may mean; ``sure`` where its name ends in them."""

    dossier_id: UUID
    code: str
    sure: bool


def offered(words: Iterable[str], agency_id: UUID) -> list[list[Offered]]:
    """For each of the ``words`` the dossiers of the agency that they may mean. One query; index ``charge_pay_key``."""
    named = [names_in(one) for one in words]
    keys = {key for names in named for key in names}
    if not keys:
        return [[] for _names in named]
    rows = Charge.objects.filter(pay_key__in=keys, dossier__receiving_agency_id=agency_id)
    known = set(rows.values_list("pay_key", "dossier_id", "dossier__code"))
    return [_meant(names, known) for names in named]


def _meant(names: dict[str, bool], known: set[tuple[str, UUID, str | None]]) -> list[Offered]:
    found: dict[UUID, Offered] = {}
    for key, dossier_id, code in known:
        if key in names:
            before = found.get(dossier_id)
            found[dossier_id] = Offered(dossier_id, code or "", names[key] or (before is not None and before.sure))
    return sorted(found.values(), key=lambda one: (not one.sure, one.code))


def named_by(words: str, agency_id: UUID) -> UUID | None:
    """The one dossier of the agency that the words name; None for none and for several."""
    sure = [one.dossier_id for one in offered([words], agency_id)[0] if one.sure]
    return sure[0] if len(sure) == 1 else None


def unmatched(agency_id: UUID) -> QuerySet[Payment]:
    """Transfers into an agency's accounts that wait for a person to find their dossier, the oldest first; without those that
    are looked into or were refunded. Index ``payment_unmatched``."""
    rows = Payment.objects.filter(~Exists(_OPEN), agency_id=agency_id, dossier=None, refunded__lt=F("amount"))
    return rows.order_by("id")


def narrowed(
    rows: QuerySet[Payment], *, day: date | None = None, amount: int | None = None, reference: str = ""
) -> QuerySet[Payment]:
    """Of a local day, of an amount, of the bank's reference in small or capital letters."""
    if day is not None:
        first = datetime.combine(day, time(), LOCAL)
        rows = rows.filter(paid_at__gte=first, paid_at__lt=first + timedelta(days=1))
    if amount is not None:
        rows = rows.filter(amount=amount)
    if reference:
        rows = rows.filter(bank_reference=kept(reference))
    return rows


def looked_into(agency_id: UUID) -> QuerySet[Dispute]:
    """What is being looked into at an agency, the oldest first. Index ``dispute_open``."""
    rows = Dispute.objects.filter(agency_id=agency_id, lifted_at=None).order_by("id")
    return rows.select_related("payment", "payment__dossier", "opened_by")


def open_disputes(payments: Iterable[Payment]) -> dict[UUID, Dispute]:
    """By payment. One query."""
    rows = Dispute.objects.filter(payment__in=[p.id for p in payments], lifted_at=None)
    rows = rows.select_related("opened_by", "payment")
    return {row.payment_id: row for row in rows}
