"""What PostgreSQL does for the queries that a piece of code asks."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.plans.crowd import BIG

_BIG = re.compile(rf"(?:{'|'.join(BIG)})(?:_\d{{4}}_\d{{2}}|_default)?")
SMALL = 1_000  # rows, after the last ANALYZE
_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Plan:
    """One statement and how it is carried out."""

    sql: str
    root: dict[str, Any]
    blocks: int | None  # of 8 kB, read by the whole statement; None where it was only planned

    def nodes(self, node: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
        node = node or self.root
        yield node
        for inner in node.get("Plans", ()):
            yield from self.nodes(inner)

    @property
    def scanned(self) -> list[str]:
        """Big tables that are read from end to end; a month in which little happened is none."""
        scans = [n["Relation Name"] for n in self.nodes() if n["Node Type"] == "Seq Scan"]
        return [name for name in scans if _BIG.fullmatch(name) and _rows(name) > SMALL]

    @property
    def rows_read(self) -> int:
        """Rows of big tables that were looked at, whether or not they were wanted (0 where it was only planned)."""
        removed = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
        return int(
            sum(
                (n.get("Actual Rows", 0) + sum(n.get(name, 0) for name in removed)) * n.get("Actual Loops", 0)
                for n in self.nodes()
                if _BIG.fullmatch(n.get("Relation Name", ""))
            )
        )

    @property
    def indexes(self) -> set[str]:
        return {n["Index Name"] for n in self.nodes() if "Index Name" in n}

    def __str__(self) -> str:
        return f"{self.rows_read} rows, {self.blocks} blocks, {sorted(self.indexes)}, scans {self.scanned}: {self.sql[:1500]}"


def _rows(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table])
        return int(cursor.fetchone()[0])


def asked_by(act: Callable[[], Any]) -> tuple[Any, list[str]]:
    """What it gave, and the statements about big tables that it asked."""
    with CaptureQueriesContext(connection) as seen:
        given = act()
    about = [q["sql"] for q in seen.captured_queries if any(table in q["sql"] for table in BIG)]
    return given, [sql for sql in about if sql.lstrip().upper().startswith(("SELECT", "WITH", "UPDATE"))]


def plan(sql: str) -> Plan:
    """Plan it, and carry out what only reads. Placeholders (of prepared statements) make it a generic plan."""
    reads = sql.lstrip().upper().startswith("SELECT") and "FOR UPDATE" not in sql and not _PLACE.search(sql)
    options = "ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON" if reads else "FORMAT JSON"
    with connection.cursor() as cursor:
        if _PLACE.search(sql):
            names = list(dict.fromkeys(_PLACE.findall(sql)))
            numbered = _PLACE.sub(lambda m: f"${names.index(m[1]) + 1}", sql).replace("%%", "%")
            cursor.execute(f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {numbered}")
        else:
            cursor.execute(f"EXPLAIN ({options}) {sql}")
        found = cursor.fetchone()[0]
    root = (json.loads(found) if isinstance(found, str) else found)[0]["Plan"]
    blocks = root["Shared Hit Blocks"] + root["Shared Read Blocks"] if reads else None
    return Plan(sql, root, blocks)
