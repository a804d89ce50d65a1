"""Fifty thousand dossiers with parties, names, events, positions and ledger, written by PostgreSQL itself in seconds."""

from django.db import connection

from foundation import scoping
from foundation.encryption import encrypt
from tests.support.world import HOTEL, PERMIT, World

DOSSIERS = 50_000
DAYS = 110
_UUID7 = (
    "(lpad(to_hex((extract(epoch FROM {at}) * 1000)::bigint), 12, '0') || '7' || substr(md5({salt}), 1, 3) || '8'"
    " || substr(md5({salt}), 4, 15))::uuid"
)
# of a hundred: what is closed is most, and some states are rare
_STATUS = """CASE WHEN m < 3 THEN 'submitted' WHEN m < 4 THEN 'awaiting_intake_supplement' WHEN m < 7 THEN 'refused'
  WHEN m < 10 THEN 'accepted' WHEN m < 15 THEN 'processing' WHEN m < 17 THEN 'awaiting_supplement'
  WHEN m < 18 THEN 'awaiting_payment' WHEN m < 19 THEN 'withdrawn' WHEN m < 20 AND n %% 7 = 0 THEN 'stopped'
  WHEN m < 23 THEN 'completed' ELSE 'returned' END"""
_STORY = f"""
CREATE TEMP TABLE story ON COMMIT DROP AS
SELECT n, {_UUID7.format(at="at", salt="'d' || n")} AS id, at, {_STATUS} AS status,
  CASE WHEN n %% 8 = 0 THEN 'elsewhere' ELSE 'here' END AS house,
  (ARRAY['Nguyễn','Trần','Lê','Phạm','Hoàng','Vũ','Đặng','Bùi'])[1 + n / 32 %% 8] AS family,
  (ARRAY['nguyen','tran','le','pham','hoang','vu','dang','bui'])[1 + n / 32 %% 8] AS family_word, 'x' || substr(md5(n::text), 1, 4) AS given
FROM (SELECT n, n * 7919 %% 100 AS m, now() - interval '{DAYS} days' * (1 - n::float / %(count)s) AS at
      FROM generate_series(1, %(count)s) n) s
"""
_PLACED = """
CREATE TEMP TABLE placed ON COMMIT DROP AS
SELECT s.*, p.* FROM story s JOIN (SELECT * FROM unnest(%(houses)s::text[], %(shares)s::int[], %(provinces)s::uuid[],
  %(agencies)s::uuid[], %(codes)s::text[], %(receiving)s::uuid[], %(procedures)s::uuid[], %(versions)s::uuid[],
  %(officers)s::uuid[]) AS t(house_name, share, province_id, agency_id, agency_code, receiving_id, procedure_id, version_id, officer_id)) p
  ON p.house_name = s.house AND p.share = s.n / 8 %% 4
"""
_DOSSIERS = """
INSERT INTO dossiers_dossier (id, code, code_key, term_variant, channel, settled_by, summary, status, outcome, row_version,
  submitted_at, accepted_at, due_at, due_sort, original_due_at, supplement_count, extended, completed_at, updated_at,
  supplement_until, receipt_code, mirror_system, citizen_ids, applicant_name, agency_id, assignee_id, procedure_id, province_id,
  receiving_agency_id, version_of_procedure_id)
SELECT id, code, code, '', 'counter', 'province', 'Hồ sơ thử', status, CASE WHEN completed THEN 'granted' ELSE '' END, 3, at, accepted,
  due, coalesce(due, '9999-12-31T00:00Z'), due, 0, false, CASE WHEN completed THEN at + interval '6 days' END, at + interval '6 days',
  CASE WHEN status LIKE 'awaiting_%%supplement' THEN at + interval '21 days' END, %(secret)s, '', '{}', family || ' ' || given,
  agency_id, CASE WHEN accepted IS NOT NULL AND n %% 13 > 0 THEN officer_id END, procedure_id, province_id, receiving_id, version_id
FROM (SELECT *, status IN ('completed', 'returned') AS completed,
    CASE WHEN begun THEN at + interval '2 hours' END AS accepted,
    CASE WHEN begun THEN at + interval '20 days' END AS due,
    CASE WHEN begun THEN agency_code || '-' || to_char(at, 'YYMMDD') || '-' || lpad(n::text, 5, '0') END AS code
  FROM (SELECT *, status NOT IN ('submitted', 'awaiting_intake_supplement', 'refused') AS begun FROM placed) b) d
"""
_PARTIES = f"""
INSERT INTO dossiers_party (id, role, "order", kind, full_name, identity_kind, identity_number, identity_index, phone_typed, phone,
  phone_index, phone_problem, email, address, notify, notify_zalo, dossier_id)
SELECT {_UUID7.format(at="at", salt="'p' || n")}, 'applicant', 0, 'citizen', family || ' ' || given, 'cccd', %(secret)s,
  decode(md5('i' || n), 'hex'), %(secret)s, %(secret)s, decode(md5('t' || n / 3), 'hex'), '', '', '', true, true, id FROM placed
"""
_WORDS = """
INSERT INTO dossiers_dossierword (word, dossier_id, province_id)
SELECT word, id, province_id FROM placed, unnest(ARRAY[family_word, given]) AS word
"""
_EVENTS = f"""
INSERT INTO events_event (id, seq, kind, subject_kind, subject_id, province_id, agency_ids, actor_kind, data, occurred_at,
  recorded_at, correlation_id)
SELECT {_UUID7.format(at="at + k * interval '1 hour'", salt="'e' || n || '.' || k")}, nextval('events_event_seq'),
  (ARRAY['dossier.submitted','dossier.accepted'])[k], 'dossier', id, province_id, ARRAY[agency_id, receiving_id], 'system', '{{}}', at, at,
  id FROM placed, generate_series(1, 2) k ORDER BY at
"""
_POSITIONS = """
INSERT INTO events_eventposition (position, event_id) SELECT row_number() OVER (ORDER BY seq), id FROM events_event
"""
_MESSAGES = f"""
INSERT INTO notifications_message (id, event_id, event_seq, correlation_id, province_id, agency_ids, subject_kind, subject_id, kind,
  recipient_kind, recipient_id, recipient_role, recipient_masked, lane, data, urgency, supersedable, state, reason, detail, channel,
  excluded, tries, next_attempt_at, planned_at, lease_until, claimed_by, ambiguous_since)
SELECT {_UUID7.format(at="at", salt="'m' || n")}, id, n, id, province_id, ARRAY[agency_id, receiving_id], 'dossier', id,
  'dossier.accepted', 'party', id, 'applicant', '', id, '{{}}', n %% 2, false,
  CASE WHEN n %% 100 = 0 THEN 'queued' WHEN n %% 500 = 1 THEN 'sending' ELSE 'delivered' END, '', '', 'zalo_phone', '{{}}', 1, at, at,
  CASE WHEN n %% 500 = 1 THEN at END, CASE WHEN n %% 500 = 1 THEN id END, CASE WHEN n %% 1000 = 1 THEN at END FROM placed
"""
_ATTEMPTS = f"""
INSERT INTO notifications_attempt (id, message_id, number, correlation_id, channel, template_id, tracking_id, intent_at, answered_at,
  outcome, detail, provider_id)
SELECT {_UUID7.format(at="at", salt="'a' || n")}, {_UUID7.format(at="at", salt="'m' || n")}, 1, id, 'zalo_phone', '', n::text, at, at,
  'accepted', '', n::text FROM placed
"""
_CLOCK = f"""
INSERT INTO dossiers_clockentry (id, dossier_id, kind, at, reason)
SELECT {_UUID7.format(at="at", salt="'c' || n")}, id, 'start', at + interval '2 hours', '' FROM placed
"""
_DATES = f"""
INSERT INTO dossiers_duerecord (id, dossier_id, computed_at, due_at, inputs)
SELECT {_UUID7.format(at="at", salt="'r' || n")}, id, at, at + interval '20 days', '{{}}' FROM placed
"""
_REMARKS = f"""
INSERT INTO dossiers_remark (id, dossier_id, event_id, action, reason, note, written_at)
SELECT {_UUID7.format(at="at", salt="'k' || n")}, id, {_UUID7.format(at="at + interval '1 hour'", salt="'e' || n || '.' || 1")},
  'submit', 'Lý do thử', '', at FROM placed
"""
_STEPS = f"""
INSERT INTO dossiers_dossierstep (id, province_id, dossier_id, step_id, number, agency_id, staff_role, state, arrived_at, arrived_version,
  due_at, due_sort, finished_at, silence_agrees, answer)
SELECT {_UUID7.format(at="at", salt="'s' || n || '.' || k")}, province_id, p.id, s.id, k, agency_id, 'case_officer', 'done', at, 1,
  at + interval '20 days', at + interval '20 days', at + interval '1 day', false, ''
FROM placed p, generate_series(1, 2) k,
  LATERAL (SELECT id FROM procedures_stepdefinition WHERE version_id = p.version_id ORDER BY "order" LIMIT 1) s
"""
_MONEY = f"""
INSERT INTO dossiers_payment (id, province_id, agency_id, dossier_id, amount, method, paid_at, recorded_at, year, number,
  bank_reference, content, void_reason, refunded)
SELECT {_UUID7.format(at="at", salt="'t' || n")}, province_id, receiving_id, CASE WHEN n %% 50 > 0 THEN id END, 75000, 'vietqr', at, at,
  2025, n, 'FT' || n, '', '', 0 FROM placed
"""
# Every fifth was taken by an official and closed, a few of them are of the shift that is open, and some are looked into.
_CLOSES = f"""
INSERT INTO dossiers_shiftclose (id, province_id, agency_id, cashier_id, closed_at, receipts, recorded, counted, others, reason)
SELECT {_UUID7.format(at="at", salt="'z' || n")}, province_id, receiving_id, officer_id, at, 1, 75000, 75000, '[]', '' FROM placed
WHERE n %% 5 = 0
"""
_TAKEN = f"""
UPDATE dossiers_payment p SET cashier_id = s.officer_id, method = CASE WHEN s.n %% 2 = 0 THEN 'cash' ELSE 'card' END,
  shift_id = CASE WHEN s.n %% 500 > 0 THEN {_UUID7.format(at="s.at", salt="'z' || s.n")} END
FROM placed s WHERE p.id = {_UUID7.format(at="s.at", salt="'t' || s.n")} AND s.n %% 5 = 0
"""
_DISPUTES = f"""
INSERT INTO dossiers_dispute (id, province_id, agency_id, dossier_id, payment_id, reason, opened_at, lifted_at, outcome)
SELECT {_UUID7.format(at="at", salt="'q' || n")}, province_id, receiving_id, id, {_UUID7.format(at="at", salt="'t' || n")}, 'x', at,
  CASE WHEN n %% 2 = 0 THEN at END, '' FROM placed WHERE n %% 50 BETWEEN 1 AND 4
"""
BIG = (
    "dossiers_dossier", "dossiers_party", "dossiers_dossierword", "events_event", "events_eventposition",
    "notifications_message", "notifications_attempt", "dossiers_clockentry", "dossiers_duerecord", "dossiers_remark",
    "dossiers_dossierstep", "dossiers_payment", "dossiers_shiftclose", "dossiers_dispute",
)  # fmt: skip


_OF_DOSSIERS = (_CLOCK, _DATES, _REMARKS, _STEPS, _MONEY, _CLOSES, _TAKEN, _DISPUTES)
# what a line of a list also shows
JOINED = (
    "accounts_user", "accounts_official", "accounts_position", "accounts_citizen", "accounts_agency", "accounts_province",
    "procedures_procedure", "procedures_procedureversion",
)  # fmt: skip


def fill(here: World, elsewhere: World, count: int = DOSSIERS) -> None:
    """Write them into the open transaction and let PostgreSQL count what it has."""
    from procedures.queries import current_version

    rows = []
    for house, world in (("here", here), ("elsewhere", elsewhere)):
        for share in range(4):
            agency, procedure, officer = (
                ("department", HOTEL, "case_officer") if share < 3 else ("ward", PERMIT, "other_officer")
            )
            version = current_version(procedure)
            rows.append(
                (
                    house, share, world.province.id, world.agencies[agency].id, world.agencies[agency].code,
                    world.agencies["centre" if share < 2 else "ward_centre"].id, version.procedure_id, version.id, world.people[officer].id,
                )
            )  # fmt: skip
    names = (
        "houses", "shares", "provinces", "agencies", "codes", "receiving", "procedures", "versions", "officers",
    )  # fmt: skip
    values = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)) | {
        "count": count, "secret": encrypt("+84900000001"),
    }  # fmt: skip
    with scoping.system("test"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for sql in (
            _STORY,
            _PLACED,
            _DOSSIERS,
            _PARTIES,
            _WORDS,
            _EVENTS,
            _POSITIONS,
            _MESSAGES,
            _ATTEMPTS,
            *_OF_DOSSIERS,
        ):
            cursor.execute(sql, values)
        # now, once: each test that ends in this transaction would else check a million rows again
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ANALYZE " + ", ".join((*BIG, *JOINED)))
