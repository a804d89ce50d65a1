"""Messages that wait in the ledger: copies of those that the loaded dossiers were told by, each to be sent once."""

from typing import Any
from uuid import UUID

from django.db import connection

from foundation import scoping

# A copy has a key of its own and waits from now on; its text, lane and recipient are those of a real notice.
_COPY = """
WITH chosen AS (
  SELECT m.* FROM notifications_message m
  WHERE m.kind = 'dossier.accepted' AND m.channel = 'zalo_phone' AND m.state IN ('accepted', 'delivered')
    AND m.province_id = %(province)s
  ORDER BY m.id DESC LIMIT %(count)s
)
INSERT INTO notifications_message (id, event_id, event_seq, correlation_id, province_id, agency_ids, subject_kind,
  subject_id, kind, recipient_kind, recipient_id, recipient_role, recipient_masked, lane, data, urgency, supersedable,
  state, reason, detail, channel, excluded, tries, next_attempt_at, planned_at)
SELECT t.id, event_id, event_seq, correlation_id, province_id, agency_ids, subject_kind, subject_id, kind,
  recipient_kind, recipient_id, recipient_role, recipient_masked, lane, data, urgency, supersedable,
  'queued', '', '', '', '{}', 0, now(), now()
FROM (SELECT *, row_number() OVER () AS n FROM chosen) c JOIN unnest(%(ids)s::uuid[]) WITH ORDINALITY AS t(id, n) USING (n)
"""
_LEFT = "SELECT count(*) FROM notifications_message WHERE id = ANY(%s) AND state IN ('queued', 'sending')"
_LAST_SENT = """
SELECT count(*) FILTER (WHERE state IN ('accepted', 'delivered')), max(sent_at) FROM notifications_message WHERE id = ANY(%s)
"""
_ANSWERS = (
    "SELECT count(DISTINCT provider_id) FROM notifications_attempt WHERE message_id = ANY(%s) AND provider_id <> ''"
)
_DELIVERED = """
SELECT count(*), max(delivered_at) FROM notifications_message WHERE id = ANY(%s) AND state = 'delivered'
"""


class Batch:
    """``count`` messages of one province, waiting from when this is made."""

    def __init__(self, province: UUID, count: int) -> None:
        from foundation.ids import uuid7

        self.ids = [uuid7() for _n in range(count)]
        values = {"province": province, "count": count, "ids": self.ids}
        with scoping.system("bench"), connection.cursor() as cursor:
            cursor.execute(_COPY, values)
            if cursor.rowcount != count:
                raise SystemExit(f"Chỉ có {cursor.rowcount} tin để gửi, cần {count}: nạp thêm hồ sơ (--size).")
            cursor.execute("ANALYZE notifications_message")

    def waiting(self) -> int:
        """How many have no end yet."""
        return int(self._row(_LEFT)[0])

    def last_sent(self) -> float:
        """When the last answer was written down (seconds since 1970); all must have been taken."""
        accepted, last = self._row(_LAST_SENT)
        if accepted != len(self.ids):
            raise SystemExit(f"{accepted} tin được Zalo nhận, cần {len(self.ids)}")
        if (answers := self._row(_ANSWERS)[0]) != len(self.ids):  # with the phones' count: each there once
            raise SystemExit(f"{answers} số tin của Zalo, cần {len(self.ids)}")
        return float(last.timestamp())

    def delivered(self) -> tuple[int, float]:
        """How many have their receipt, and when the last phone had its message."""
        count, last = self._row(_DELIVERED)
        return int(count), last.timestamp() if last else 0.0

    def forget(self) -> None:
        """Take the copies and their attempts away."""
        with scoping.system("bench"), connection.cursor() as cursor:
            cursor.execute("DELETE FROM notifications_attempt WHERE message_id = ANY(%s)", [self.ids])
            cursor.execute("DELETE FROM notifications_message WHERE id = ANY(%s)", [self.ids])

    def _row(self, query: str) -> Any:
        with scoping.system("bench"), connection.cursor() as cursor:
            cursor.execute(query, [self.ids])
            return cursor.fetchone()
