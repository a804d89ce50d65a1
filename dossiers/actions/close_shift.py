from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Agency
from accounts.roles import Role
from dossiers.acting import checked
from dossiers.actions.collect_payment import ACT as COLLECT
from dossiers.actions.collect_payment import MOST
from dossiers.models import Payment, ShiftClose
from dossiers.policies import RULES, DossierPolicy
from dossiers.shifts import OVERSEE, open_receipts
from events.recording import record
from foundation.errors import Conflict, FieldError, InvalidInput, NotPermitted
from foundation.local_time import now

CASHIERS = frozenset(role for role, _place in RULES[COLLECT])  # who takes money counts it
CASH = Payment.Method.CASH.value


def counters_of(actor: Actor) -> list[Agency]:
    """Where this official takes money."""
    grants = DossierPolicy.of(actor).grants
    posts = grants.positions if grants else ()
    return list({p.agency_id: p.agency for p in posts if Role(p.role) in CASHIERS}.values())


@transaction.atomic
def close_shift(
    agency_id: UUID, *, counts: Mapping[str, int], reason: str, actor: Actor, cashier_id: UUID | None = None
) -> ShiftClose:
    """Compare what a cashier took since the last close with what is there (chốt ca): ``counts`` says, for each way to pay that
    occurs, the cash that was counted, or what the slips of the card machine, the bank's statement or the National Portal show. A
    difference in any of them needs a reason, and is kept. What a bank told by itself belongs to no shift.

    One's own shift; or, with ``cashier_id``, that of a cashier who cannot close it (away, or no longer in the post), by who
    oversees the counter, with the reason for it.

    NotPermitted, Conflict where there is nothing to close, or InvalidInput on ``counted`` (the cash), ``counted-<method>`` or
    ``reason``.
    """
    whose = _whose(agency_id, actor, cashier_id)
    rows = list(open_receipts(agency_id, whose).select_for_update(of=("self",)))
    if not rows:
        raise Conflict("nothing_to_close", _("Không có biên lai nào từ lần chốt trước."))
    occurring = [m for m in Payment.Method.values if any(p.method == m for p in rows)]
    recorded = {m: sum(p.amount for p in rows if p.method == m and p.voided_at is None) for m in occurring}
    _check(counts, recorded)
    words = checked(reason, "reason", 500)
    if not words and any(counts[m] != amount for m, amount in recorded.items()):
        raise InvalidInput.on("reason", "required", _("Số đếm được khác sổ: hãy ghi lý do chênh lệch."))
    if not words and whose != actor.user_id:
        raise InvalidInput.on("reason", "required", _("Hãy ghi vì sao chốt thay."))
    assert actor.province_id is not None
    made = ShiftClose.objects.create(
        province_id=actor.province_id, agency_id=agency_id, cashier_id=whose, closed_at=now(), receipts=len(rows),
        recorded=recorded.get(CASH, 0), counted=counts[CASH] if CASH in recorded else 0, reason=words,
        others=[
            {"method": m, "receipts": sum(p.method == m for p in rows), "recorded": recorded[m], "counted": counts[m]}
            for m in occurring if m != CASH
        ],
        closed_by_id=actor.user_id if whose != actor.user_id else None,
    )  # fmt: skip
    Payment.objects.filter(id__in=[p.id for p in rows]).update(shift=made)
    record(
        "shift.closed", subject=("shift", made.id), province_id=made.province_id, agency_ids=[agency_id], actor=actor,
        data={
            "count": len(rows), "amount": sum(recorded.values()), "difference": made.difference, "agency_id": agency_id,
        },
    )  # fmt: skip
    return made


def _whose(agency_id: UUID, actor: Actor, cashier_id: UUID | None) -> UUID:
    """Whose shift it is; NotPermitted where this actor may not close it."""
    policy = DossierPolicy.of(actor)
    own = cashier_id is None or cashier_id == actor.user_id
    may = policy.may_at(COLLECT, agency_id) if own else policy.may_at(OVERSEE, agency_id)
    if not may or actor.user_id is None or actor.province_id is None:
        raise NotPermitted("not_permitted", _("Vị trí của bạn không chốt ca ở quầy này."))
    return cashier_id or actor.user_id


def _check(counts: Mapping[str, int], recorded: Mapping[str, int]) -> None:
    faults = []
    for method in recorded:
        given, name = counts.get(method), "counted" if method == CASH else f"counted-{method}"
        if given is None:
            label = Payment.Method(method).label
            faults.append(
                FieldError(name, "required", _("Hãy ghi số tiền đã đối chiếu: %(method)s.") % {"method": label})
            )
        elif not 0 <= given <= MOST:
            faults.append(FieldError(name, "amount", _("Số tiền đếm được không hợp lệ.")))
    if faults:
        raise InvalidInput(faults[0].code, faults[0].message, faults)
