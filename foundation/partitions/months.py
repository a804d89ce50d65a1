import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

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


def _bounds(month: date) -> str:
    """From the first millisecond of the month (UTC) to that of the next."""
    low, high = (uuid7_floor(datetime(d.year, d.month, 1, tzinfo=UTC)) for d in (month, month_after(month)))
    return f"FROM ('{low}') TO ('{high}')"


def create_sql(table: str, month: date) -> str:
    """The statements for the partition that holds ``month``.

    The parent's policies do not bind who names a partition: it is forced under row-level security without any, so
    that its rows are read and written through the parent alone.
    """
    name = name_of(table, month)
    return f'CREATE TABLE IF NOT EXISTS "{name}" PARTITION OF "{table}" FOR VALUES {_bounds(month)}; ' + forced(name)


def name_of(table: str, month: date) -> str:
    return f"{table}_{month:%Y_%m}"


def ensure(months_ahead: int = 3) -> list[str]:
    """Create the missing partitions of every partitioned table up to ``months_ahead`` months from now, and give their
    names.

    Rows outside every month lie in the default partition and are not lost. Where all of them belong to one missing
    month, the default partition becomes that month's and a new one takes its place; otherwise it is left alone.
    """
    made: list[str] = []
    with scoping.system("partitions"), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")  # nobody waits behind us for longer; the next run tries again
        for table in parents(cursor):
            made += [
                name_of(table, month) for month in _wanted(cursor, table, months_ahead) if _make(cursor, table, month)
            ]
    return made


def _wanted(cursor: Any, table: str, months_ahead: int) -> Iterator[date]:
    """The months from the last one that has a partition (this one at the latest) to ``months_ahead`` from now."""
    last = month = now().date().replace(day=1)
    for _step in range(months_ahead):
        last = month_after(last)
    known = partitions_of(cursor, table)
    if known:
        month = min(month, max(known))
    while month <= last:
        if month not in known:
            yield month
        month = month_after(month)


def parents(cursor: Any) -> list[str]:
    """The tables that are split by month."""
    cursor.execute(_PARENTS)
    return [row[0] for row in cursor.fetchall()]


def partitions_of(cursor: Any, table: str) -> list[date]:
    """The months that have a partition."""
    cursor.execute(
        "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = %s::regclass",
        [f'"{table}"'],
    )
    endings = (name.removeprefix(f"{table}_") for (name,) in cursor.fetchall())
    return sorted(date(int(e[:4]), int(e[5:]), 1) for e in endings if re.fullmatch(r"\d{4}_\d{2}", e))


def spilt(cursor: Any, table: str) -> bool:
    """Whether rows that the scope may see lie outside every month (asks the default partition alone)."""
    outside, low = [], None
    for month in partitions_of(cursor, table):
        first, after = (uuid7_floor(datetime(d.year, d.month, 1, tzinfo=UTC)) for d in (month, month_after(month)))
        if low != first:
            outside.append(f"id < '{first}'" + (f" AND id >= '{low}'" if low else ""))
        low = after
    outside.append(f"id >= '{low}'" if low else "true")
    cursor.execute(f'SELECT EXISTS (SELECT 1 FROM "{table}" WHERE {" OR ".join(outside)})')  # noqa: S608 - our own
    return bool(cursor.fetchone()[0])


def _make(cursor: Any, table: str, month: date) -> bool:
    low, high = (uuid7_floor(datetime(d.year, d.month, 1, tzinfo=UTC)) for d in (month, month_after(month)))
    cursor.execute(
        # rows of a month without a partition lie in the default one, which nobody reads but through the parent
        f'SELECT EXISTS (SELECT 1 FROM "{table}" WHERE id >= %s AND id < %s)',  # noqa: S608 - from pg_class
        [low, high],
    )
    if cursor.fetchone()[0]:
        return _take_default(cursor, table, month)
    cursor.execute(create_sql(table, month))
    _guard_emptying(cursor, table, name_of(table, month))
    return True


def _take_default(cursor: Any, table: str, month: date) -> bool:
    """Make the default partition the month's; no row is moved. False where it holds rows of another month too."""
    name, default = name_of(table, month), f"{table}_default"
    try:
        with transaction.atomic():
            cursor.execute(
                f'ALTER TABLE "{table}" DETACH PARTITION "{default}"; ALTER TABLE "{default}" RENAME TO "{name}"; '
                f'ALTER TABLE "{table}" ATTACH PARTITION "{name}" FOR VALUES {_bounds(month)}; '
                f'CREATE TABLE "{default}" PARTITION OF "{table}" DEFAULT; {forced(default)}'
            )
            _guard_emptying(cursor, table, default)
    except IntegrityError:
        return False
    return True


def _guard_emptying(cursor: Any, table: str, partition: str) -> None:
    cursor.execute(_TRUNCATE_TRIGGERS, [f'"{table}"'])
    for trigger, function in cursor.fetchall():
        cursor.execute(
            f'CREATE TRIGGER "{trigger}" BEFORE TRUNCATE ON "{partition}" FOR EACH STATEMENT EXECUTE FUNCTION {function}()'
        )
