"""Under no scope is a row of another province read or changed: every table, raw SQL and the ORM (design promise 7)."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from accounts.models import Citizen, User
from accounts.scopes import scope_for_client, scope_for_user
from dossiers.models import Dossier
from foundation import scoping
from foundation.scoping.scope import NONE, Scope
from notifications.models import Message
from tests.security.protection import (
    BOOKKEEPING,
    NEVER_USED,
    OPEN,
    PUBLIC,
    READ_BY_ALL,
    faults,
)  # fmt: skip
from tests.security.two_provinces import keys_of, raw, rows_of, tables

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("houses")]


def scope_of(name: str, house) -> Scope:
    match name:
        case "nobody":
            return NONE
        case "whole province":
            return scope_for_user(house.world.people["centre_director"])
        case "one agency":
            return scope_for_user(house.world.people["case_officer"])
        case "one ward":
            return scope_for_user(house.world.people["ward_receptionist"])
        case "citizen":
            return scope_for_user(User.objects.get(citizen=house.citizen))
        case "API client":
            return scope_for_client(house.client)
    raise LookupError(name)


NAMES = ["nobody", "whole province", "one agency", "one ward", "citizen", "API client"]


@contextmanager
def under(name: str, house):
    with scoping.system("test"):
        scope = scope_of(name, house)
    with scoping.enter(scope):
        yield


INSUFFICIENT_PRIVILEGE, INTEGRITY = "42501", "23000"


def refusal(sql: str, params: list) -> str:
    """The code with which PostgreSQL refuses a statement; nothing where it does not."""
    try:
        with transaction.atomic():
            raw(sql, params)
    except DatabaseError as error:
        return error.__cause__.sqlstate
    return ""


def owned() -> list[str]:
    """The tables whose rows belong to somebody."""
    return [t for t in tables() if t not in OPEN and t not in PUBLIC and t not in READ_BY_ALL]


def test_every_table_is_protected_or_open_for_a_reason():
    assert faults() == []


def test_a_new_table_without_protection_is_found():
    raw("CREATE TABLE thu_nghiem (id int)")
    raw("CREATE TABLE thu_nua (id int)")
    raw("ALTER TABLE thu_nua ENABLE ROW LEVEL SECURITY")
    raw("CREATE TABLE events_event_2031_01 PARTITION OF events_event FOR VALUES FROM"
        " ('0f000000-0000-0000-0000-000000000000') TO ('0f000000-0000-0000-0000-000000000001')")  # fmt: skip
    raw("CREATE VIEW thu_xem AS SELECT 1 AS mot")
    assert {fault.split(":")[0] for fault in faults()} == {
        "thu_nghiem", "thu_nua", "events_event_2031_01", "thu_xem",
    }  # fmt: skip


def test_every_table_has_rows_of_both(houses):
    empty = {
        table
        for table in owned()
        if table not in NEVER_USED and table not in BOOKKEEPING
        and not (houses.a.rows[table] and houses.b.rows[table])
    }  # fmt: skip
    assert empty == set(), "fill these in tests/security/two_provinces.py"
    with scoping.system("test"):
        assert {t for t in NEVER_USED if rows_of(t)} == set(), "these are used after all"
        assert {t for t in BOOKKEEPING | READ_BY_ALL if not rows_of(t)} <= {
            "events_unsequenced",
            "events_followercursor",
        }


@pytest.mark.parametrize("name", NAMES)
def test_raw_sql_reads_no_row_of_another_province(houses, name):
    for mine, other in ((houses.a, houses.b), (houses.b, houses.a)):
        with under(name, mine):
            read = {table: rows_of(table) & other.rows[table] for table in owned()}
        assert {table for table, keys in read.items() if keys} == set()


@pytest.mark.parametrize("name", NAMES)
def test_a_partition_named_outright_reads_nothing(houses, name):
    partitions = [t for (t,) in raw("SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r' ORDER BY 1")]
    assert len(partitions) > 30
    with under(name, houses.a):
        assert [t for t in partitions if raw(f'SELECT 1 FROM "{t}" LIMIT 1')] == []


def test_even_the_system_goes_through_the_parent(houses):
    with scoping.system("test"):
        assert Message.objects.exists()
        months = raw(
            "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'notifications_message'::regclass"
        )
        assert [t for (t,) in months if raw(f"SELECT 1 FROM {t} LIMIT 1")] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_orm_reads_no_row_of_another_province(houses, name):
    models = {m._meta.db_table: m for m in apps.get_models(include_auto_created=True)}
    assert set(owned()) <= set(models)
    with under(name, houses.a):
        for table in owned():
            found = {str(key) for key in models[table]._base_manager.values_list("pk", flat=True)}
            assert found & houses.b.rows[table] == set(), table


def test_nobody_reads_nothing_and_the_system_reads_all(houses):
    with under("nobody", houses.a):
        assert {t for t in [*owned(), *READ_BY_ALL] if rows_of(t)} == set()
    with scoping.system("test"):
        for table in owned():
            assert houses.a.rows[table] | houses.b.rows[table] <= rows_of(table), table


SEEN_BY_PROVINCE = {
    "documents_issuedpaper", "documents_numberseries",
    "accounts_user", "accounts_official", "accounts_position", "accounts_citizen", "accounts_business", "accounts_consent",
    "accounts_apiclient", "accounts_apiclient_agencies", "accounts_substitution", "accounts_idempotentcall",
    "complaints_feedback", "django_admin_log", "documents_storedfile", "dossiers_assignment", "dossiers_assignmentrule",
    "dossiers_attachment", "dossiers_bankaccount", "dossiers_charge", "dossiers_clockentry", "dossiers_codecounter", "dossiers_collector",
    "dossiers_dispute", "dossiers_dossier", "dossiers_dossierstep", "dossiers_dossierword", "dossiers_duerecord", "dossiers_handoveritem",
    "dossiers_handoverslip", "dossiers_owncodescheme", "dossiers_parentdossier", "dossiers_party", "dossiers_payment",
    "dossiers_receiptcounter", "dossiers_refund", "dossiers_remark", "dossiers_result", "dossiers_shiftclose", "events_event",
    "foundation_job", "foundation_readrecord", "notifications_attempt", "notifications_message",
    "oauth2_provider_accesstoken", "procedures_ownprocess", "ratings_invitation", "ratings_vote", "zalo_alarm",
    "zalo_conversationline",
    "zalo_officialaccount", "zalo_templatemapping", "zalo_zalouser",
}  # fmt: skip


def test_what_is_kept_from_others_is_seen_by_its_own(houses):
    """Otherwise a policy that shuts everybody out would pass for a good one."""
    with under("whole province", houses.a):
        assert {t for t in owned() if rows_of(t) & houses.a.rows[t]} >= SEEN_BY_PROVINCE
    with under("citizen", houses.a):
        own = {t for t in owned() if rows_of(t)}
    assert own == {
        "accounts_citizen", "accounts_user", "accounts_consent", "accounts_businesscontact", "accounts_business",
        "dossiers_dossier", "dossiers_party", "dossiers_clockentry", "dossiers_duerecord", "dossiers_attachment",
        "dossiers_result", "documents_storedfile", "events_event", "zalo_zalouser", "zalo_conversationline",
    }  # fmt: skip


def test_one_agency_sees_no_row_of_another_agency(houses):
    ward = houses.a.dossiers["ward"]
    of_ward = {"dossiers_party", "dossiers_clockentry", "dossiers_duerecord", "dossiers_dossierword"}
    with scoping.system("test"):
        theirs = {
            t: {k for (k,) in raw(f'SELECT {keys_of(t)} FROM "{t}" t WHERE dossier_id = %s', [ward.id])}
            for t in of_ward
        }
        theirs["dossiers_dossier"] = {str(ward.id)}
        for t in ("events_event", "notifications_message"):
            theirs[t] = {k for (k,) in raw(f'SELECT {keys_of(t)} FROM "{t}" t WHERE subject_id = %s', [ward.id])}
        theirs["notifications_attempt"] = {
            str(k) for (k,) in raw(
                "SELECT a.id FROM notifications_attempt a JOIN notifications_message m ON m.id = a.message_id"
                " WHERE m.subject_id = %s", [ward.id])
        }  # fmt: skip
    assert all(theirs.values())
    for name in ("one agency", "API client"):
        with under(name, houses.a):
            assert {t for t, keys in theirs.items() if rows_of(t) & keys} == set()
    with under("one ward", houses.a):
        assert {t for t, keys in theirs.items() if keys - rows_of(t)} == set()
        assert set(Dossier.objects.values_list("id", flat=True)) == {ward.id}


def test_a_citizen_of_two_provinces_sees_the_own_rows_of_both(houses):
    with scoping.system("test"):
        dossier = Dossier.objects.get(id=houses.b.dossiers["company"].id)
        Dossier.objects.filter(id=dossier.id).update(citizen_ids=[houses.a.citizen.id])
    with under("citizen", houses.a):
        assert set(Dossier.objects.values_list("id", flat=True)) == {houses.a.dossiers["returned"].id, dossier.id}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_another_province_is_changed_or_deleted(houses, name):
    changed = {}
    with under(name, houses.a):
        for table in [*owned(), *PUBLIC, *READ_BY_ALL]:
            keys = sorted(houses.b.rows[table])
            if not keys:
                continue
            [column] = raw(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1", [f'"{table}"']
            )
            for verb in (f'UPDATE "{table}" t SET "{column[0]}" = t."{column[0]}"', f'DELETE FROM "{table}" t'):
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(f"{verb} WHERE {keys_of(table)} = ANY(%s)", [keys])
                    if cursor.rowcount:
                        changed[table] = verb
    assert changed == {}


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_written_into_another_province(houses, name):
    """A row of B, copied as it is, is refused by the policy (before any constraint is asked)."""
    targets = [t for t in [*owned(), *PUBLIC] if houses.b.rows[t] and t not in BOOKKEEPING]
    with scoping.system("test"):
        copies = {
            t: raw(
                f'SELECT to_jsonb(t)::text FROM "{t}" t WHERE {keys_of(t)} = ANY(%s) LIMIT 1',
                [sorted(houses.b.rows[t])],
            )
            for t in targets
        }
    outcomes = {}
    for table, [(row,)] in copies.items():
        with under(name, houses.a):
            insert = f'INSERT INTO "{table}" SELECT * FROM jsonb_populate_record(NULL::"{table}", %s::jsonb)'
            outcomes[table] = refusal(insert, [row])
    assert {t: why for t, why in outcomes.items() if why != INSUFFICIENT_PRIVILEGE} == {}


def test_an_own_row_cannot_be_moved_to_another_province(houses):
    with scoping.system("test"):
        columns = raw(
            "SELECT table_name FROM information_schema.columns"
            " WHERE column_name = 'province_id' AND table_schema = 'public'"
        )
    with under("whole province", houses.a):
        outcomes = {
            table: refusal(f'UPDATE "{table}" SET province_id = %s', [houses.b.world.province.id])
            for (table,) in columns
            if table in owned() and rows_of(table)
        }
    assert outcomes.pop("events_event") == INTEGRITY  # the record is append-only
    assert outcomes.pop("foundation_readrecord") == ""  # nor is the log of looks: it is not even seen to be changed
    assert outcomes.pop("dossiers_dossier") == INTEGRITY  # and a dossier keeps its province, whoever asks
    assert outcomes.pop("documents_issuedpaper") == INTEGRITY  # and so does what was issued
    assert len(outcomes) >= 8 and set(outcomes.values()) == {INSUFFICIENT_PRIVILEGE}


def test_a_scope_that_nobody_entered_is_no_scope(houses):
    """Settings of the transaction that make no sense open nothing."""
    for settings in (
        {"motcua.scope": "staff"}, {"motcua.scope": "staff", "motcua.agencies": "*"}, {"motcua.scope": "System"},
        {"motcua.scope": "citizen"}, {"motcua.scope": "staff", "motcua.province": str(houses.a.world.province.id)},
    ):  # fmt: skip
        with transaction.atomic():
            for key, value in settings.items():
                raw("SELECT set_config(%s, %s, true)", [key, value])
            assert rows_of("dossiers_dossier") == set(), settings
            assert Citizen.objects.count() == 0
            transaction.set_rollback(True)
