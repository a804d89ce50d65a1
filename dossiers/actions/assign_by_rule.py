from django.db.models import Count, Q

from accounts.actors import Actor
from accounts.models import User
from accounts.queries import away_on, officials_in
from accounts.roles import Role
from dossiers.actions.assign import give
from dossiers.assigning import in_turn, least_loaded
from dossiers.models import AssignmentRule, Dossier
from dossiers.models.dossier import IN_HAND_STATUSES
from foundation import scoping
from foundation.vietnamese_text import sort_key

_ACTOR = Actor.system("assignment rule")


def assign_by_rule(dossier: Dossier) -> Dossier:
    """Give a dossier that has come to its officers' step to one of them, as the agency's rule says; nothing is done where
    it has somebody, or there is no rule, or nobody is at work. Part of the act that brought it there."""
    step = dossier.reached
    if dossier.assignee_id is not None or step is None or step.agency_id != dossier.agency_id:
        return dossier
    if step.staff_role != Role.CASE_OFFICER:
        return dossier
    with scoping.system("assignment rule"):
        rule = (
            AssignmentRule.objects.select_for_update()
            .filter(Q(procedure=None) | Q(procedure_id=dossier.procedure_id), agency_id=dossier.agency_id)
            .order_by("procedure_id")  # NULL last: the procedure's own first
            .first()
        )
        chosen = _chosen(rule) if rule else None
        if rule is None or chosen is None:
            return dossier
        rule.last = chosen
        rule.save(update_fields=["last"])
    return give(dossier, chosen, actor=_ACTOR)


def _chosen(rule: AssignmentRule) -> User | None:
    away = away_on(rule.agency_id, Role.CASE_OFFICER)
    people = [user for user in officials_in(rule.agency_id, [Role.CASE_OFFICER]) if user.id not in away]
    people.sort(key=lambda user: (sort_key(str(user)), str(user.id)))
    if rule.method == AssignmentRule.Method.IN_TURN:
        return in_turn(people, rule.last)
    rows = Dossier.objects.filter(assignee__in=people, status__in=IN_HAND_STATUSES)
    held = dict(rows.values_list("assignee_id").annotate(Count("id")))
    return least_loaded(people, {user: held.get(user.id, 0) for user in people})
