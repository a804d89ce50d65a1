"""How PostgreSQL would run a statement, as a flat list of what it reads and how."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection


def reads(sql: str, params: Sequence[Any] | Mapping[str, Any] | None = None) -> list[tuple[str, str]]:
    """``(kind of scan, index or table)`` of each table that the plan reads; the statement is not run."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        [(plan,)] = cursor.fetchall()
    return list(_walk((json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]))


def _walk(node: dict[str, Any]) -> Iterator[tuple[str, str]]:
    kind = node["Node Type"]
    if "Scan" in kind and "Relation Name" in node:
        yield kind, node.get("Index Name", node["Relation Name"])
    elif kind == "Bitmap Index Scan":
        yield kind, node["Index Name"]
    for child in node.get("Plans", []):
        yield from _walk(child)


def in_full(found: Sequence[tuple[str, str]], table: str) -> list[str]:
    """The tables (partitions of ``table`` included) that are read from end to end."""
    return [name for kind, name in found if kind == "Seq Scan" and name.startswith(table)]
