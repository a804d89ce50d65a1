"""Who may do what to which dossiers. Pages, API and chat all ask here."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.actors import Actor
from accounts.models import Agency, Position, User
from accounts.policies import Grants, posts_of
from accounts.roles import FIGURES_ONLY, STANDS_IN, Role
from dossiers.circumstances import circumstances_of
from dossiers.models import Dossier, DossierStep
from dossiers.states import TERMINAL, Action, Status, allowed
from foundation import scoping
from foundation.scoping import Scope

R = Role
RECEIVING, COMPETENT = "receiving", "competent"
AT_ONCE = "settle_at_once"

_INTAKE = {(R.RECEPTIONIST, RECEIVING)}
_OFFICERS = {(R.CASE_OFFICER, COMPETENT), (R.UNIT_HEAD, COMPETENT)}
HANDLERS = frozenset({R.CASE_OFFICER, R.UNIT_HEAD})  # who may be given a dossier of their agency
_HEADS = {(R.UNIT_HEAD, COMPETENT), (R.SIGNER, COMPETENT)}
# act -> the posts that may do it, each at the agency that receives or at the one that is competent
RULES: dict[str, set[tuple[Role, str]]] = {
    Action.ACCEPT: _INTAKE,
    Action.REFUSE: _INTAKE,
    Action.START: _OFFICERS,
    Action.REQUEST_SUPPLEMENT: _INTAKE | _OFFICERS,
    Action.RECEIVE_SUPPLEMENT: _INTAKE | _OFFICERS,
    Action.REQUEST_PAYMENT: _OFFICERS,
    Action.CONFIRM_PAYMENT: {(R.CASHIER, RECEIVING), *_INTAKE, *_OFFICERS},
    Action.WITHDRAW: _INTAKE | _OFFICERS,
    Action.STOP: _INTAKE | _OFFICERS,
    Action.COMPLETE: {*_HEADS, (R.CLERK, COMPETENT)},
    Action.RETURN_RESULT: {(R.RETURNER, RECEIVING), *_INTAKE},
    Action.EXTEND: _HEADS,
    Action.RECALL: {*_HEADS, (R.CENTRE_DIRECTOR, RECEIVING)},
    "assign": {*_HEADS, (R.CENTRE_DIRECTOR, RECEIVING)},
    AT_ONCE: _INTAKE,
    "file": {*_INTAKE, (R.GUIDE, RECEIVING)},
    "add_document": {*_INTAKE, (R.GUIDE, RECEIVING), *_OFFICERS},
    "confirm_identity": {*_INTAKE, (R.GUIDE, RECEIVING), *_OFFICERS},
    "choose_notices": {*_INTAKE, (R.GUIDE, RECEIVING), (R.RETURNER, RECEIVING), *_OFFICERS},
    "assess_charges": {(R.CASHIER, RECEIVING), (R.CENTRE_DIRECTOR, RECEIVING), *_INTAKE, *_OFFICERS},
    # by what the catalogue does not hold: whoever takes the money does not decide alone that there is none to take
    "waive_freely": {(R.CENTRE_DIRECTOR, RECEIVING), (R.UNIT_HEAD, COMPETENT)},
    "collect_payment": {(R.CASHIER, RECEIVING), *_INTAKE},
    "void_payment": {(R.CASHIER, RECEIVING), (R.CENTRE_DIRECTOR, RECEIVING)},
    "refund_payment": {(R.CENTRE_DIRECTOR, RECEIVING)},  # who took the money does not give it back
    "oversee_shifts": {(R.CENTRE_DIRECTOR, RECEIVING)},
    "revoke_result": _HEADS,
    "add_result": {*_OFFICERS, (R.SIGNER, COMPETENT), (R.CLERK, COMPETENT)},
}
# Intake acts are the receptionist's alone; once accepted, the officer's.
_ONLY_INTAKE = frozenset({Status.DRAFT, Status.SUBMITTED, Status.AWAITING_INTAKE_SUPPLEMENT})
# what we do ourselves with a dossier that another system settles
_OURS = frozenset({"assign", "choose_notices"})
_FILING = {True: frozenset({R.RECEPTIONIST}), False: frozenset({R.RECEPTIONIST, R.GUIDE})}  # by "accept"
NO_PAPERS = FIGURES_ONLY | {
    R.ADMIN,
    R.INSPECTOR,
    R.CONTROLLER,
    R.CASHIER,
    R.GUIDE,
}  # these hold no dossier in their hands
_READERS = frozenset(Role) - FIGURES_ONLY
# Who answers for the promises of the whole province; who runs the system only enters the calendar.
RECALCULATORS = frozenset({R.CENTRE_DIRECTOR, R.CONTROLLER})


def doers_of(step: DossierStep, dossier: Dossier) -> set[tuple[Role, UUID]]:
    """The posts that may do a step of a dossier: its role in its agency, who stands in there, and for what other
    agencies do the officers of the competent one, which leads (chủ trì; NĐ 61/2018 Đ19(6))."""
    role = Role(step.staff_role)
    found = {(one, step.agency_id) for one in {role} | STANDS_IN.get(role, frozenset())}
    if step.agency_id not in (dossier.agency_id, dossier.receiving_agency_id):
        found |= {(one, dossier.agency_id) for one in HANDLERS}
    return found


@dataclass(frozen=True)
class DossierPolicy:
    """The rights of one actor over dossiers."""

    actor: Actor
    grants: Grants | None = None

    @classmethod
    def of(cls, actor: Actor) -> "DossierPolicy":
        """Read the actor's posts (one query for an official, none for others)."""
        if actor.kind != "staff" or actor.user_id is None:
            return cls(actor)
        return cls(actor, Grants(actor.user_id, actor.province_id, posts_of(actor.user_id, actor.province_id)))

    @classmethod
    def of_user(cls, user: User) -> "DossierPolicy":
        return cls(Actor.of_user(user), Grants.of(user))

    def may(self, act: str, dossier: Dossier) -> bool:
        """Whether this actor may do this act to this dossier, as far as persons go (the state is asked elsewhere)."""
        if self.actor.kind == "system":
            return True
        if self.actor.province_id != dossier.province_id:
            return False
        if dossier.is_mirrored and act not in _OURS:
            return False
        if self.actor.kind == "client":
            return act in RULES and reached(dossier.agency_id, dossier.receiving_agency_id, dossier.support_agency_id)
        if self.grants is None:
            return False
        at = {RECEIVING: dossier.receiving_agency_id, COMPETENT: dossier.agency_id}
        return any(self.grants.has(role, [at[place]]) for role, place in self._rules(act, dossier))

    def may_at(self, act: str, agency_id: UUID) -> bool:
        """Whether this actor may do this act at the counter of this agency, of what is no dossier's yet."""
        if self.actor.kind == "client":
            return act in RULES and reached(agency_id)
        if self.grants is None:
            return self.actor.kind == "system"
        return self.grants.has({role for role, place in RULES.get(act, set()) if place == RECEIVING}, [agency_id])

    def post_for(self, act: str, dossier: Dossier) -> UUID | None:
        """The post under which this official does this act; None for others and where it may not be done."""
        if self.grants is None:
            return self.actor.position_id
        at = {RECEIVING: dossier.receiving_agency_id, COMPETENT: dossier.agency_id}
        found = (self.grants.position_for([role], [at[place]]) for role, place in sorted(self._rules(act, dossier)))
        return self.actor.position_id or next((post.id for post in found if post), None)

    def _rules(self, act: str, dossier: Dossier) -> set[tuple[Role, str]]:
        rules = RULES.get(act, set())
        if dossier.state in _ONLY_INTAKE and act in (
            Action.STOP,
            Action.REQUEST_SUPPLEMENT,
            Action.RECEIVE_SUPPLEMENT,
        ):
            return rules & _INTAKE
        if dossier.state not in _ONLY_INTAKE and act in (Action.STOP, Action.REQUEST_SUPPLEMENT):
            return rules - _INTAKE
        return rules

    def actions(self, dossier: Dossier) -> list[Action]:
        """What this actor may do to this dossier now, by person and by state."""
        if dossier.is_mirrored:
            return []
        return [a for a in allowed(dossier.state, circumstances_of(dossier)) if self.may(a, dossier)]

    def may_step(self, step: DossierStep, dossier: Dossier) -> bool:
        """Whether this actor may do the step at which a dossier is, as far as persons go."""
        if self.actor.kind == "system":
            return True
        if self.actor.province_id != dossier.province_id or dossier.is_mirrored:
            return False
        if self.actor.kind == "client":
            return reached(step.agency_id, dossier.agency_id, dossier.receiving_agency_id)
        return self.grants is not None and any(self.grants.has(r, [a]) for r, a in doers_of(step, dossier))

    def post_at(self, step: DossierStep, dossier: Dossier) -> UUID | None:
        """The post under which this official does this step."""
        if self.grants is None:
            return self.actor.position_id
        own = (Role(step.staff_role), step.agency_id)
        wanted = sorted(doers_of(step, dossier), key=lambda post: (post != own, post))
        found = (self.grants.position_for([role], [agency]) for role, agency in wanted)
        return self.actor.position_id or next((post.id for post in found if post), None)

    def stands_at(self, agency_id: UUID) -> bool:
        """Whether this official holds any post of this agency that handles dossiers: who hands papers over and signs."""
        return self._there(agency_id) is not None

    def post_there(self, agency_id: UUID) -> UUID | None:
        """That post."""
        found = self._there(agency_id)
        return found.id if found else None

    def _there(self, agency_id: UUID) -> Position | None:
        posts = self.grants.positions if self.grants else ()
        return next((p for p in posts if p.agency_id == agency_id and p.role not in NO_PAPERS), None)

    def may_file_at(self, receiving_agency_id: UUID, province_id: UUID, *, accept: bool) -> bool:
        """Whether a dossier may be filed (and accepted) at this counter."""
        if self.actor.kind == "system":
            return True
        if self.actor.kind == "client":
            return self.actor.province_id == province_id
        return self.grants is not None and self.grants.has(_FILING[accept], [receiving_agency_id])

    def post_to_file_at(self, receiving_agency_id: UUID, *, accept: bool) -> UUID | None:
        """The post under which this official files there."""
        post = self.grants and self.grants.position_for(_FILING[accept], [receiving_agency_id])
        return self.actor.position_id or (post.id if post else None)

    def may_assign(self, dossier: Dossier) -> bool:
        """Whether this actor may give this dossier to somebody now, by person and by state."""
        return dossier.state not in TERMINAL and self.may("assign", dossier)

    @property
    def may_recalculate(self) -> bool:
        """Whether this official may have the due dates of the province's dossiers reckoned by a changed calendar."""
        return self.grants is not None and bool(self.grants.roles & RECALCULATORS)

    @property
    def sees_people(self) -> bool:
        """Whether names and numbers are for this actor (provincial leaders see figures only)."""
        return self.grants is None or bool(self.grants.roles & _READERS)


def reached(*agency_ids: UUID | None) -> bool:
    """Whether one of these agencies is of the present scope: to see a dossier that one was asked about is not to act on it."""
    scope = scoping.current()
    return scope.kind == "system" or scope.agency_ids is None or any(a in scope.agency_ids for a in agency_ids)


def reaches(*agencies: Agency) -> bool:
    """Whether a row of one of these agencies would be seen, and so may be written, under the present scope."""
    scope = scoping.current()
    if scope.kind != "staff":
        return scope.kind == "system"
    own = [a for a in agencies if a.province_id == scope.province_id]
    return bool(own) and (scope.agency_ids is None or any(a.id in scope.agency_ids for a in own))


def visible(scope: Scope) -> QuerySet[Dossier]:
    """The dossiers of a scope, said once more in the query, so that the planner can use the agencies' indexes."""
    rows = Dossier.objects.all()
    if scope.kind == "staff" and scope.province_id is not None:
        rows = rows.filter(province_id=scope.province_id)
    if scope.kind == "staff" and scope.agency_ids is not None:
        rows = rows.filter(Q(agency_id__in=scope.agency_ids) | Q(receiving_agency_id__in=scope.agency_ids))
    return rows
