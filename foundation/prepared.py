"""Statements that PostgreSQL parses and plans once per connection: for the few that a much visited page asks.

Planning a read of a table in months costs more than the read. Where ``DB_PREPARE`` is off (a pooler that hands
one session to many) the same statements run unprepared.
"""

import time
from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection
from psycopg.types.datetime import TimestamptzLoader


def rows(sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """All rows of a query, in the present transaction and scope. Placeholders are ``%(name)s``."""
    connection.ensure_connection()
    began = time.monotonic()
    # Django's own cursors write the values into the statement, so that no two are the same,
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        # and read times in Python: the driver's own reader is ten times as fast
        cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        cursor.execute(sql, params, prepare=True)
        found = cursor.fetchall()
    if connection.queries_logged:
        connection.queries_log.append({"sql": sql, "time": f"{time.monotonic() - began:.3f}"})
    return found
