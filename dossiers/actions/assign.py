from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from accounts.queries import officials_in
from dossiers.acting import check_version, finish, locked, permit
from dossiers.models import Assignment, Dossier
from dossiers.policies import HANDLERS, DossierPolicy
from dossiers.states import TERMINAL
from foundation.errors import Conflict, InvalidInput
from foundation.local_time import now


@transaction.atomic
def assign(dossier_id: UUID, *, actor: Actor, assignee_id: UUID, expected_version: int | None = None) -> Dossier:
    """Give a dossier to an officer of the competent agency (phân công thụ lý; NĐ 61/2018 Đ19(1)).

    NotPermitted, Stale, Conflict where it has ended, InvalidInput for who does not handle dossiers there. Who has it
    already keeps it, and nothing is recorded.
    """
    dossier = locked(dossier_id)
    check_version(dossier, expected_version)
    permit(DossierPolicy.of(actor), "assign", dossier, _("Vị trí của bạn không được phân công hồ sơ này."))
    if dossier.state in TERMINAL:
        raise Conflict("closed", _("Hồ sơ đã kết thúc nên không phân công được."))
    person = officials_in(dossier.agency_id, HANDLERS).filter(id=assignee_id).first()
    if person is None:
        raise InvalidInput.on("assignee", "not_there", _("Người này không giữ vị trí thụ lý ở cơ quan giải quyết."))
    if dossier.assignee_id == person.id:
        return dossier
    return give(dossier, person, actor=actor)


def give(dossier: Dossier, person: User, *, actor: Actor) -> Dossier:
    """The act itself, for a dossier that is already locked and checked."""
    when, before = now(), dossier.assignee_id
    dossier.assignee = person
    Assignment.objects.create(dossier=dossier, assignee=person, assigned_by_id=actor.user_id, assigned_at=when)
    finish(
        dossier, "dossier.assigned", actor=actor, at=when, action="assign", assignee_id=person.id,
        previous_assignee_id=before,
    )  # fmt: skip
    return dossier
