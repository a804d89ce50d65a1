"""Setting members of a thing from outside, each to a value of the kind it has."""

import math
from dataclasses import fields
from typing import Any


def put(thing: Any, data: dict[str, Any], *, fixed: tuple[str, ...] = ()) -> None:
    """Set members; ValueError for others and for values of another kind. All or none."""
    known = {f.name: str(f.type) for f in fields(thing) if f.name not in fixed}
    ready = {}
    for name, value in data.items():
        if name not in known:
            raise ValueError(f"unknown: {name}")
        if not _fits(known[name], value):
            raise ValueError(f"{name} has the wrong kind of value")
        ready[name] = set(value) if known[name].startswith("set[") else value
    for name, value in ready.items():
        setattr(thing, name, value)


def _fits(kind: str, value: Any) -> bool:
    """Whether a JSON value is of the kind that the member is written as."""
    if kind.endswith("| None"):
        return value is None or _fits(kind.removesuffix("| None").strip(), value)
    if _name(kind) == "bool":
        return isinstance(value, bool)
    if _name(kind) in ("int", "float"):
        numbers = int if _name(kind) == "int" else (int, float)
        return isinstance(value, numbers) and not isinstance(value, bool) and math.isfinite(value) and abs(value) < 1e13
    if _name(kind) == "str":
        return isinstance(value, str)
    inner = kind[kind.index("[") + 1 : -1] if "[" in kind else ""
    if kind.startswith(("set[", "list[")):
        return isinstance(value, list) and all(_fits(inner, v) for v in value)
    if kind.startswith("dict["):
        inner = inner.partition(", ")[2]
        return isinstance(value, dict) and all(_fits(inner, v) for v in value.values())
    return inner == "" and kind == "Any"


def _name(kind: str) -> str:
    return {"<class 'bool'>": "bool", "<class 'int'>": "int", "<class 'float'>": "float", "<class 'str'>": "str"}.get(
        kind, kind
    )
