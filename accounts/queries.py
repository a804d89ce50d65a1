"""Reading who there is and who holds what post."""

import uuid
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Agency, Position, Province
from foundation.local_time import today_local


def positions_on(user_id: uuid.UUID, day: date | None = None) -> QuerySet[Position]:
    """The posts a person holds on ``day`` (today), with their agencies. Served by the user's foreign-key index."""
    on = day or today_local()
    return (
        Position.objects.filter(user_id=user_id, valid_from__lte=on)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .select_related("agency")
        .order_by("valid_from", "id")
    )


def current_province(code: str) -> Province:
    """The present province with this level-1 code; Province.DoesNotExist if there is none."""
    return Province.objects.get(code=code, valid_to__isnull=True)


def agency_by_code(code: str, day: date | None = None) -> Agency:
    """The agency that carries this official code on ``day`` (today); Agency.DoesNotExist if none does."""
    on = day or today_local()
    return (
        Agency.objects.filter(code=code, valid_from__lte=on)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))
        .select_related("province")
        .latest("valid_from")
    )


def with_descendants(agency_ids: list[uuid.UUID]) -> list[uuid.UUID]:
    """These agencies and every unit below them, one query per level of the tree (three at most in practice)."""
    found = list(agency_ids)
    level = found
    while level:
        level = list(Agency.objects.filter(parent_id__in=level).exclude(id__in=found).values_list("id", flat=True))
        found.extend(level)
    return found
