"""Who may read which votes, and who may give one; row-level security says the same of reading."""

from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.actors import Actor
from accounts.models import User
from accounts.policies import Grants
from foundation.scoping import Scope
from ratings.models import Vote


def may_vote(actor: Actor) -> bool:
    """Only citizens rate: nobody rates the work of their own house (NĐ 61/2018 Đ31 asks the citizen)."""
    return actor.kind == "citizen"


@dataclass(frozen=True)
class VotePolicy:
    """The rights of one official over votes."""

    grants: Grants

    @classmethod
    def of_user(cls, user: User) -> "VotePolicy":
        return cls(Grants.of(user))

    def may_read(self, vote: Vote) -> bool:
        """Whether this vote is about an agency that this official works in, or for the whole province."""
        invitation = vote.invitation
        if self.grants.province_id != invitation.province_id:
            return False
        return any(self.grants.roles_in(agency_id) for agency_id in invitation.agency_ids)


def visible(scope: Scope) -> QuerySet[Vote]:
    """The votes of a scope of staff, said once more in the query."""
    rows = Vote.objects.all()
    if scope.kind == "system":
        return rows
    if scope.kind != "staff" or scope.province_id is None:
        return rows.none()
    rows = rows.filter(invitation__province_id=scope.province_id)
    return rows if scope.agency_ids is None else rows.filter(invitation__agency_ids__overlap=list(scope.agency_ids))
