"""Terms and fees that hold in some places only: do the places exist, and do the numbers agree."""

from collections.abc import Iterator
from typing import Any

from accounts.reference import level_1_codes
from procedures.importing.reading import Path
from procedures.importing.steps import working_hours

Said = Iterator[tuple[Path, str]]


def fee_faults(entry: dict[str, Any]) -> Said:
    """What makes no sense in the fees of one procedure."""
    for index, fee in enumerate(entry["fees"]):
        path: Path = ("fees", index)
        if "amount" in fee and "percent" in fee:
            yield path, "chỉ ghi số tiền hoặc tỷ lệ, không cả hai"
        if "channel" in fee and fee["channel"] not in entry["channels"]:
            yield (*path, "channel"), "thủ tục không có cách nộp này"
        if "territory" in fee or fee.get("former"):
            yield from place_faults(fee, path)


def term_faults(entry: dict[str, Any]) -> Said:
    """A commitment is of a province that exists, for a case that exists, once on each day, and not longer than the law's
    term."""
    term = entry["term"]
    if "committed" in term and working_hours(term["committed"]) > working_hours(term["statutory"]):
        yield ("term", "committed"), "thời hạn cam kết dài hơn thời hạn luật định"
    cases = {"": term["statutory"], **{case["code"]: case for case in term.get("variants", [])}}
    if term.get("cutoff") == "same_day_next_day" and all(case["unit"] != "same_day" for case in cases.values()):
        yield ("term", "cutoff"), "quy tắc trả ngày hôm sau chỉ dành cho thủ tục giải quyết trong ngày"
    seen: dict[tuple[str, bool, str], list[tuple[str, str]]] = {}
    for index, row in enumerate(term.get("commitments", [])):
        path: Path = ("term", "commitments", index)
        yield from place_faults(row, path)
        case = cases.get(row.get("variant", ""))
        if case is None:
            yield (*path, "variant"), f"không có trường hợp {row['variant']} trong term.variants"
        elif working_hours(row) > working_hours(case):
            yield path, "thời hạn cam kết dài hơn thời hạn luật định"
        key = (row["territory"], row.get("former", False), row.get("variant", ""))
        first, last = row.get("from", "0000"), row.get("to", "9999")
        if any(first <= until and begun <= last for begun, until in seen.get(key, [])):
            yield path, "địa bàn này đã có cam kết cho trường hợp này"
        seen.setdefault(key, []).append((first, last))


def place_faults(row: dict[str, Any], path: Path) -> Said:
    """The place of a row is a province, or a former one, that there is."""
    former = row.get("former", False)
    if "territory" not in row:
        yield (*path, "former"), "thiếu mã tỉnh cũ ở territory"
    elif row["territory"] not in level_1_codes(former=former):
        kind = "tỉnh cũ" if former else "tỉnh hiện nay"
        yield (*path, "territory"), f"không có {kind} mang mã {row['territory']}"
