from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Agency
from accounts.roles import Role
from dossiers.acting import checked
from dossiers.actions.collect_payment import ACT as COLLECT
from dossiers.actions.collect_payment import MOST
from dossiers.models import Payment, ShiftClose
from dossiers.policies import RULES, DossierPolicy
from events.recording import record
from foundation.errors import Conflict, InvalidInput, NotPermitted
from foundation.local_time import now

CASHIERS = frozenset(role for role, _place in RULES[COLLECT])  # who takes money counts it


def open_receipts(agency_id: UUID, cashier_id: UUID) -> QuerySet[Payment]:
    """The cash receipts of a cashier at an agency since the last close, the void ones too. Index ``payment_of_open_shift``."""
    rows = Payment.objects.filter(agency_id=agency_id, cashier_id=cashier_id, method=Payment.Method.CASH, shift=None)
    return rows.select_related("dossier").order_by("id")


def counters_of(actor: Actor) -> list[Agency]:
    """Where this official takes money."""
    grants = DossierPolicy.of(actor).grants
    posts = grants.positions if grants else ()
    return list({p.agency_id: p.agency for p in posts if Role(p.role) in CASHIERS}.values())


@transaction.atomic
def close_shift(agency_id: UUID, *, counted: int, reason: str, actor: Actor) -> ShiftClose:
    """Count the cash of one's own shift against the receipts (chốt ca): a difference needs a reason, and is kept.

    NotPermitted, Conflict where there is nothing to close, or InvalidInput on ``counted`` or ``reason``.
    """
    grants = DossierPolicy.of(actor).grants
    if grants is None or not grants.has(CASHIERS, [agency_id]):
        raise NotPermitted("not_permitted", _("Vị trí của bạn không chốt ca ở quầy này."))
    assert actor.user_id is not None and actor.province_id is not None
    if not 0 <= counted <= MOST:
        raise InvalidInput.on("counted", "amount", _("Số tiền đếm được không hợp lệ."))
    rows = list(open_receipts(agency_id, actor.user_id).select_for_update(of=("self",)))
    if not rows:
        raise Conflict("nothing_to_close", _("Không có biên lai tiền mặt nào từ lần chốt trước."))
    recorded = sum(p.amount for p in rows if p.voided_at is None)
    words = checked(reason, "reason", 500)
    if counted != recorded and not words:
        raise InvalidInput.on("reason", "required", _("Tiền đếm được khác sổ: hãy ghi lý do chênh lệch."))
    made = ShiftClose.objects.create(
        province_id=actor.province_id, agency_id=agency_id, cashier_id=actor.user_id, closed_at=now(),
        receipts=len(rows), recorded=recorded, counted=counted, reason=words,
    )  # fmt: skip
    Payment.objects.filter(Q(id__in=[p.id for p in rows])).update(shift=made)
    record(
        "shift.closed", subject=("shift", made.id), province_id=made.province_id, agency_ids=[agency_id], actor=actor,
        data={"count": len(rows), "amount": recorded, "difference": made.difference, "agency_id": agency_id},
    )  # fmt: skip
    return made
