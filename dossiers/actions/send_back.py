from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import REASON_LIMIT, finish, moment
from dossiers.actions.change_case import leave_case
from dossiers.at_step import Standing, nothing_open_beside, stand, still_there
from dossiers.journey import Ending, Move
from dossiers.models import Dossier, DossierStep
from dossiers.stepping import carry_out
from foundation.errors import Conflict, InvalidInput
from foundation.vietnamese_text import typed


@transaction.atomic
def send_back(
    dossier_id: UUID,
    *,
    actor: Actor,
    reason: str,
    to: str = "",
    expected_version: int | None = None,
    at: datetime | None = None,
) -> Dossier:
    """Give a dossier back to a step that it has passed (trả lại bước trước), with a reason for the colleague who did it.

    It returns to whoever did that step, where that person still does such work. ``to``: its code; without it, the step from which the dossier
    came. Conflict at the first step; InvalidInput without a reason or for a step where it has not been.
    """
    standing = stand(dossier_id, actor=actor, expected_version=expected_version)
    if not reason.strip():
        raise InvalidInput.on("reason", "required", _("Hãy ghi vì sao trả lại; người làm bước trước sẽ đọc."))
    if len(typed(reason)) > REASON_LIMIT:
        raise InvalidInput.on("reason", "too_long", _("Lý do dài tối đa 2.000 ký tự."))
    nothing_open_beside(standing.step)
    passed = _passed(standing, to)
    dossier, when = standing.dossier, moment(at)
    plan = standing.process.find(passed.step.code)
    following = carry_out(
        dossier, Move(Ending.SENT_BACK, plan), standing.step, standing.rows, when, by=actor.user_id,
        assignee=still_there(passed), version=dossier.row_version + 1,
    )  # fmt: skip
    assert following is not None
    finish(
        dossier, "dossier.step_sent_back", actor=actor, at=when, note=reason, action="send_back",
        step=standing.plan.code, next_step=passed.step.code, agency_id=following.agency_id,
    )  # fmt: skip
    return leave_case(dossier, standing.plan, actor=actor, at=when)


def _passed(standing: Standing, to: str) -> DossierStep:
    """The last stay at the step wanted."""
    gone = standing.dossier.steps.filter(state=Ending.DONE, beside=None).filter(
        step__order__lt=standing.step.step.order
    )
    found = (gone.filter(step__code=to) if to else gone).select_related("step").order_by("-number").first()
    if found is None and to:
        raise InvalidInput.on("to", "unknown", _("Hồ sơ chưa qua bước đó nên không trả lại được."))
    if found is None:
        raise Conflict("first_step", _("Đây là bước đầu tiên của hồ sơ nên không trả lại được."))
    return found
