"""The people whom an account knows."""

import uuid
from collections.abc import Iterable

from django.db.models import F

from zalo.models import ZaloUser


def reachable_users(oa_pk: uuid.UUID, citizen_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, ZaloUser]:
    """By citizen: the verified Zalo user of this account who has not blocked it, the latest to write first.

    Index zalo_user_citizen. Needs the system scope or the province's staff scope.
    """
    rows = ZaloUser.objects.filter(
        oa_id=oa_pk, citizen_id__in=list(citizen_ids), verified_at__isnull=False, blocked=False,
        withdrawn_at__isnull=True,
    ).order_by(F("last_interaction_at").asc(nulls_first=True), "id")  # fmt: skip
    return {row.citizen_id: row for row in rows if row.citizen_id}


def reachable_user(oa_pk: uuid.UUID, citizen_id: uuid.UUID) -> ZaloUser | None:
    """The same for one citizen."""
    return reachable_users(oa_pk, [citizen_id]).get(citizen_id)
