"""What the dossier's page shows of its way through its process."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.queries import officials_in
from accounts.roles import Role
from dossiers.journey import Ending
from dossiers.models import Dossier, DossierStep
from dossiers.policies import DossierPolicy
from dossiers.process import Process
from dossiers.states import RUNNING
from dossiers.step_queries import stays_of
from dossiers.stepping import plan_of, steps_for
from dossiers.wording import EVENT_WORDS
from events.models import Event
from foundation.vietnamese_text import sort_key

_CHOSEN_FOR = frozenset({Role.CASE_OFFICER.value, Role.UNIT_HEAD.value, Role.SIGNER.value, Role.COORDINATOR.value})


@dataclass
class Way:
    """What the dossier's page shows of its process."""

    stays: list[DossierStep]
    here: DossierStep | None = None
    asked: list[tuple[DossierStep, bool]] = field(default_factory=list)
    onward: list[tuple[str, str, str, list[User]]] = field(default_factory=list)
    may_do: bool = False
    may_pull: bool = False
    may_send_back: bool = False
    ends_here: bool = False
    process: Process = field(default_factory=lambda: Process(()))

    def words(self, event: Event) -> str:
        """What happened, with the names of steps and of the agency that was asked."""
        text = str(EVENT_WORDS.get(event.kind, event.kind))
        names = [step.name for key in ("step", "next_step") if (step := self.process.find(event.data.get(key, "")))]
        if event.kind.startswith("dossier.consult"):
            asked = (str(s.agency) for s, _may in self.asked if str(s.agency_id) == event.data.get("agency_id"))
            names = [next(asked, "")]
            if event.data.get("outcome") == "withdrawn":
                text = str(_("Rút lại câu hỏi"))
        return f"{text}: {' → '.join(names)}" if any(names) else text


def way_of(row: Dossier, policy: DossierPolicy) -> Way:
    """Three queries, and one for each next desk at which somebody is chosen."""
    stays = stays_of(row.id)
    way = Way([s for s in stays if not s.beside_id])
    way.asked = [(s, s.is_open and policy.may_step(s, row)) for s in stays if s.beside_id]
    rows = steps_for(row, stays[0].step) if stays else {}
    way.process = Process.of(plan_of(one) for one in rows.values())
    way.here = next((s for s in way.stays if s.is_open), None)
    if way.here is None or row.state not in RUNNING:
        return way
    plan = way.process.find(way.here.step.code)
    assert plan is not None
    way.may_do = policy.may_step(way.here, row)
    before = way.stays[-2] if len(way.stays) > 1 else None
    way.may_pull = bool(
        before and before.state == Ending.DONE and row.row_version == way.here.arrived_version and policy.may_step(before, row)
        and before.finished_by_id == policy.actor.user_id
    )  # fmt: skip
    if way.may_do:
        ways = [step for step in way.process.onward(plan) if step != way.process.hand_over]
        way.ends_here = not ways
        way.onward = [
            (s.code, plan.outcomes.get(s.code, ""), s.name, _people(row, s.agency_role, s.staff_role)) for s in ways
        ]
        way.may_send_back = any(s.state == Ending.DONE and s.step.order < way.here.step.order for s in way.stays)
    return way


def _people(row: Dossier, agency_role: str, staff_role: str) -> list[User]:
    """Who may be chosen for the next step, where it is one at which somebody is."""
    if agency_role != "decider" or staff_role not in _CHOSEN_FOR:
        return []
    found = list(officials_in(row.agency_id, [Role(staff_role)]))
    return sorted(found, key=lambda person: sort_key(str(person))) if len(found) > 1 else []
