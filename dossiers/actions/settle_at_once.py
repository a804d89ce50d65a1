from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.queries import signers_in
from dossiers.acting import check_version, finish, locked, moment, ours, permit
from dossiers.actions.accept import take_in
from dossiers.actions.complete import conclude
from dossiers.circumstances import circumstances_of
from dossiers.models import Dossier
from dossiers.policies import AT_ONCE, DossierPolicy
from dossiers.states import Status
from foundation.errors import Conflict, InvalidInput
from foundation.local_time import iso_local

RULE = "at_once"


@transaction.atomic
def settle_at_once(
    dossier_id: UUID,
    *,
    actor: Actor,
    signer_id: UUID,
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Dossier:
    """Take in, settle and hand over in one act what the law settles while its owner waits (trả ngay, NĐ 61/2018 Đ17(4)).

    Each of the three is recorded; the owner, who stands at the counter, is told once. No receipt is printed unless it
    is asked for. ``signer_id``: who signed the result, an official of the competent agency who may sign.
    Conflict where the dossier is past the counter, did not come there, or its procedure is not settled at once.
    """
    dossier = locked(dossier_id)
    check_version(dossier, expected_version)
    ours(dossier)
    permit(DossierPolicy.of(actor), AT_ONCE, dossier, _("Vị trí của bạn không được tiếp nhận hồ sơ này."))
    if not may_be_settled_at_once(dossier):
        raise Conflict(
            "not_at_once", _("Chỉ trả ngay được hồ sơ nộp tại quầy, chờ tiếp nhận, của thủ tục giải quyết trong ngày.")
        )
    if not signers_in(dossier.agency_id).filter(id=signer_id).exists():
        raise InvalidInput.on("signer", "not_there", _("Hãy chọn người đã ký kết quả ở cơ quan giải quyết."))
    when = moment(at)
    take_in(dossier, actor=actor, at=when, rule=RULE)
    conclude(dossier, actor=actor, outcome=Dossier.Outcome.GRANTED, at=when, rule=RULE)
    previous = dossier.status
    dossier.status, dossier.returned_at, dossier.closed_at = Status.RETURNED, when, when
    finish(
        dossier, "dossier.returned", actor=actor, at=when, note=note, action="settle_at_once", previous=previous,
        returned_at=iso_local(when), outcome=dossier.outcome, rule=RULE, signer_id=signer_id,
    )  # fmt: skip
    return dossier


def may_be_settled_at_once(dossier: Dossier) -> bool:
    """Whether this dossier could be settled while its owner waits, as far as the law goes."""
    at_counter = dossier.state is Status.SUBMITTED and dossier.channel == Dossier.Channel.COUNTER
    return at_counter and not dossier.is_mirrored and circumstances_of(dossier).immediate
