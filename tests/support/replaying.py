"""What a process wrote once it writes again in one statement, under fresh keys."""

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db import connection, models

from foundation.ids import uuid7

Keys = Mapping[uuid.UUID, uuid.UUID]
_INSERT = re.compile(r'INSERT INTO "(\w+)"')
_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Record:
    """The rows that a block of code added, as PostgreSQL itself writes them; a context manager around that code.

    The code may only add rows. ``replay`` adds them once more, each under a new key in the order of the old ones, as if
    the code had run again: what a process or Redis remembers by key says nothing of another test. Moments stay those
    of the first time.
    """

    def __init__(self) -> None:
        self._before: dict[str, list[str]] = {}
        self._rows: dict[str, str] = {}
        self._keys: list[str] = []

    def __enter__(self) -> "Record":
        self._watching = connection.execute_wrapper(self._watch)
        self._watching.__enter__()
        return self

    def __exit__(self, kind: Any, *rest: Any) -> None:
        self._watching.__exit__(kind, *rest)
        if kind is None:
            self._keep()

    def _watch(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        found = _INSERT.match(sql)
        if found and (table := found[1]) not in self._before:
            self._before[table] = []  # first, because we are asked about the question too
            self._before[table] = _ask(f"SELECT coalesce(array_agg(t::text), '{{}}') FROM \"{table}\" t")
        return execute(sql, params, many, context)

    def _keep(self) -> None:
        for table, before in self._before.items():
            new = f'FROM "{table}" t WHERE t::text <> ALL (%s::text[])'
            if rows := _ask(f"SELECT array_agg(t)::text {new}", before):
                self._rows[table] = rows
                if key := _key_of(table):
                    self._keys += _ask(f'SELECT array_agg("{key}"::text) {new}', before)
        self._keys.sort()

    @property
    def from_nothing(self) -> bool:
        """Whether rows were added, all of them to empty tables."""
        return bool(self._rows) and not any(self._before.values())

    def fits(self) -> bool:
        """Whether the tables are empty now."""
        return not _ask("SELECT " + " OR ".join(f'EXISTS (SELECT FROM "{table}")' for table in self._before))

    def replay(self) -> Keys:
        """Add the rows; says which key of the first time is which now."""
        keys = {key: str(uuid7()) for key in self._keys}
        rows = [_KEY.sub(lambda found: keys.get(found[0], found[0]), text) for text in self._rows.values()]
        with connection.cursor() as cursor:
            cursor.execute(
                ";".join(f'INSERT INTO "{t}" SELECT * FROM unnest(%s::"{t}"[])' for t in self._rows),
                rows,
            )
        return {uuid.UUID(old): uuid.UUID(new) for old, new in keys.items()}


def renamed(rows: Iterable[models.Model], keys: Keys) -> None:
    """Give rows in memory, and the rows that they hold, the keys that a replay gave them."""
    waiting, done = list(rows), set[int]()
    while waiting:
        row = waiting.pop()
        if id(row) in done:
            continue
        done.add(id(row))
        named = {name: keys.get(value, value) for name, value in vars(row).items() if isinstance(value, uuid.UUID)}
        vars(row).update(named)  # by setattr, a row would let go of those it holds
        waiting += [held for held in row._state.fields_cache.values() if isinstance(held, models.Model)]


def _key_of(table: str) -> str:
    """The column of the primary key, where that is a UUID of the table's own."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == table and isinstance(model._meta.pk, models.UUIDField):
            return str(model._meta.pk.column)
    return ""


def _ask(sql: str, *params: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        [found] = cursor.fetchone()
    return found
