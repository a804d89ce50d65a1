from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import REASON_LIMIT, finish, locked, moment
from dossiers.journey import Ending
from dossiers.models import Dossier, DossierStep
from dossiers.policies import DossierPolicy
from dossiers.stepping import close
from dossiers.waiting_dates import answer_still_open
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted
from foundation.vietnamese_text import typed


@transaction.atomic
def answer_consultation(
    dossier_id: UUID, asked_id: UUID, *, actor: Actor, answer: str, opinion: str = "", at: datetime | None = None
) -> Dossier:
    """Say what the asked agency thinks (trả lời ý kiến; NĐ 61/2018 Đ19(5)); by its own people, or noted by the agency that
    leads. InvalidInput where a refusal or a condition is not explained; Conflict once answered."""
    dossier, row = _asked(dossier_id, asked_id)
    policy = DossierPolicy.of(actor)
    if not policy.may_step(row, dossier):
        raise NotPermitted("not_permitted", _("Câu hỏi này không gửi cho đơn vị của bạn."))
    if not row.is_open:
        raise Conflict("answered", _("Câu hỏi này đã có ý kiến hoặc đã được rút lại."))
    if answer not in DossierStep.Answer.values:
        raise InvalidInput.on("answer", "required", _("Hãy chọn ý kiến: đồng ý, đồng ý kèm ý kiến, hoặc không đồng ý."))
    if answer != DossierStep.Answer.AGREED and not opinion.strip():
        raise InvalidInput.on("opinion", "required", _("Hãy ghi ý kiến hoặc lý do không đồng ý."))
    if len(typed(opinion)) > REASON_LIMIT:
        raise InvalidInput.on("opinion", "too_long", _("Ý kiến dài tối đa 2.000 ký tự."))
    dossier.acting_post = policy.post_at(row, dossier)
    when = moment(at)
    close(row, Ending.DONE, when, actor.user_id, answer=answer)
    _record(dossier, row, actor, when, answer, note=opinion)
    return dossier


@transaction.atomic
def end_consultation(dossier_id: UUID, asked_id: UUID, *, actor: Actor, at: datetime | None = None) -> Dossier:
    """Take a question back that is not needed any more; by whoever may do the step beside which it was asked."""
    dossier, row = _asked(dossier_id, asked_id)
    policy = DossierPolicy.of(actor)
    assert row.beside is not None
    if not policy.may_step(row.beside, dossier):
        raise NotPermitted("not_permitted", _("Chỉ người đang xử lý bước này mới rút lại câu hỏi."))
    if not row.is_open:
        raise Conflict("answered", _("Câu hỏi này đã có ý kiến hoặc đã được rút lại."))
    dossier.acting_post = policy.post_at(row.beside, dossier)
    when = moment(at)
    close(row, Ending.CANCELLED, when, actor.user_id)
    _record(dossier, row, actor, when, "withdrawn")
    return dossier


@transaction.atomic
def let_silence_agree(dossier_id: UUID, asked_id: UUID, *, at: datetime | None = None) -> bool:
    """What was not answered in time counts as consent where the law says so; False where that is not so (any more), also
    because days on which the offices were shut have come in between."""
    dossier, row = _asked(dossier_id, asked_id)
    when = moment(at)
    if not row.is_open or not row.silence_agrees or row.due_at is None or row.due_at > when:
        return False
    if answer_still_open(dossier, row, when):
        return False
    close(row, Ending.SILENT, when, None, answer=DossierStep.Answer.AGREED)
    _record(dossier, row, Actor.system("silence"), when, DossierStep.Answer.AGREED, rule="silence")
    return True


def _asked(dossier_id: UUID, asked_id: UUID) -> tuple[Dossier, DossierStep]:
    dossier = locked(dossier_id)
    row = (
        dossier.steps.filter(id=asked_id).exclude(beside=None).select_related("step", "agency", "beside__step").first()
    )
    if row is None:
        raise NotFound("question_not_found", _("Không có câu hỏi này trong hồ sơ."))
    return dossier, row


def _record(
    dossier: Dossier, row: DossierStep, actor: Actor, at: datetime, outcome: str, *, note: str = "", rule: str = ""
) -> None:
    finish(
        dossier, "dossier.consultation_answered", actor=actor, at=at, note=note, action="answer_consultation",
        step=row.step.code, agency_id=row.agency_id, outcome=str(outcome), rule=rule,
    )  # fmt: skip
