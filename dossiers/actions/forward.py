from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.queries import officials_in
from accounts.roles import Role
from dossiers.acting import finish, moment
from dossiers.actions.assign import give
from dossiers.actions.assign_by_rule import assign_by_rule
from dossiers.actions.change_case import change_case
from dossiers.actions.start import take_on
from dossiers.at_step import Standing, nothing_open_beside, stand
from dossiers.journey import Ending, Move
from dossiers.models import Dossier
from dossiers.process import Plan
from dossiers.states import Status
from dossiers.stepping import carry_out
from foundation.errors import Conflict, InvalidInput


@transaction.atomic
def forward(
    dossier_id: UUID,
    *,
    actor: Actor,
    to: str = "",
    assignee_id: UUID | None = None,
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Dossier:
    """Complete the step at which a dossier is and hand it to the next (chuyển bước; NĐ 61/2018 Đ18, Đ19).

    ``to``: the code of the next step where the process offers several. The first step done at the competent agency
    begins the settling; an officer named for the appraisal is assigned the dossier. A way that the process has for another
    case (cần xác minh) changes the case, and with it the term: its people are told the new date. Conflict where the next is the hand-over, which follows from the result; where another agency
    is still asked. InvalidInput for a way that the process does not have (``to``), for who does not hold the next
    step's role (``assignee``).
    """
    standing = stand(dossier_id, actor=actor, expected_version=expected_version)
    dossier, plan = standing.dossier, standing.plan
    target = _target(standing, to)
    nothing_open_beside(standing.step)
    when = moment(at)
    own = standing.step.agency_id == dossier.agency_id and plan.staff_role == Role.CASE_OFFICER
    if own and dossier.assignee_id is None:
        dossier.assignee_id = actor.user_id  # who appraised it settles it
    if dossier.state is Status.ACCEPTED and not plan.is_reception:
        take_on(dossier, actor=actor, at=when, stays=True)
    following = carry_out(
        dossier, Move(Ending.DONE, target), standing.step, standing.rows, when, by=actor.user_id,
        assignee=assignee_id, version=dossier.row_version + 1,
    )  # fmt: skip
    assert following is not None
    role = Role(following.staff_role)
    chosen = _holder(assignee_id, following.agency_id, role) if assignee_id else None
    finish(
        dossier, "dossier.step_completed", actor=actor, at=when, note=note, action="forward", step=plan.code,
        next_step=target.code, agency_id=following.agency_id,
    )  # fmt: skip
    if target.case and target.case != dossier.term_variant:
        change_case(dossier, target.case, actor=actor, at=when)
    settles = following.agency_id == dossier.agency_id and role is Role.CASE_OFFICER
    if chosen is not None and settles and chosen.id != dossier.assignee_id:
        give(dossier, chosen, actor=actor)
    assign_by_rule(dossier)
    following.arrived_version = dossier.row_version  # whatever came with the act: nobody has touched it since
    following.save(update_fields=["arrived_version"])
    return dossier


def _target(standing: Standing, to: str) -> Plan:
    ways = standing.process.onward(standing.plan)
    if to:
        target = next((way for way in ways if way.code == to), None)
        if target is None:
            raise InvalidInput.on("to", "unknown", _("Từ bước này không đi tiếp đến bước đó."))
    elif len(ways) > 1:
        raise InvalidInput.on("to", "required", _("Hãy chọn kết quả của bước: quy trình có nhiều hướng đi tiếp."))
    else:
        target = next(iter(ways), None)
    if target is None or target == standing.process.hand_over:
        raise Conflict(
            "complete_instead", _("Đây là bước cuối trước khi trả kết quả: hãy báo «Hoàn thành, có kết quả»."),
            extra={"needs": "complete"},
        )  # fmt: skip
    return target


def _holder(person: UUID, agency_id: UUID, role: Role) -> User:
    found = officials_in(agency_id, [role]).filter(id=person).first()
    if found is None:
        raise InvalidInput.on(
            "assignee", "not_there", _("Người này không giữ vai trò của bước tiếp theo ở cơ quan đó.")
        )
    return found
