"""What every act on a step does first: lock the dossier, find the step, ask who may."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.queries import officials_in
from accounts.roles import Role
from dossiers.acting import check_version, locked, ours
from dossiers.journey import Ending
from dossiers.models import Dossier, DossierStep
from dossiers.policies import DossierPolicy
from dossiers.process import Plan, Process
from dossiers.states import RUNNING
from dossiers.stepping import here, plan_of, steps_for
from foundation.errors import Conflict, NotPermitted
from procedures.models import StepDefinition


@dataclass(frozen=True)
class Standing:
    """A locked dossier at a step of its process."""

    dossier: Dossier
    step: DossierStep
    rows: dict[str, StepDefinition]
    process: Process

    @property
    def plan(self) -> Plan:
        found = self.process.find(self.step.step.code)
        assert found is not None
        return found


def stand(
    dossier_id: UUID, *, actor: Actor, expected_version: int | None = None, may_do: bool = True
) -> Standing:  # fmt: skip
    """Lock and check; nothing is changed yet.

    NotFound, Stale, NotPermitted where the step is not this person's (unless not ``may_do``), Conflict where the dossier
    is at no step or stands still.
    """
    dossier = locked(dossier_id)
    check_version(dossier, expected_version)
    ours(dossier)
    step = here(dossier)
    if step is None:
        raise Conflict("no_step", _("Hồ sơ không ở bước nào của quy trình nội bộ nên không chuyển bước được."))
    policy = DossierPolicy.of(actor)
    if may_do:
        if not policy.may_step(step, dossier):
            raise NotPermitted("not_permitted", _("Hồ sơ không ở bước của bạn."))
        dossier.acting_post = policy.post_at(step, dossier)
    if dossier.state not in RUNNING:
        raise Conflict(
            "wrong_state",
            _("Hồ sơ đang ở tình trạng «%(status)s» nên không chuyển bước được.") % {"status": dossier.status_name},
        )
    rows = steps_for(dossier, step.step)
    return Standing(dossier, step, rows, Process.of(plan_of(row) for row in rows.values()))


def still_there(step: DossierStep) -> UUID | None:
    """Who did a step, if that person still holds its role there; else whoever is free takes it up."""
    if step.finished_by_id is None:
        return None
    found = officials_in(step.agency_id, [Role(step.staff_role)]).filter(id=step.finished_by_id)
    return step.finished_by_id if found.exists() else None


def nothing_open_beside(step: DossierStep) -> None:
    """Conflict while another agency is still asked about the dossier."""
    rows = DossierStep.objects.filter(dossier_id=step.dossier_id, state=Ending.OPEN).exclude(beside=None)
    asked = rows.select_related("agency").first()
    if asked is not None:
        raise Conflict(
            "still_asked",
            _("Đang chờ ý kiến của %(agency)s; hãy ghi ý kiến hoặc rút lại câu hỏi trước khi chuyển bước.")
            % {"agency": asked.agency},
        )
