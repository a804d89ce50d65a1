"""Who may read which feedback; pages and API ask here, and row-level security says the same."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Agency, User
from accounts.policies import Grants
from accounts.roles import PROVINCE_WIDE, Role
from complaints.models import Feedback
from foundation.scoping import Scope

CENTRE_READERS = PROVINCE_WIDE
AGENCY_READERS = CENTRE_READERS | {
    Role.RECEPTIONIST, Role.GUIDE, Role.UNIT_HEAD, Role.SIGNER, Role.CLERK, Role.CASE_OFFICER,
}  # fmt: skip


@dataclass(frozen=True)
class FeedbackPolicy:
    """The rights of one official over feedback."""

    grants: Grants

    @classmethod
    def of_user(cls, user: User) -> "FeedbackPolicy":
        return cls(Grants.of(user))

    def may_read(self, row: Feedback) -> bool:
        """Whether this official may read it. One about the conduct of officials goes to those who answer for the whole
        province, never to the unit that is spoken of."""
        if self.grants.province_id != row.province_id:
            return False
        if row.kind == Feedback.Kind.CONDUCT:
            return self.grants.has(CENTRE_READERS, [None])
        agencies = [row.agency_id] if row.agency_id else list(centres(row.province_id))
        return self.grants.has(AGENCY_READERS, agencies)


def visible(scope: Scope) -> QuerySet[Feedback]:
    """The feedback of a scope of staff, said once more in the query. Index ``feedback_list``."""
    rows = Feedback.objects.all()
    if scope.kind == "system":
        return rows
    if scope.kind != "staff" or scope.province_id is None:
        return rows.none()
    rows = rows.filter(province_id=scope.province_id)
    if scope.agency_ids is None:
        return rows
    here = Q(agency_id__in=scope.agency_ids)
    if set(centres(scope.province_id)) & set(scope.agency_ids):
        here |= Q(agency_id=None)
    return rows.filter(~Q(kind=Feedback.Kind.CONDUCT), here)


def centres(province_id: UUID) -> QuerySet[Agency, UUID]:
    """The centre of a province: what names no agency comes to it, and it relays (NĐ 118/2025 Đ8)."""
    found = Agency.objects.filter(province_id=province_id, kind=Agency.Kind.CENTRE)
    return found.values_list("id", flat=True)
