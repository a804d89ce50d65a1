"""Can the process end, can everybody reach its steps, and do they fit into the term."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

Place = tuple[str | int, ...]
_WORKING = {"working_days": Decimal(8), "working_hours": Decimal(1), "same_day": Decimal(8)}


def _next(steps: list[dict[str, Any]], index: int) -> list[str]:
    """Where a step leads; by default to the one below it."""
    if "next" in steps[index]:
        return list(steps[index]["next"])
    return [steps[index + 1]["code"]] if index + 1 < len(steps) else []


def step_faults(entry: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    """What is wrong with the steps of one procedure. Terms are compared where both are the province's own."""
    steps = entry["steps"]
    if not steps:
        if entry["settled_by"] == "province":
            yield ("steps",), "thủ tục do tỉnh giải quyết phải có các bước"
        return
    places = {step["code"]: index for index, step in enumerate(steps)}
    follow: dict[str, list[str]] = {}
    for index, step in enumerate(steps):
        follow[step["code"]] = _next(steps, index)
        for code in follow[step["code"]]:
            if code not in places:
                yield ("steps", index, "next"), f"không có bước {code}"
                return
    reached = _reachable(steps[0]["code"], follow)
    for code, index in places.items():
        if code not in reached:
            yield ("steps", index, "code"), "không đi tới được bước này"
    if all(follow[code] for code in reached):
        yield ("steps",), "quy trình không có bước kết thúc"
        return
    if entry["settled_by"] == "province":
        yield from _too_long(entry, steps, follow)


def _reachable(first: str, follow: dict[str, list[str]]) -> set[str]:
    found, todo = {first}, [first]
    while todo:
        for code in follow[todo.pop()]:
            if code not in found:
                found.add(code)
                todo.append(code)
    return found


def _hours(term: dict[str, Any] | None) -> Decimal:
    """A step's time in working hours; calendar days count as working days, which is the lower bound."""
    if not term:
        return Decimal(0)
    return Decimal(str(term["amount"])) * _WORKING.get(term["unit"], Decimal(8))


def longest_path_hours(steps: list[dict[str, Any]], follow: dict[str, list[str]]) -> Decimal:
    """The longest way through the steps that count (loops back are walked once)."""
    by_code = {step["code"]: step for step in steps}

    def longest(code: str, seen: frozenset[str]) -> Decimal:
        step = by_code[code]
        own = Decimal(0) if step.get("outside_clock") else _hours(step.get("term"))
        return own + max(
            (longest(n, seen | {code}) for n in follow[code] if n not in seen | {code}), default=Decimal(0)
        )

    return longest(steps[0]["code"], frozenset())


def _too_long(
    entry: dict[str, Any], steps: list[dict[str, Any]], follow: dict[str, list[str]]
) -> Iterator[tuple[Place, str]]:
    total = longest_path_hours(steps, follow)
    allowed = [
        entry["term"]["statutory"],
        *([entry["term"]["committed"]] if "committed" in entry["term"] else []),
    ]
    cases = entry["term"].get("variants", [])
    for term in allowed:
        limit = _hours(term) if term["unit"] != "same_day" else Decimal(8)
        limit = max([limit, *(_hours(case) for case in cases)])
        if term["unit"] == "months":
            limit = Decimal(str(term["amount"])) * 8 * 22
        if total > limit:
            yield ("steps",), f"các bước dài {total / 8:g} ngày làm việc, hơn thời hạn {limit / 8:g}"
            return
