from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.actors import Actor
from accounts.queries import territories_of
from dossiers.acting import check_version, finish, locked, ours, permit
from dossiers.actions._settled import go_on_where_settled
from dossiers.charging import ChargeFault, Computed, Fee, Waiver, compute
from dossiers.models import Charge, Dossier
from dossiers.money import Balance, balance_of
from dossiers.policies import DossierPolicy
from dossiers.states import TERMINAL
from dossiers.vietqr import message_of
from foundation.errors import Conflict, InvalidInput
from foundation.local_time import now, to_local
from procedures.fees import Place, fees_at
from procedures.models import FeeRow

ACT = "assess_charges"
_FAULTS = {
    "copies": _lazy("Số bản từ 1 đến 1.000."),
    "base_required": _lazy("Hãy ghi giá trị dùng để tính phần trăm."),
    "base": _lazy("Giá trị tính phí không hợp lệ."),
    "amount_required": _lazy("Hãy ghi mức thu theo nghị quyết của tỉnh."),
    "amount": _lazy("Mức thu không hợp lệ."),
    "waiver": _lazy("Miễn, giảm phải có tỷ lệ từ 1 đến 100%, lý do và căn cứ."),
}


@dataclass(frozen=True)
class Case:
    """What an official says of one fee in this case; see ``dossiers.charging.compute``."""

    copies: int = 1
    base: int | None = None
    stated: int | None = None
    waiver: Waiver | None = None


def fees_of(dossier: Dossier) -> list[FeeRow]:
    """The rows of the version it was accepted under that are asked for where and how it was filed, on the day it was."""
    place = Place(
        territories_of(dossier.province_id, dossier.commune_id), dossier.commune.kind if dossier.commune else ""
    )
    day = to_local(dossier.accepted_at or dossier.submitted_at).date()
    return fees_at(dossier.version_of_procedure.fees.all(), place, dossier.channel, day)


@transaction.atomic
def assess_charges(
    dossier_id: UUID, cases: Mapping[UUID, Case], *, actor: Actor, expected_version: int | None = None
) -> Balance:
    """Determine what is owed for the fees named in ``cases`` (by row of the catalogue); what was determined before is
    replaced, and what was paid stays. Fees that are not named are not owed. Where the dossier waited for money and a waiver
    leaves nothing to pay, the clock goes on now.

    NotFound, Stale, NotPermitted, Conflict, or InvalidInput on ``fee-<id>``, or on ``fees`` where none is named and there is one.
    """
    dossier = locked(dossier_id)
    check_version(dossier, expected_version)
    ours(dossier)
    permit(DossierPolicy.of(actor), ACT, dossier, _("Vị trí của bạn không được xác định phí, lệ phí của hồ sơ này."))
    if dossier.state in TERMINAL or not dossier.code:
        raise Conflict("wrong_state", _("Chỉ xác định phí, lệ phí cho hồ sơ đã tiếp nhận và chưa kết thúc."))
    rows = {row.id: row for row in fees_of(dossier)}
    if unknown := [key for key in cases if key not in rows]:
        raise InvalidInput.on(f"fee-{unknown[0]}", "unknown", _("Khoản này không áp dụng cho hồ sơ."))
    if rows and not cases:
        raise InvalidInput.on(
            "fees", "required",
            _("Hãy chọn ít nhất một khoản. Nếu hồ sơ không phải nộp gì, hãy chọn khoản đó và ghi miễn 100% với căn cứ."),
        )  # fmt: skip
    when = now()
    found = [(rows[key], _computed(rows[key], case)) for key, case in cases.items()]
    Charge.objects.filter(dossier=dossier).exclude(state=Charge.State.CANCELLED).update(state=Charge.State.CANCELLED)
    Charge.objects.bulk_create(_charge(dossier, row, computed, actor, when) for row, computed in found)
    finish(
        dossier, "dossier.charges_assessed", actor=actor, at=when, action=ACT, count=len(found),
        amount=sum(computed.due for _row, computed in found),
    )  # fmt: skip
    go_on_where_settled(dossier, actor, when)
    return balance_of(dossier.id)


def _computed(row: FeeRow, case: Case) -> Computed:
    try:
        fee = Fee(row.amount, row.percent, row.per_copy)
        return compute(fee, copies=case.copies, base=case.base, stated=case.stated, waiver=case.waiver)
    except ChargeFault as fault:
        raise InvalidInput.on(f"fee-{row.id}", str(fault), str(_FAULTS[str(fault)])) from fault


def _charge(dossier: Dossier, row: FeeRow, computed: Computed, actor: Actor, when: datetime) -> Charge:
    waived = computed.due == 0 and computed.full > 0
    facts = {"kind": row.kind, "unit": row.unit, "citation": row.citation, "unverified": row.unverified}
    return Charge(
        dossier=dossier, fee=row, order=row.order, name=row.name, full=computed.full, due=computed.due,
        state=Charge.State.WAIVED if waived else Charge.State.OWED, explanation={**computed.explanation, **facts},
        pay_key=message_of(dossier.code or ""), assessed_at=when, assessed_by_id=actor.user_id,
    )  # fmt: skip
