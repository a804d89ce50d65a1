"""Giving committed events their gapless position, one process at a time.

An event is ripe once its transaction lies below the snapshot's xmin: then every transaction that could still bring
an earlier one has ended. Among ripe events ``seq`` decides, which follows the order of acts on one subject.
"""

from django.db import connection, transaction

from foundation import scoping

LOCK = 0x6D6374_01  # one advisory lock for the whole database
_ADVANCE = """
WITH ripe AS (
  DELETE FROM events_unsequenced WHERE event_id IN (
    SELECT event_id FROM events_unsequenced
    WHERE xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint ORDER BY seq LIMIT %s)
  RETURNING event_id, seq
), last AS (SELECT coalesce(max(position), 0) AS position FROM events_eventposition)
INSERT INTO events_eventposition (position, event_id)
SELECT last.position + row_number() OVER (ORDER BY ripe.seq), ripe.event_id FROM ripe, last
"""


def advance(batch: int = 5000) -> int:
    """Number the ripe events; how many were numbered. Zero at once where another process is at it."""
    with scoping.system("sequence events"), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(_ADVANCE, [batch])
        return int(cursor.rowcount)


def advance_all() -> int:
    """Number everything that is ripe."""
    total = 0
    while done := advance():
        total += done
        if transaction.get_connection().in_atomic_block:
            break
    return total
