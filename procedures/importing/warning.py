"""What a file without fault still leaves somebody to do: said when it is imported, and by ``check_config`` until it is done."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from procedures.importing.reading import Path
from procedures.importing.steps import Step, hours_of_case, in_days, working_hours
from procedures.queries import gaps


def warnings_of(data: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """By place in a checked file that was written."""
    for index, entry in enumerate(data.get("procedures", [])):
        if entry["settled_by"] != "province":
            continue
        for place, row in enumerate(entry["term"].get("commitments", [])):
            if said := too_tight(entry["steps"], row):
                yield ("procedures", index, "term", "commitments", place), said
    codes = {entry["code"]: index for index, entry in enumerate(data.get("procedures", []))}
    for gap in gaps(codes=codes):
        first = f"{gap.ends + timedelta(days=1):%d/%m/%Y}"
        until = f"{gap.begins - timedelta(days=1):%d/%m/%Y}"
        message = f"thủ tục {gap.code} không có phiên bản nào từ {first} đến {until}"
        yield ("procedures", codes[gap.code]), message


def too_tight(steps: Sequence[Step], row: dict[str, Any]) -> str:
    """Whether the national steps take longer than a province promised: then it needs a process of its own. Empty if not."""
    total, promised = hours_of_case(list(steps), row.get("variant", "")), working_hours(row)
    if total <= promised:
        return ""
    former = " (cũ)" if row.get("former") else ""
    return (
        f"các bước quốc gia dài {in_days(total)} ngày làm việc, hơn cam kết của {row['territory']}{former} "
        f"({in_days(promised)}); tỉnh cần công bố quy trình riêng"
    )
