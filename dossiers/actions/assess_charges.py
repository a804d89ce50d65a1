from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.actors import Actor
from dossiers.acting import check_version, finish, locked, ours, permit
from dossiers.actions._settled import go_on_where_settled
from dossiers.charging import ChargeFault, Computed, Fee, Waiver, compute
from dossiers.models import Charge, Dossier
from dossiers.money import Balance, balance_of
from dossiers.policies import DossierPolicy
from dossiers.states import TERMINAL, Status
from dossiers.vietqr import message_of
from dossiers.waiving import FREELY, by_rule, place_of, waivers_of
from foundation.errors import Conflict, InvalidInput, NotPermitted
from foundation.local_time import now, to_local, today_local
from procedures.fees import fees_at
from procedures.models import FeeRow, WaiverRule

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
class ByRule:
    """A waiver chosen from the rules in force, by its code; ``percent`` only where the catalogue does not know how much."""

    code: str
    percent: int | None = None


@dataclass(frozen=True)
class Case:
    """What an official says of one fee in this case; see ``dossiers.charging.compute``. A ``Waiver`` is one that the catalogue
    does not hold."""

    copies: int = 1
    base: int | None = None
    stated: int | None = None
    waiver: Waiver | ByRule | None = None


def fees_of(dossier: Dossier) -> list[FeeRow]:
    """The rows of the version it was accepted under that are asked for where and how it was filed, on the day it was."""
    day = to_local(dossier.accepted_at or dossier.submitted_at).date()
    rows = dossier.version_of_procedure.fees.prefetch_related("waivers")
    return fees_at(rows, place_of(dossier), dossier.channel, day)


def may_be_assessed(dossier: Dossier) -> bool:
    """Whether it is in work; or was settled while its owner waited and that is today, since there was no other moment."""
    if dossier.state not in TERMINAL:
        return bool(dossier.code)
    at_once = dossier.state is Status.RETURNED and dossier.returned_at == dossier.accepted_at
    return at_once and dossier.returned_at is not None and to_local(dossier.returned_at).date() == today_local()


def is_collectable(dossier: Dossier) -> bool:
    """Whether what it owes is still asked for: not of a dossier that has ended, but of one that was settled at once today."""
    return dossier.state not in TERMINAL or may_be_assessed(dossier)


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
    policy = DossierPolicy.of(actor)
    permit(policy, ACT, dossier, _("Vị trí của bạn không được xác định phí, lệ phí của hồ sơ này."))
    if not may_be_assessed(dossier):
        raise Conflict("wrong_state", _("Chỉ xác định phí, lệ phí cho hồ sơ đã tiếp nhận và chưa kết thúc."))
    return determine(dossier, reckon(dossier, cases, policy), actor)


def reckon(
    dossier: Dossier, cases: Mapping[UUID, Case], policy: DossierPolicy
) -> list[tuple[FeeRow, Computed]]:  # fmt: skip
    """What each of these fees comes to, with nothing written. NotPermitted where a waiver is by nothing that the catalogue says
    and the actor may not decide that; InvalidInput on ``fee-<id>``."""
    fees = fees_of(dossier)
    rows, rules = {row.id: row for row in fees}, waivers_of(dossier, fees)
    if unknown := [key for key in cases if key not in rows]:
        raise InvalidInput.on(f"fee-{unknown[0]}", "unknown", _("Khoản này không áp dụng cho hồ sơ."))
    if rows and not cases:
        raise InvalidInput.on(
            "fees", "required",
            _("Hãy chọn ít nhất một khoản. Nếu hồ sơ không phải nộp gì, hãy chọn khoản đó và trường hợp được miễn."),
        )  # fmt: skip
    freely = policy.may(FREELY, dossier)
    return [(rows[key], _computed(rows[key], case, rules[key], freely)) for key, case in cases.items()]


def determine(dossier: Dossier, found: Sequence[tuple[FeeRow, Computed]], actor: Actor) -> Balance:
    """The act itself, for a dossier that is locked and checked."""
    when = now()
    standing = Charge.objects.filter(dossier=dossier).exclude(state=Charge.State.CANCELLED)
    standing.update(state=Charge.State.CANCELLED, replaced_at=when)
    Charge.objects.bulk_create(_charge(dossier, row, computed, actor, when) for row, computed in found)
    finish(
        dossier, "dossier.charges_assessed", actor=actor, at=when, action=ACT, count=len(found),
        amount=sum(computed.due for _row, computed in found),
    )  # fmt: skip
    go_on_where_settled(dossier, actor, when)
    return balance_of(dossier.id)


def _computed(row: FeeRow, case: Case, rules: Sequence[WaiverRule], freely: bool) -> Computed:
    waiver = _waiver(row, case.waiver, rules, freely)
    nothing = case.base == 0 if row.percent is not None else row.amount is None and case.stated == 0
    if nothing and not freely:
        raise _not_freely()  # nothing to pay by what nobody can check is a waiver by another name
    try:
        fee = Fee(row.amount, row.percent, row.per_copy)
        return compute(fee, copies=case.copies, base=case.base, stated=case.stated, waiver=waiver)
    except ChargeFault as fault:
        raise InvalidInput.on(f"fee-{row.id}", str(fault), str(_FAULTS[str(fault)])) from fault


def _waiver(
    row: FeeRow, asked: Waiver | ByRule | None, rules: Sequence[WaiverRule], freely: bool
) -> Waiver | None:  # fmt: skip
    """The waiver that was chosen, as the catalogue says it; one that it does not hold or measure only by who may decide that."""
    if asked is None:
        return None
    if isinstance(asked, Waiver):
        if not freely:
            raise _not_freely()
        return asked
    rule = next((one for one in rules if one.code == asked.code), None)
    if rule is None:
        raise InvalidInput.on(
            f"fee-{row.id}",
            "waiver_unknown",
            _("Quy định miễn, giảm này không có hiệu lực cho khoản này vào ngày nộp hồ sơ."),
        )
    if not rule.measured and not freely:
        raise _not_freely()
    return by_rule(rule, asked.percent)


def _not_freely() -> NotPermitted:
    return NotPermitted(
        "not_permitted", _("Miễn, giảm theo căn cứ hoặc mức không có trong danh mục do lãnh đạo quyết định.")
    )


def _charge(dossier: Dossier, row: FeeRow, computed: Computed, actor: Actor, when: datetime) -> Charge:
    waived = computed.due == 0 and computed.full > 0
    facts = {
        "kind": row.kind,
        "unit": row.unit,
        "collected": row.collected,
        "citation": row.citation,
        "unverified": row.unverified,
    }
    return Charge(
        dossier=dossier, fee=row, order=row.order, name=row.name, full=computed.full, due=computed.due,
        state=Charge.State.WAIVED if waived else Charge.State.OWED, explanation={**computed.explanation, **facts},
        pay_key=message_of(dossier.code or ""), assessed_at=when, assessed_by_id=actor.user_id,
    )  # fmt: skip
