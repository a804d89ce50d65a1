from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.queries import positions_on
from accounts.roles import Role
from dossiers.acting import check_version, finish, locked, permit
from dossiers.models import Assignment, Dossier
from dossiers.policies import DossierPolicy
from dossiers.states import TERMINAL
from foundation.errors import Conflict, InvalidInput
from foundation.local_time import now


@transaction.atomic
def assign(dossier_id: UUID, *, actor: Actor, assignee_id: UUID, expected_version: int | None = None) -> Dossier:
    """Give a dossier to an officer of the competent agency (phân công thụ lý; NĐ 61/2018 Đ19(1))."""
    dossier = locked(dossier_id)
    check_version(dossier, expected_version)
    permit(DossierPolicy.of(actor), "assign", dossier, _("Vị trí của bạn không được phân công hồ sơ này."))
    if dossier.state in TERMINAL:
        raise Conflict("closed", _("Hồ sơ đã kết thúc nên không phân công được."))
    person = User.objects.filter(id=assignee_id, is_active=True).first()
    posts = {p.agency_id for p in positions_on(assignee_id) if p.role in (Role.CASE_OFFICER, Role.UNIT_HEAD)}
    if person is None or dossier.agency_id not in posts:
        raise InvalidInput.on("assignee", "not_there", _("Người này không giữ vị trí thụ lý ở cơ quan giải quyết."))
    when, before = now(), dossier.assignee_id
    dossier.assignee = person
    Assignment.objects.create(dossier=dossier, assignee=person, assigned_by_id=actor.user_id, assigned_at=when)
    finish(
        dossier, "dossier.assigned", actor=actor, at=when, action="assign", assignee_id=person.id,
        previous_assignee_id=before,
    )  # fmt: skip
    return dossier
