from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.queries import signers_in
from dossiers.acting import check_version, finish, locked, moment, ours, permit
from dossiers.actions.accept import pin, take_in
from dossiers.actions.assess_charges import ACT as ASSESS
from dossiers.actions.assess_charges import Case, determine, reckon
from dossiers.actions.collect_payment import collect_payment
from dossiers.actions.complete import conclude
from dossiers.circumstances import circumstances_of
from dossiers.models import Dossier
from dossiers.policies import AT_ONCE, DossierPolicy
from dossiers.states import Status
from foundation.errors import Conflict, InvalidInput
from foundation.local_time import iso_local, now, today_local

RULE = "at_once"


@dataclass(frozen=True)
class Taken:
    """Money that the owner pays while waiting; ``amount`` None: all that is owed."""

    method: str
    bank_reference: str = ""
    amount: int | None = None


@transaction.atomic
def settle_at_once(
    dossier_id: UUID,
    *,
    actor: Actor,
    signer_id: UUID,
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
    fees: Mapping[UUID, Case] | None = None,
    money: Taken | None = None,
) -> Dossier:
    """Take in, settle and hand over in one act what the law settles while its owner waits (trả ngay, NĐ 61/2018 Đ17(4)),
    with the ``fees`` that it costs and the ``money`` that is paid for them, all or nothing.

    Each is recorded; the owner, who stands at the counter, is told once. No receipt is printed unless it
    is asked for. ``signer_id``: who signed the result, an official of the competent agency who may sign.
    Conflict where the dossier is past the counter, did not come there, or its procedure is not settled at once; what else
    ``assess_charges`` and ``collect_payment`` refuse.
    """
    dossier = locked(dossier_id)
    check_version(dossier, expected_version)
    ours(dossier)
    policy = DossierPolicy.of(actor)
    permit(policy, AT_ONCE, dossier, _("Vị trí của bạn không được tiếp nhận hồ sơ này."))
    if not may_be_settled_at_once(dossier):
        raise Conflict(
            "not_at_once", _("Chỉ trả ngay được hồ sơ nộp tại quầy, chờ tiếp nhận, của thủ tục giải quyết trong ngày.")
        )
    if not signers_in(dossier.agency_id).filter(id=signer_id).exists():
        raise InvalidInput.on("signer", "not_there", _("Hãy chọn người đã ký kết quả ở cơ quan giải quyết."))
    when = moment(at)
    take_in(dossier, actor=actor, at=when, rule=RULE)
    if fees or (money and money.amount is not None):
        dossier = _paid(dossier, fees or {}, money, policy, actor)
    conclude(dossier, actor=actor, outcome=Dossier.Outcome.GRANTED, at=when, rule=RULE)
    previous = dossier.status
    dossier.status, dossier.returned_at, dossier.closed_at = Status.RETURNED, when, when
    finish(
        dossier, "dossier.returned", actor=actor, at=when, note=note, action="settle_at_once", previous=previous,
        returned_at=iso_local(when), outcome=dossier.outcome, rule=RULE, signer_id=signer_id,
    )  # fmt: skip
    return dossier


def _paid(
    dossier: Dossier, fees: Mapping[UUID, Case], money: Taken | None, policy: DossierPolicy, actor: Actor
) -> Dossier:
    """Determined and taken; the dossier as that leaves it, in the hands of the same post."""
    post = dossier.acting_post
    permit(policy, ASSESS, dossier, _("Vị trí của bạn không được xác định phí, lệ phí của hồ sơ này."))
    owed = determine(dossier, reckon(dossier, fees, policy), actor).left
    amount = money.amount if money and money.amount is not None else owed
    if money and (owed or money.amount is not None):
        collect_payment(
            dossier.id, amount=amount, method=money.method, actor=actor, bank_reference=money.bank_reference
        )  # fmt: skip
    dossier = locked(dossier.id)
    dossier.acting_post = post
    return dossier


def as_taken_in(dossier: Dossier) -> Dossier:
    """The dossier as it would be if it were taken in now, with nothing written: its fees are those of the version in force."""
    pin(dossier, today_local())
    dossier.accepted_at = now()
    return dossier


def may_be_settled_at_once(dossier: Dossier) -> bool:
    """Whether this dossier could be settled while its owner waits, as far as the law goes."""
    at_counter = dossier.state is Status.SUBMITTED and dossier.channel == Dossier.Channel.COUNTER
    return at_counter and not dossier.is_mirrored and circumstances_of(dossier).immediate
