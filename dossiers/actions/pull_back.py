from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import finish, moment
from dossiers.actions.change_case import leave_case
from dossiers.at_step import stand, still_there
from dossiers.journey import Ending, Move
from dossiers.models import Dossier, DossierStep
from dossiers.policies import DossierPolicy
from dossiers.stepping import carry_out
from foundation.errors import Conflict, NotPermitted


@transaction.atomic
def pull_back(
    dossier_id: UUID,
    *,
    actor: Actor,
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Dossier:
    """Take a dossier back that was just forwarded (thu hồi vừa chuyển), while nobody has touched it since.

    NotPermitted for who may not do the step before; Conflict once the next official has acted.
    """
    standing = stand(dossier_id, actor=actor, expected_version=expected_version, may_do=False)
    dossier, step = standing.dossier, standing.step
    before = forwarded_from(step)
    if before is None:
        raise Conflict("not_forwarded", _("Hồ sơ không phải vừa được chuyển bước nên không thu hồi được."))
    policy = DossierPolicy.of(actor)
    if not policy.may_step(before, dossier):
        raise NotPermitted("not_permitted", _("Chỉ người đã chuyển hồ sơ, hoặc người giữ bước đó, mới thu hồi được."))
    if dossier.row_version != step.arrived_version:
        raise Conflict("touched", _("Người nhận đã làm việc với hồ sơ; hãy đề nghị họ trả lại."))
    dossier.acting_post = policy.post_at(before, dossier)
    when = moment(at)
    carry_out(
        dossier, Move(Ending.PULLED_BACK, standing.process.find(before.step.code)), step, standing.rows, when,
        by=actor.user_id, assignee=still_there(before), version=dossier.row_version + 1,
    )  # fmt: skip
    finish(
        dossier, "dossier.step_pulled_back", actor=actor, at=when, note=note, action="pull_back",
        step=step.step.code, next_step=before.step.code, agency_id=before.agency_id,
    )  # fmt: skip
    return leave_case(dossier, standing.plan, actor=actor, at=when)


def forwarded_from(step: DossierStep) -> DossierStep | None:
    """The stay that ended by handing the dossier on to this one."""
    rows = DossierStep.objects.filter(dossier_id=step.dossier_id, beside=None, number__lt=step.number)
    before = rows.select_related("step", "agency").order_by("-number").first()
    return before if before is not None and before.state == Ending.DONE else None
