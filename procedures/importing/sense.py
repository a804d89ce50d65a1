"""What a well-formed catalogue can still get wrong: dates, numbers, names, territories."""

import math
from datetime import date
from itertools import pairwise
from typing import Any

from foundation.source_dates import SOURCE_DATES
from procedures.importing.places import Said, fee_faults, term_faults
from procedures.importing.reading import Path
from procedures.importing.steps import step_faults
from procedures.importing.waivers import waiver_faults, waivers_of

_DATES = ("effective_from", "effective_to", "instead_of", *SOURCE_DATES)
_OWN_DATES = ("from", "to", *SOURCE_DATES)


def nonsense(data: dict[str, Any]) -> Said:
    """What makes no sense, by path. The data has passed the schema."""
    data = {"procedures": [], **data}
    numbers_and_dates = [*_dates(data), *_numbers(data)]
    if numbers_and_dates:
        yield from numbers_and_dates
        return
    yield from _overlaps(data["procedures"])
    yield from _postponed(data["procedures"])
    for index, entry in enumerate(data["procedures"]):
        checks = (_names, _papers, fee_faults, term_faults, _ways, step_faults, _flags)
        for inner, message in (said for check in checks for said in check(entry)):
            yield ("procedures", index, *inner), message
    yield from waiver_faults(data)


def _dates(data: dict[str, Any]) -> Said:
    for index, entry in enumerate(data["procedures"]):
        path: Path = ("procedures", index)
        yield from _span(entry, _DATES, path)
        for place, fee in enumerate(entry["fees"]):
            yield from _span(fee, _OWN_DATES, (*path, "fees", place))
        for place, promise in enumerate(entry["term"].get("commitments", [])):
            yield from _span(promise, _OWN_DATES, (*path, "term", "commitments", place))
    for path, rule in waivers_of(data):
        yield from _span(rule, _OWN_DATES, path)


def _span(row: dict[str, Any], names: tuple[str, ...], path: Path) -> Said:
    """Each is a day that exists, and the second is not before the first."""
    for name in names:
        try:
            date.fromisoformat(row.get(name, "2026-01-01"))
        except ValueError:
            yield (*path, name), "không phải ngày có thật"
            return
    first, last = names[:2]
    if row.get(last, "9999") < row.get(first, "0000"):
        yield (*path, last), "kết thúc trước khi bắt đầu"


def _numbers(value: Any, path: Path = ()) -> Said:
    """Finite, and no finer than a column keeps: hundredths, thousandths for a percentage."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _numbers(inner, (*path, name))
        whole = value.get("unit") in ("days", "months") and "amount" in value
        if whole and math.isfinite(value["amount"]) and value["amount"] % 1:
            yield (*path, "amount"), "ngày và tháng phải là số nguyên"
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _numbers(inner, (*path, index))
    elif isinstance(value, float):
        if not math.isfinite(value):
            yield path, "phải là số"
        elif round(value, 3 if path[-1] == "percent" else 2) != value:
            yield path, "quá nhiều chữ số lẻ"


def _overlaps(entries: list[dict[str, Any]]) -> Said:
    """Versions of one procedure follow one another. One without an end is ended by the next."""
    order = sorted(range(len(entries)), key=lambda i: (entries[i]["code"], entries[i]["effective_from"]))
    for index, after in pairwise(order):
        entry, following = entries[index], entries[after]
        if entry["code"] != following["code"]:
            continue
        if entry["effective_from"] == following["effective_from"]:
            yield ("procedures", after, "code"), f"mã {entry['code']} có hai lần với cùng ngày hiệu lực"
        elif entry.get("effective_to", "") >= following["effective_from"]:
            yield (
                ("procedures", index, "effective_to"),
                f"chồng lên phiên bản có hiệu lực từ {following['effective_from']}",
            )


def _postponed(entries: list[dict[str, Any]]) -> Said:
    """What stands instead of a version for another day is not for that day, nor beside it in the same file."""
    days = {(entry["code"], entry["effective_from"]) for entry in entries}
    for index, entry in enumerate(entries):
        if (entry["code"], entry.get("instead_of")) in days:
            yield ("procedures", index, "instead_of"), "tệp còn một mục của ngày này; hãy bỏ mục đó"


def _names(entry: dict[str, Any]) -> Said:
    groups: list[tuple[Path, list[dict[str, Any]]]] = [
        (("requirements",), entry["requirements"]),
        (("steps",), entry["steps"]),
        (("term", "variants"), entry["term"].get("variants", [])),
        (("related",), entry.get("related", [])),
    ]
    for path, items in groups:
        codes = [item["code"] for item in items]
        for index, code in enumerate(codes):
            if code in codes[:index]:
                yield (*path, index, "code"), f"mã {code} lặp lại"
    if entry["sensitive"] and entry["neutral_name"] == entry["short_name"]:
        yield ("neutral_name",), "thủ tục nhạy cảm phải có tên trung tính khác tên ngắn"


def _papers(entry: dict[str, Any]) -> Said:
    for index, paper in enumerate(entry["requirements"]):
        counted = paper.get("originals", 0) + paper.get("copies", 0)
        if not counted and not paper.get("shown_only"):
            yield ("requirements", index), "thiếu số bản: originals, copies hoặc shown_only"
        elif counted and paper.get("shown_only"):
            yield ("requirements", index, "shown_only"), "giấy tờ chỉ xuất trình thì không nộp bản nào"


def _ways(entry: dict[str, Any]) -> Said:
    """Online in part needs a published reason (NĐ 224/2026/NĐ-CP Đ14), and what needs presence is never online in full."""
    online = entry.get("online")
    if online is None:
        return
    level, open_online = online["level"], {"national_portal", "online"} & set(entry["channels"])
    if level == "partial" and "reason" not in online:
        yield ("online", "reason"), "trực tuyến một phần phải công bố lý do"
    if level == "full" and entry.get("presence_required"):
        yield ("online", "level"), "phải có mặt thì không thể trực tuyến toàn trình"
    if (level == "none") == bool(open_online):
        yield ("online", "level"), "không khớp với channels"


def _flags(entry: dict[str, Any]) -> Said:
    for name in entry.get("unverified", {}):
        if _value(entry, name) is None:
            yield ("unverified", name), "không có trường này để đánh dấu cần kiểm tra"


def _value(found: Any, dotted: str) -> Any:
    """What is at ``term.statutory``, ``requirements.to_khai`` or ``legal_basis.0``; None for nothing."""
    for part in dotted.split("."):
        if isinstance(found, list):
            by_code = (item for item in found if isinstance(item, dict) and item.get("code") == part)
            by_place = found[int(part)] if part.isdecimal() and int(part) < len(found) else None
            found = next(by_code, by_place)
        else:
            found = found.get(part) if isinstance(found, dict) else None
    return found
