"""Statements that PostgreSQL parses and plans once per connection: for the few that a much visited page asks.

Planning a read of a table in months costs more than the read. Where ``DB_PREPARE`` is off (a pooler that hands
one session to many) the same statements run unprepared.
"""

import time
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

import psycopg
from django.db import connection
from psycopg.types.datetime import TimestamptzLoader


class Ask(NamedTuple):
    """A query with its values, not yet asked. Placeholders are ``%(name)s``; every column has a name."""

    sql: str
    params: Mapping[str, Any]


def together(first: Ask, **others: Ask) -> tuple[list[tuple[Any, ...]], dict[str, list[tuple[Any, ...]]]]:
    """Several questions of different rooms in one statement: the rows of ``first`` (one at most), and of each other.

    What is asked in one statement costs one way to the server and back. The rows of ``others`` come through JSON:
    times and keys in them are text. Where ``first`` finds nothing, the others give nothing.
    """
    params = {f"{name}_{key}": value for name, ask in others.items() for key, value in ask.params.items()}
    params.update(first.params)
    found = rows(_one(first.sql, tuple((name, ask.sql) for name, ask in others.items())), params)
    more = found[0][-len(others) :] if found and others else ((),) * len(others)
    lines = {name: [tuple(line.values()) for line in value or ()] for name, value in zip(others, more, strict=True)}
    return [row[: -len(others)] if others else row for row in found], lines


@cache
def _one(first: str, others: tuple[tuple[str, str], ...]) -> str:
    own = [(name, sql.replace("%(", f"%({name}_")) for name, sql in others]  # the same word may mean two values
    more = "".join(f", (SELECT json_agg(o) FROM ({sql}) o) AS {name}" for name, sql in own)  # noqa: S608 - ours
    return f"SELECT first.*{more} FROM ({first}) first"  # noqa: S608 - statements of our own


def rows(sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a query (none of an act), in the present transaction and scope. Placeholders are ``%(name)s``."""
    connection.ensure_connection()
    began = time.monotonic()
    with connection.wrap_database_errors:
        cursor = _cursor(connection.connection)
        cursor.execute(sql, params, prepare=True)
        found = cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else []
    if connection.queries_logged:
        connection.queries_log.append({"sql": sql, "time": f"{time.monotonic() - began:.3f}"})
    return found


def _cursor(of: "psycopg.Connection[Any]") -> "psycopg.Cursor[tuple[Any, ...]]":
    """The connection's one cursor for these statements, made at the first of them.

    Django's own cursors write the values into the statement, so that no two are the same, and read times in Python: the
    driver's own reader is ten times as fast. Making a cursor and telling it so costs as much as reading a row with it.
    """
    found: psycopg.Cursor[tuple[Any, ...]] | None = getattr(of, "_prepared_asks", None)
    if found is None:
        found = psycopg.Cursor(of)
        found.adapters.register_loader("timestamptz", TimestamptzLoader)
        of._prepared_asks = found  # type: ignore[attr-defined]
    return found
