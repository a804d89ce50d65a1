"""Can the process end, can everybody reach its steps, and do they fit into the term."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

Place = tuple[str | int, ...]
Step = dict[str, Any]

# Five of seven calendar days are worked; a month has 21 working days. Good enough to compare, never to compute a due date.
_HOURS = {
    "working_days": Decimal(8),
    "working_hours": Decimal(1),
    "days": Decimal(8) * 5 / 7,
    "months": Decimal(8) * 21,
}


def working_hours(term: dict[str, Any]) -> Decimal:
    """A term in working hours, for comparison; «trong ngày» is a working day."""
    if term["unit"] == "same_day":
        return Decimal(8)
    return Decimal(str(term["amount"])) * _HOURS[term["unit"]]


def step_faults(entry: dict[str, Any]) -> Iterator[tuple[Place, str]]:
    """What is wrong with the steps of one procedure. Terms are compared where both are the province's own."""
    steps: list[Step] = entry["steps"]
    if not steps:
        if entry["settled_by"] == "province":
            yield ("steps",), "thủ tục do tỉnh giải quyết phải có các bước"
        return
    broken = [*_unknown(entry, steps), *_beside(steps)]
    if broken:
        yield from broken
        return
    places = {step["code"]: index for index, step in enumerate(steps)}
    way = [index for index, step in enumerate(steps) if "beside" not in step]
    follow = {index: [places[code] for code in next_codes(steps, index)] for index in way}
    forward = {index: [n for n in after if n > index] for index, after in follow.items()}
    reached = _reachable(way[:1], forward)
    back = {index: [i for i, after in follow.items() if index in after] for index in follow}
    ending = _reachable([index for index, after in follow.items() if not after], back)
    for index in follow:
        if index not in reached:
            yield ("steps", index, "code"), "không đi tới được bước này từ các bước đứng trước"
        elif index not in ending:
            yield ("steps", index, "code"), "từ bước này không có bước kết thúc nào"
    if entry["settled_by"] == "province":
        yield from _too_long(entry, steps, forward)


def next_codes(steps: list[Step], index: int) -> list[str]:
    """Where a step leads; by default to the next one below it that is on the way. A way to an earlier step is a
    send-back (trả lại); a step that runs beside another leads nowhere."""
    if "beside" in steps[index]:
        return []
    if "next" in steps[index]:
        return [way if isinstance(way, str) else way["to"] for way in steps[index]["next"]]
    return [step["code"] for step in steps[index + 1 :] if "beside" not in step][:1]


def _unknown(entry: dict[str, Any], steps: list[Step]) -> Iterator[tuple[Place, str]]:
    codes = {step["code"] for step in steps}
    cases = {case["code"] for case in entry["term"].get("variants", [])}
    for index, step in enumerate(steps):
        for code in next_codes(steps, index):
            if code not in codes:
                yield ("steps", index, "next"), f"không có bước {code}"
        if "case" in step and step["case"] not in cases:
            yield ("steps", index, "case"), f"không có trường hợp {step['case']} trong term.variants"


def _beside(steps: list[Step]) -> Iterator[tuple[Place, str]]:
    """A step beside another runs within that one's time, and no way leads to it."""
    by_code = {step["code"]: step for step in steps}
    for index, step in enumerate(steps):
        if any(by_code.get(code, {}).get("beside") for code in next_codes(steps, index)):
            yield ("steps", index, "next"), "bước tiếp theo không được là bước song song"
        host = by_code.get(step["beside"]) if "beside" in step else None
        if "beside" not in step:
            continue
        if host is None or "beside" in host:
            yield ("steps", index, "beside"), f"không có bước chính {step['beside']}"
        elif "next" in step:
            yield ("steps", index, "next"), "bước song song không có bước tiếp theo"
        elif "term" in step and "term" in host and working_hours(step["term"]) > working_hours(host["term"]):
            yield ("steps", index, "term"), f"dài hơn bước {step['beside']} mà nó chạy song song"
    if all("beside" in step for step in steps):
        yield ("steps",), "phải có bước chính"


def _reachable(start: Iterable[int], follow: dict[int, list[int]]) -> set[int]:
    todo = list(start)
    found = set(todo)
    while todo:
        for index in follow[todo.pop()]:
            if index not in found:
                found.add(index)
                todo.append(index)
    return found


def longest_hours(steps: list[Step], forward: dict[int, list[int]], case: str = "") -> Decimal:
    """The longest way forward through the steps that count, in working hours; in ``case`` also those of that case."""
    longest: dict[int, Decimal] = {}
    for index in sorted(forward, reverse=True):
        step = steps[index]
        counts = "term" in step and not step.get("outside_clock") and step.get("case", case) == case
        own = working_hours(step["term"]) if counts else Decimal(0)
        longest[index] = own + max((longest[n] for n in forward[index]), default=Decimal(0))
    return longest[min(forward)]


def _too_long(entry: dict[str, Any], steps: list[Step], forward: dict[int, list[int]]) -> Iterator[tuple[Place, str]]:
    """The ordinary way fits into both terms; the way of a case, with steps of its own or the ordinary one, into its term."""
    term = entry["term"]
    limits = [("", term[name], "") for name in ("statutory", "committed") if name in term]
    limits += [(c["code"], c, f" của «{c['name']}»") for c in term.get("variants", [])]
    for case, allowed, of in limits:
        total, limit = longest_hours(steps, forward, case), working_hours(allowed)
        if total > limit:
            yield ("steps",), f"các bước dài {in_days(total)} ngày làm việc, hơn thời hạn{of} ({in_days(limit)})"


def hours_of_case(steps: list[Step], case: str) -> Decimal:
    """The longest way through steps without fault in one case (empty: the ordinary one), in working hours."""
    places = {step["code"]: index for index, step in enumerate(steps)}
    way = [index for index, step in enumerate(steps) if "beside" not in step]
    follow = {index: [places[code] for code in next_codes(steps, index)] for index in way}
    return longest_hours(steps, {index: [n for n in after if n > index] for index, after in follow.items()}, case)


def in_days(hours: Decimal) -> str:
    """Working hours as working days, for a sentence."""
    return f"{float(hours / 8):.4g}".replace(".", ",")
