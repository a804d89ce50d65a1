"""Rows as COPY text, and their way into tables under row-level security.

PostgreSQL refuses COPY into a table whose policies bind us, so rows are copied into a temporary table beside it and
inserted from there: policies, constraints and triggers all have their say.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from random import getrandbits
from typing import Any
from uuid import UUID

NULL = r"\N"
_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


def text(value: str) -> str:
    """A text value for COPY."""
    if "\\" in value or "\t" in value or "\n" in value or "\r" in value:
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return value


def quoted(value: str) -> str:
    """A JSON string inside a ``jsonb`` value for COPY."""
    return text(json.dumps(value, ensure_ascii=False))


def blob(value: bytes) -> str:
    """A ``bytea`` value for COPY."""
    return "\\\\x" + value.hex()


def time(moment: datetime | None) -> str:
    """A ``timestamptz`` value for COPY."""
    return NULL if moment is None else moment.isoformat()


def key(millisecond: int) -> str:
    """A UUIDv7 of this millisecond, as 32 hexadecimal digits."""
    rest = f"{getrandbits(76):019x}"
    return f"{millisecond:012x}7{rest[:3]}{_VARIANT[rest[3]]}{rest[4:]}"


def keys(agencies: Sequence[UUID]) -> str:
    """A ``uuid[]`` value for COPY, each once, as an event keeps its agencies."""
    return "{" + ",".join(str(a) for a in dict.fromkeys(agencies)) + "}"


class Sheet:
    """The rows of one table that wait to be written."""

    def __init__(self, table: str, columns: str) -> None:
        self.table, self.columns = table, columns.split()
        self.lines: list[str] = []

    @property
    def beside(self) -> str:
        return f"load_{self.table}"

    @property
    def names(self) -> str:
        return ", ".join(f'"{c}"' for c in self.columns)

    def copy(self, cursor: Any) -> None:
        """Put the lines into the temporary table; they are gone from here."""
        cursor.execute(
            f'CREATE TEMP TABLE IF NOT EXISTS "{self.beside}" ON COMMIT DELETE ROWS AS '  # noqa: S608 - our own names
            f'SELECT {self.names} FROM "{self.table}" WHERE false'
        )
        with cursor.copy(f'COPY "{self.beside}" ({self.names}) FROM STDIN') as copy:
            copy.write("".join(self.lines).encode())
        self.lines = []

    def insert(self, cursor: Any) -> int:
        """From the temporary table into the real one; how many rows."""
        cursor.execute(
            f'INSERT INTO "{self.table}" ({self.names}) SELECT {self.names} FROM "{self.beside}"'  # noqa: S608
        )
        return int(cursor.rowcount)
