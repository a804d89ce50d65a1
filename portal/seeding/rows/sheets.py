"""Many rows of many tables at once, by COPY, with every policy, constraint and trigger having its say.

PostgreSQL refuses COPY into a table whose policies bind us: rows go into a temporary table beside it and are inserted
from there.
"""

from collections.abc import Iterable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model


class Sheets:
    """Rows that wait to be written, by table."""

    def __init__(self) -> None:
        self.rows: dict[type[Model], list[Model]] = {}

    def add(self, row: Model) -> None:
        self.rows.setdefault(type(row), []).append(row)

    def of(self, model: type[Model]) -> list[Any]:
        return self.rows.get(model, [])

    def write(self, order: Iterable[type[Model]]) -> int:
        """Write the tables in this order (those that others point to first); how many rows that made."""
        written = 0
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            for model in order:
                written += _write(cursor, model, self.rows.pop(model, []))
        assert not self.rows, f"no place in the order for {list(self.rows)}"
        return written


def _write(cursor: Any, model: type[Model], rows: list[Model]) -> int:
    if not rows:
        return 0
    # keys that the table counts itself are left to it
    fields = [f for f in model._meta.concrete_fields if not (f.primary_key and getattr(rows[0], f.attname) is None)]
    names = ", ".join(f'"{f.column}"' for f in fields)
    table, connection = model._meta.db_table, connections[DEFAULT_DB_ALIAS]
    cursor.execute(
        f'CREATE TEMP TABLE "new_{table}" ON COMMIT DROP AS SELECT {names} FROM "{table}" WHERE false'  # noqa: S608
    )
    with cursor.copy(f'COPY "new_{table}" ({names}) FROM STDIN') as copy:
        columns = [(f.attname, f.get_db_prep_save) for f in fields]
        for row in rows:
            copy.write_row([ready(getattr(row, name), connection) for name, ready in columns])
    cursor.execute(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM "new_{table}"')  # noqa: S608
    made = int(cursor.rowcount)
    cursor.execute(f'DROP TABLE "new_{table}"')
    return made
