from datetime import UTC, date, datetime

from django.db import connection

from foundation import scoping
from foundation.ids import uuid7_floor
from foundation.local_time import now
from foundation.scoping.migration import forced

_PARENTS = """
SELECT c.relname FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() ORDER BY 1
"""
# statement triggers against TRUNCATE (bit 32 of tgtype) are not handed down by PostgreSQL
_TRUNCATE_TRIGGERS = """
SELECT tgname, tgfoid::regproc::text FROM pg_trigger
WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgtype & 32 <> 0
"""


def month_after(day: date) -> date:
    """The first day of the month after ``day``."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def create_sql(table: str, month: date) -> str:
    """The statements for the partition that holds ``month`` (bounds in UTC).

    The parent's policies do not bind who names a partition: it is forced under row-level security without any, so
    that its rows are read and written through the parent alone.
    """
    name = f"{table}_{month:%Y_%m}"
    low, high = (uuid7_floor(datetime(d.year, d.month, 1, tzinfo=UTC)) for d in (month, month_after(month)))
    return (
        f"CREATE TABLE IF NOT EXISTS \"{name}\" PARTITION OF \"{table}\" FOR VALUES FROM ('{low}') TO ('{high}'); "
        + forced(name)
    )


def ensure(months_ahead: int = 3) -> list[str]:
    """Create the missing partitions of every partitioned table up to ``months_ahead`` months from now.

    Rows outside every month fall into the default partition and are not lost; a month for which the default
    partition already holds rows is left alone.
    """
    made: list[str] = []
    with scoping.system("partitions"), connection.cursor() as cursor:
        cursor.execute(_PARENTS)
        tables = [row[0] for row in cursor.fetchall()]
        month = now().date().replace(day=1)
        for _step in range(months_ahead + 1):
            for table in tables:
                if _make(cursor, table, month):
                    made.append(f"{table}_{month:%Y_%m}")
            month = month_after(month)
    return made


def _make(cursor: object, table: str, month: date) -> bool:
    name = f"{table}_{month:%Y_%m}"
    cursor.execute("SELECT to_regclass(%s)", [f'"{name}"'])  # type: ignore[attr-defined]
    if cursor.fetchone()[0]:  # type: ignore[attr-defined]
        return False
    low = uuid7_floor(datetime(month.year, month.month, 1, tzinfo=UTC))
    high_month = month_after(month)
    high = uuid7_floor(datetime(high_month.year, high_month.month, 1, tzinfo=UTC))
    cursor.execute(  # type: ignore[attr-defined]
        # rows of a month without a partition lie in the default one, which nobody reads but through the parent
        f'SELECT EXISTS (SELECT 1 FROM "{table}" WHERE id >= %s AND id < %s)',  # noqa: S608 - from pg_class
        [low, high],
    )
    if cursor.fetchone()[0]:  # type: ignore[attr-defined]
        return False
    cursor.execute(create_sql(table, month))  # type: ignore[attr-defined]
    cursor.execute(_TRUNCATE_TRIGGERS, [f'"{table}"'])  # type: ignore[attr-defined]
    for trigger, function in cursor.fetchall():  # type: ignore[attr-defined]
        cursor.execute(  # type: ignore[attr-defined]
            f'CREATE TRIGGER "{trigger}" BEFORE TRUNCATE ON "{name}" FOR EACH STATEMENT EXECUTE FUNCTION {function}()'
        )
    return True
