"""What the delivery engine and its sweepers ask every few seconds stays small beside a large ledger."""

import uuid

import pytest
from django.db import connection

from foundation import scoping
from notifications import receipts, reconciling, sweeping
from notifications.delivery import claim, settling
from tests.plans.explained import in_full, reads

pytestmark = pytest.mark.django_db
ROWS = 40_000
LEDGER, ATTEMPTS = "notifications_message", "notifications_attempt"

# A UUIDv7 of this minute, so that every row lies in the present month's partition.
_ID = (
    "(lpad(to_hex((extract(epoch FROM now()) * 1000)::bigint), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' "
    "|| substr(md5(n::text), 4, 15))::uuid"
)
_MESSAGES = f"""
INSERT INTO notifications_message (id, event_id, event_seq, correlation_id, province_id, agency_ids, subject_kind,
  subject_id, kind, recipient_kind, recipient_id, recipient_role, recipient_masked, lane, data, urgency, supersedable,
  state, reason, detail, channel, excluded, tries, next_attempt_at, lease_until, ambiguous_since, planned_at)
SELECT {_ID}, gen_random_uuid(), n, gen_random_uuid(), gen_random_uuid(), '{{}}', 'dossier',
  md5((n / 3)::text)::uuid, 'dossier.accepted', 'party', gen_random_uuid(), 'applicant', '', md5((n / 3)::text)::uuid,
  '{{}}', 0, false,
  CASE WHEN n % 100 = 0 THEN 'queued' WHEN n % 400 = 1 THEN 'sending' ELSE 'delivered' END, '', '', 'zalo_phone',
  '{{}}', 1, now() - (n % 1000) * interval '1 second',
  CASE WHEN n % 800 = 1 THEN now() - interval '1 minute' END, CASE WHEN n % 800 = 401 THEN now() END, now()
FROM generate_series(1, {ROWS}) n
"""
_TRIED = f"""
INSERT INTO notifications_attempt (id, message_id, number, correlation_id, channel, zalo_user_id, template_id,
  tracking_id, intent_at, answered_at, outcome, detail, provider_id)
SELECT {_ID}, {_ID}, 1, gen_random_uuid(), 'zalo_uid', gen_random_uuid(), '1', '', now(), now(),
  CASE WHEN n % 1000 = 0 THEN 'ambiguous' ELSE 'accepted' END, '', CASE WHEN n % 1000 = 0 THEN '' ELSE 'p' || n END
FROM generate_series(1, {ROWS}) n
"""


OWNER = uuid.UUID(int=1)
STATEMENTS = {
    "claim": (
        claim._CLAIM,
        {"limit": 200, "lease": 120, "holds": 60, "owner": OWNER, "planner": claim.PLANNER},
        {"message_due", "message_lane"},
    ),
    "expired leases": (sweeping._EXPIRED, None, {"message_lease", "attempt_message"}),
    "unconfirmed": (sweeping._UNCONFIRMED, [86_400], {"message_ambiguous"}),
    "is something due": (sweeping._DUE, [60], {"message_due", "message_lease"}),
    "wake": (sweeping._WAKE, [OWNER, ["no_account"]], {"message_due"}),
    "receipt by message id": (receipts._BY_PROVIDER, [["p1", "p2"]], {"attempt_provider"}),
    "open attempts": (reconciling._OPEN, [uuid.UUID(int=0), uuid.UUID(int=0), 1000], {"attempt_open_uid"}),
    "ended alike": (
        settling._ALIKE,
        [[OWNER], [OWNER], [-200], ["zalo_uid"], uuid.UUID(int=0)],
        {"attempt_message"},
    ),
    "people to whom something flies": (
        reconciling._FLYING,
        [[OWNER], uuid.UUID(int=0)],
        {"message_lease", "attempt_message"},
    ),
}


def test_no_table_is_read_in_full():
    wrong: dict[str, object] = {}
    with scoping.system("test"):
        with connection.cursor() as cursor:
            cursor.execute(_MESSAGES)
            cursor.execute(_TRIED)
            cursor.execute("ANALYZE notifications_message; ANALYZE notifications_attempt")
        for name, (sql, params, indexes) in STATEMENTS.items():
            found = reads(sql, params)
            large = [one for one in found if _holds_rows(one[1])]
            used = {read for _kind, read in found}
            missing = [index for index in indexes if not any(_is(index, read) for read in used)]
            if in_full(large, LEDGER) or in_full(large, ATTEMPTS) or missing:
                wrong[name] = (missing, found)
    assert wrong == {}


def _holds_rows(name: str) -> bool:
    """A partition without rows is read in full for nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce((SELECT reltuples FROM pg_class WHERE relname = %s), 1) > 0", [name])
        return bool(cursor.fetchone()[0])


def _is(index: str, name: str) -> bool:
    """Whether ``name`` is this index on one of the partitions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid "
            "JOIN pg_class p ON p.oid = i.inhparent WHERE c.relname = %s AND p.relname = %s)",
            [name, index],
        )
        return bool(cursor.fetchone()[0])
