"""Who may read which feedback; pages and API ask here, and row-level security says the same."""

from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.models import Agency
from accounts.policies import posts_of
from accounts.roles import CONDUCT_READERS
from complaints.models import Feedback
from foundation.scoping import Scope


def visible(scope: Scope) -> QuerySet[Feedback]:
    """The feedback of a scope of staff, said once more in the query. Index ``feedback_list``.

    One about the conduct of officials goes to those who answer for the whole province and hold no post in the unit that
    is spoken of; never to that unit, nor to who runs the system. What names no agency comes to the centre.
    """
    rows = Feedback.objects.all()
    if scope.kind == "system":
        return rows
    if scope.kind != "staff" or scope.province_id is None:
        return rows.none()
    rows = rows.filter(province_id=scope.province_id)
    seen = ~Q(kind=Feedback.Kind.CONDUCT) & _here(scope, scope.province_id)
    return rows.filter(seen | _of_conduct(scope, scope.province_id))


def _here(scope: Scope, province_id: UUID) -> Q:
    if scope.agency_ids is None:
        return Q()
    here = Q(agency_id__in=scope.agency_ids)
    if set(centres(province_id)) & set(scope.agency_ids):
        here |= Q(agency_id=None)
    return here


def _of_conduct(scope: Scope, province_id: UUID) -> Q:
    posts = posts_of(scope.person_id, province_id) if scope.person_id else ()
    if not any(post.role in CONDUCT_READERS for post in posts):
        return Q(pk__in=[])
    own = [post.agency_id for post in posts]
    return Q(kind=Feedback.Kind.CONDUCT) & (Q(agency_id=None) | ~Q(agency_id__in=own))


def centres(province_id: UUID) -> QuerySet[Agency, UUID]:
    """The centre of a province: what names no agency comes to it, and it relays (NĐ 118/2025 Đ8)."""
    found = Agency.objects.filter(province_id=province_id, kind=Agency.Kind.CENTRE)
    return found.values_list("id", flat=True)
