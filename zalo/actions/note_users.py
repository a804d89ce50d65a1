import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from foundation.ids import uuid7
from foundation.local_time import now
from zalo.models import ZaloUser

_UPSERT = f"""
INSERT INTO {ZaloUser._meta.db_table}
  (id, oa_id, province_id, user_id, user_id_by_app, display_name, follower, follower_since, blocked,
   last_interaction_at, linked_by, created_at)
VALUES (%s, %s, %s, %s, %s, '', %s, %s, false, %s, '', %s)
ON CONFLICT (oa_id, user_id) DO UPDATE SET
  user_id_by_app = CASE WHEN excluded.user_id_by_app = '' THEN zalo_zalouser.user_id_by_app
                        ELSE excluded.user_id_by_app END,
  follower = CASE WHEN excluded.follower_since >= coalesce(zalo_zalouser.follower_since, '-infinity')
                  THEN excluded.follower ELSE zalo_zalouser.follower END,
  follower_since = GREATEST(zalo_zalouser.follower_since, excluded.follower_since),
  last_interaction_at = GREATEST(zalo_zalouser.last_interaction_at, excluded.last_interaction_at)
RETURNING id
"""  # noqa: S608 - the table's own name


@dataclass(frozen=True, slots=True)
class Sighting:
    """What an event tells of a person: that they exist, perhaps wrote (``at``), follow or not, and since when."""

    oa_pk: uuid.UUID
    province_id: uuid.UUID
    user_id: str
    by_app: str = ""
    at: datetime | None = None
    follower: bool = False
    follower_since: datetime | None = None  # None: the event says nothing about it


def note_users(sightings: Iterable[Sighting]) -> dict[tuple[uuid.UUID, str], uuid.UUID]:
    """Keep each person once per account; times never go back, in whatever order events are handled. Keys by (account, user id). System scope."""
    found: dict[tuple[uuid.UUID, str], uuid.UUID] = {}
    # One order for all workers: two batches with the same people must not lock each other out.
    ordered = sorted(sightings, key=lambda s: (s.oa_pk, s.user_id))
    with connection.cursor() as cursor:
        for seen in ordered:
            if not 0 < len(seen.user_id) <= 40:
                continue
            cursor.execute(
                _UPSERT,
                [
                    uuid7(), seen.oa_pk, seen.province_id, seen.user_id, seen.by_app[:40],
                    seen.follower, seen.follower_since, seen.at, now(),
                ],
            )  # fmt: skip
            found[seen.oa_pk, seen.user_id] = cursor.fetchone()[0]
    return found
