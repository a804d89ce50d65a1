"""What cashiers took since their last close, and the closes so far."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Sum

from accounts.actors import Actor
from accounts.models import Agency, User
from accounts.roles import PROVINCE_WIDE, Role
from dossiers.models import Payment, ShiftClose
from dossiers.money_desks import counters_of_province
from dossiers.policies import RULES, DossierPolicy

OVERSEE = "oversee_shifts"
OVERSEERS = frozenset(role for role, _place in RULES[OVERSEE])
_COUNT, _SUM = Count("id"), Sum("amount", filter=Q(voided_at=None))
_OPEN = Payment.objects.filter(cashier__isnull=False, shift=None)


class Taken(NamedTuple):
    """What was taken in one way: receipts (void ones too) and what those that stand say, in đồng."""

    method: str
    receipts: int
    amount: int

    @property
    def name(self) -> str:
        """As people say it."""
        return str(Payment.Method(self.method).label)


class OpenShift(NamedTuple):
    """A cashier who has something to close at a counter, since when."""

    cashier: User
    receipts: int
    amount: int
    since: datetime


def open_receipts(agency_id: UUID, cashier_id: UUID) -> QuerySet[Payment]:
    """The receipts of a cashier at an agency since the last close, in whatever way they were paid, the void ones too. What a
    bank told by itself is nobody's. Index ``payment_of_open_shift``."""
    rows = Payment.objects.filter(agency_id=agency_id, cashier_id=cashier_id, shift=None)
    return rows.select_related("dossier").order_by("id")


def taken_since(agency_id: UUID, cashier_id: UUID) -> list[Taken]:
    """That, added up way by way, the cash first. One query; index ``payment_of_open_shift``."""
    rows = Payment.objects.filter(agency_id=agency_id, cashier_id=cashier_id, shift=None)
    found = {
        method: Taken(method, count, amount or 0)
        for method, count, amount in rows.order_by().values_list("method").annotate(count=_COUNT, sum=_SUM)
    }
    return [found[method] for method in Payment.Method.values if method in found]


def open_shifts(agency_id: UUID) -> list[OpenShift]:
    """Who has something to close at this counter, who has waited longest first. Two queries; index ``payment_of_open_shift``."""
    rows = _OPEN.filter(agency_id=agency_id).order_by().values_list("cashier_id")
    found = list(rows.annotate(count=_COUNT, sum=_SUM, since=Min("recorded_at")).order_by("since"))
    people = User.objects.in_bulk([row[0] for row in found])
    return [OpenShift(people[key], count, amount or 0, since) for key, count, amount, since in found if key in people]


def cashier_at(agency_id: UUID, cashier_id: UUID) -> User | None:
    """Who that is, where they ever took money at this counter that is to be closed or was."""
    took = open_receipts(agency_id, cashier_id).exists() or own_closes(cashier_id).filter(agency_id=agency_id).exists()
    return User.objects.filter(id=cashier_id).first() if took else None


def closes_of(agency_id: UUID) -> QuerySet[ShiftClose]:
    """All closes of a unit. Index ``shift_close_agency``."""
    return ShiftClose.objects.filter(agency_id=agency_id).select_related("cashier", "closed_by")


def own_closes(cashier_id: UUID) -> QuerySet[ShiftClose]:
    """The closes of one cashier, whoever closed. Index ``shift_close_cashier``."""
    return ShiftClose.objects.filter(cashier_id=cashier_id).select_related("agency", "closed_by")


def overseen(actor: Actor) -> list[Agency] | None:
    """The counters whose shifts this official answers for: those of the province, and any other at which money lies that nobody
    has closed. None where there is no such post."""
    grants = DossierPolicy.of(actor).grants
    posts = [p for p in grants.positions if Role(p.role) in OVERSEERS] if grants else []
    if not posts:
        return None
    found = {p.agency_id: p.agency for p in posts}
    if any(Role(p.role) in PROVINCE_WIDE for p in posts):
        lying = Agency.objects.filter(Exists(_OPEN.filter(agency=OuterRef("pk"))), province=actor.province_id)
        found |= {a.id: a for a in (*counters_of_province(actor), *lying)}
    return sorted(found.values(), key=lambda a: (a.code, a.id))
