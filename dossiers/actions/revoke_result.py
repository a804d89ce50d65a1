from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import REASON_LIMIT, checked, finish, locked, ours, permit
from dossiers.models import Dossier, Result
from dossiers.policies import DossierPolicy
from dossiers.states import Status
from foundation.errors import Conflict, InvalidInput, NotFound
from foundation.local_time import now
from foundation.vietnamese_text import typed

_DONE = frozenset({Status.COMPLETED, Status.RETURNED})


@transaction.atomic
def revoke_result(dossier_id: UUID, result_id: UUID, *, actor: Actor, reason: str) -> Result:
    """Take back a result that should not have been given (thu hồi, hủy bỏ kết quả): it stands in the record, revoked, and
    its owner is told why. By the heads of the agency that gave it. Conflict where it does not stand any more."""
    dossier, result = _standing(dossier_id, result_id, actor, reason)
    when = now()
    result.revoked_at, result.revoked_by_id = when, actor.user_id
    result.save(update_fields=["revoked_at", "revoked_by"])
    finish(
        dossier,
        "dossier.result_revoked",
        actor=actor,
        at=when,
        reason=reason,
        action="revoke_result",
        result_id=result.id,
    )
    return result


@transaction.atomic
def correct_result(
    dossier_id: UUID, result_id: UUID, *, actor: Actor, reason: str, number: str, issued_on: date | None = None
) -> Result:
    """Put right what is wrong in a result by a new one that replaces it (đính chính; NĐ 61/2018 Đ21): both stay, linked.
    The dossier stays where it is; its owner is told why and asked to fetch the new one."""
    dossier, wrong = _standing(dossier_id, result_id, actor, reason)
    its_number = checked(number, "number", 60)
    if not its_number:
        raise InvalidInput.on("number", "required", _("Hãy ghi số của kết quả đính chính."))
    when = now()
    result = Result.objects.create(
        dossier=dossier, name=wrong.name, number=its_number, issued_on=issued_on or wrong.issued_on,
        signer_id=wrong.signer_id, valid_until=wrong.valid_until, added_at=when, replaces=wrong, reminded=wrong.reminded,
    )  # fmt: skip
    finish(
        dossier, "dossier.result_corrected", actor=actor, at=when, reason=reason, action="correct_result",
        result_id=result.id,
    )  # fmt: skip
    return result


def _standing(dossier_id: UUID, result_id: UUID, actor: Actor, reason: str) -> tuple[Dossier, Result]:
    """The locked dossier and a result of it that was given and stands."""
    dossier = locked(dossier_id)
    ours(dossier)
    permit(
        DossierPolicy.of(actor),
        "revoke_result",
        dossier,
        _("Chỉ lãnh đạo cơ quan giải quyết mới thu hồi, đính chính kết quả."),
    )
    result = dossier.results.filter(id=result_id).first()
    if result is None:
        raise NotFound("result_not_found", _("Hồ sơ không có kết quả này."))
    if dossier.state not in _DONE:
        raise Conflict("not_given", _("Kết quả chưa được trả: hãy thu hồi để sửa hoặc thêm kết quả khác."))
    if result.revoked_at is not None or hasattr(result, "replaced_by"):
        raise Conflict("not_standing", _("Kết quả này đã bị thu hồi hoặc đã được đính chính."))
    if not reason.strip():
        raise InvalidInput.on("reason", "required", _("Hãy ghi lý do; công dân sẽ đọc lý do này."))
    if len(typed(reason)) > REASON_LIMIT:
        raise InvalidInput.on("reason", "too_long", _("Lý do dài tối đa 2.000 ký tự."))
    return dossier, result
