"""Tables split by month: what lies outside every month is told, and becomes a month of its own without being moved."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection

from accounts.actors import Actor
from events.models import Event
from events.recording import record
from foundation import scoping
from foundation.checks import months as check
from foundation.ids import uuid7, uuid7_floor
from foundation.partitions import ensure, months
from foundation.partitions.months import month_after, name_of, partitions_of, spilt

pytestmark = pytest.mark.django_db
TABLE = "events_event"


def in_system(function, *arguments):
    with scoping.system("test"), connection.cursor() as cursor:
        return function(cursor, *arguments)


def beyond(step: int = 1):
    """The ``step``-th month after the last that has a partition."""
    month = in_system(partitions_of, TABLE)[-1]
    for _each in range(step):
        month = month_after(month)
    return month


def recorded_in(month) -> UUID:
    """An event whose key was made in that month."""
    middle = uuid7_floor(datetime(month.year, month.month, 15, tzinfo=UTC))
    key = UUID(int=middle.int | (uuid7().int & ((1 << 80) - 1)))
    with scoping.system("test"), connection.cursor() as cursor:
        first = record(
            "dossier.accepted", subject=("dossier", uuid7()), province_id=uuid7(), agency_ids=[], actor=Actor.system("thử"),
            data={"status": "accepted"},
        )  # fmt: skip
        cursor.execute(
            f"INSERT INTO {TABLE} SELECT (jsonb_populate_record(e, jsonb_build_object('id', %s::text, 'seq', e.seq + 1000))).*"
            f" FROM {TABLE} e WHERE id = %s",
            [key, first.id],
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return key


def findings() -> dict[str, str]:
    with scoping.system("test"):
        return {f.level: f"{f.message} — {f.cure}" for f in check.partitions()}


def lies_in(key: UUID) -> str:
    def ask(cursor):
        cursor.execute(f"SELECT tableoid::regclass::text FROM {TABLE} WHERE id = %s", [key])
        return cursor.fetchone()[0]

    return str(in_system(ask))


@pytest.fixture
def today_is(monkeypatch):
    """Let the calendar of the partitions stand in another month."""

    def turn(month) -> None:
        monkeypatch.setattr(months, "now", lambda: datetime(month.year, month.month, 10, tzinfo=UTC))
        monkeypatch.setattr(check, "now", lambda: datetime(month.year, month.month, 10, tzinfo=UTC))

    return turn


def test_all_is_well_in_a_migrated_database():
    assert list(findings()) == ["ok"]


def test_rows_outside_every_month_are_told_by_their_table():
    key = recorded_in(beyond(3))
    assert lies_in(key) == f"{TABLE}_default"
    told = findings()["warning"]
    assert "ngoài mọi tháng" in told and TABLE in told and "ensure_partitions" in told
    assert "notifications_message" not in told.partition(" — ")[0]


def test_so_are_rows_of_a_month_that_fell_out_between_two_others(today_is):
    gone = in_system(partitions_of, TABLE)[2]
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE "{name_of(TABLE, gone)}"')
    recorded_in(gone)
    assert in_system(spilt, TABLE)


def test_the_question_opens_the_default_partition_alone():
    """At ten million rows a look into every month would be felt."""

    def explain(cursor):
        statements: list[str] = []

        def listen(run, sql, *rest):
            statements.append(sql)
            return run(sql, *rest)

        with connection.execute_wrapper(listen):
            spilt(cursor, TABLE)
        cursor.execute(f"EXPLAIN {statements[-1]}")
        return "\n".join(row[0] for row in cursor.fetchall())

    plan = in_system(explain)
    assert f"{TABLE}_default" in plan and f"{TABLE}_20" not in plan, plan


def test_a_month_without_a_partition_is_an_error_once_it_has_begun(today_is):
    today_is(beyond(1))
    told = findings()
    assert "tháng này" in told["error"] and "ensure_partitions" in told["error"]
    assert set(told) == {"error", "warning"}  # the coming month has none either
    assert ensure() and list(findings()) == ["ok"]


def test_the_default_partition_becomes_the_month_whose_rows_it_holds(today_is):
    month = beyond(2)
    key = recorded_in(month)
    today_is(month)
    made = ensure()
    # then the row lies in its month, nothing was lost, and a new default partition stands ready
    assert name_of(TABLE, month) in made and lies_in(key) == name_of(TABLE, month)
    assert list(findings()) == ["ok"]
    with scoping.system("test"):
        assert Event.objects.filter(id=key).exists()
    later = recorded_in(beyond(4))
    assert lies_in(later) == f"{TABLE}_default"
    # and both are as closed as every other: forced, without a policy, not to be emptied
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relforcerowsecurity, (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid), "
            "(SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal) FROM pg_class c "
            "WHERE c.relname = ANY(%s) ORDER BY 1",
            [[name_of(TABLE, month), f"{TABLE}_default", f"{TABLE}_2026_01"]],
        )
        rows = cursor.fetchall()
    assert len(rows) == 3 and len({row[1:] for row in rows}) == 1 and rows[0][1:3] == (True, 0)


def test_a_default_partition_with_rows_of_two_months_is_left_alone(today_is):
    first, second = beyond(1), beyond(2)
    keys = recorded_in(first), recorded_in(second)
    today_is(second)
    made = ensure()
    assert not {name_of(TABLE, first), name_of(TABLE, second)} & set(made)
    assert {lies_in(key) for key in keys} == {f"{TABLE}_default"}
    assert "lẫn nhau" in findings()["warning"]


def test_a_second_run_makes_nothing():
    ensure()
    assert ensure() == []
