"""Who may read which votes, and who may give one; row-level security says the same of reading."""

from django.db.models import QuerySet

from accounts.actors import Actor
from foundation.scoping import Scope
from ratings.models import Vote


def may_vote(actor: Actor) -> bool:
    """Only citizens rate: nobody rates the work of their own house (NĐ 61/2018 Đ31 asks the citizen)."""
    return actor.kind == "citizen"


def visible(scope: Scope) -> QuerySet[Vote]:
    """The votes of a scope of staff, said once more in the query."""
    rows = Vote.objects.all()
    if scope.kind == "system":
        return rows
    if scope.kind != "staff" or scope.province_id is None:
        return rows.none()
    rows = rows.filter(invitation__province_id=scope.province_id)
    return rows if scope.agency_ids is None else rows.filter(invitation__agency_ids__overlap=list(scope.agency_ids))
