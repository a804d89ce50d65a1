"""Is the catalogue well formed (JSON Schema), and does it make sense (steps, dates, names)."""

import json
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from procedures.importing.errors import Fault
from procedures.importing.reading import Path, field
from procedures.importing.steps import step_faults

SCHEMA = FilePath(__file__).parent.parent / "data" / "catalogue.schema.json"


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text()))


_SAYS: dict[str, Callable[[ValidationError], str]] = {
    "required": lambda e: "thiếu trường " + ", ".join(sorted(set(e.validator_value) - set(e.instance))),
    "additionalProperties": lambda e: (
        "có trường lạ: " + ", ".join(sorted(set(e.instance) - set(e.schema.get("properties", {}))))
    ),
    "type": lambda e: f"phải là kiểu {e.validator_value}",
    "enum": lambda e: "phải là một trong: " + ", ".join(str(v) for v in e.validator_value),
    "pattern": lambda e: f"không đúng dạng {e.validator_value}",
    "minimum": lambda e: f"không được nhỏ hơn {e.validator_value}",
    "minLength": lambda e: f"quá ngắn (ít nhất {e.validator_value} ký tự)",
    "maxLength": lambda e: f"quá dài ({len(e.instance)} ký tự, nhiều nhất {e.validator_value})",
    "minItems": lambda e: f"phải có ít nhất {e.validator_value} mục",
}


def faults_of(data: Any, lines: dict[Path, int]) -> list[Fault]:
    """Everything that is wrong with the file, by line; empty if it may be imported."""

    def fault(path: Path, message: str) -> Fault:
        known = path
        while known not in lines:
            known = known[:-1]
        return Fault(lines[known], field(path), message)

    found = [
        fault(tuple(error.absolute_path), _SAYS.get(str(error.validator), lambda e: e.message)(error))
        for error in _validator().iter_errors(data)
    ]
    if not found:
        found = [fault(path, message) for path, message in _sense(data)]
    return sorted(found)


def _sense(data: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    seen: dict[tuple[str, str], int] = {}
    for index, entry in enumerate(data["procedures"]):
        path: Path = ("procedures", index)
        key = (entry["code"], entry["effective_from"])
        if key in seen:
            yield (*path, "code"), f"mã {key[0]} có hai lần với cùng ngày hiệu lực"
        seen[key] = index
        yield from _dates(entry, path)
        yield from _names(entry, path)
        for inner, message in step_faults(entry):
            yield (*path, *inner), message
        for name in entry.get("unverified", {}):
            if _value(entry, name) is None:
                yield (*path, "unverified", name), "không có trường này để đánh dấu cần kiểm tra"


def _value(entry: Any, dotted: str) -> Any:
    for part in dotted.split("."):
        if isinstance(entry, list):
            entry = next((e for e in entry if e.get("code") == part), None)
        elif isinstance(entry, dict):
            entry = entry.get(part)
        else:
            return None
    return entry


def _dates(entry: dict[str, Any], path: Path) -> Iterator[tuple[Path, str]]:
    for name in ("effective_from", "effective_to", "source_text_date", "decision_date", "published_date"):
        if name in entry:
            try:
                date.fromisoformat(entry[name])
            except ValueError:
                yield (*path, name), "không phải ngày có thật"
                return
    if entry.get("effective_to", "9999") < entry["effective_from"]:
        yield (*path, "effective_to"), "kết thúc trước khi bắt đầu"


def _names(entry: dict[str, Any], path: Path) -> Iterator[tuple[Path, str]]:
    for group in ("requirements", "steps"):
        codes = [item["code"] for item in entry[group]]
        for index, code in enumerate(codes):
            if code in codes[:index]:
                yield (*path, group, index, "code"), f"mã {code} lặp lại"
    if entry["sensitive"] and entry["neutral_name"] == entry["short_name"]:
        yield (*path, "neutral_name"), "thủ tục nhạy cảm phải có tên trung tính khác tên ngắn"
    for index, fee in enumerate(entry["fees"]):
        if "amount" in fee and "percent" in fee:
            yield (*path, "fees", index), "chỉ ghi số tiền hoặc tỷ lệ, không cả hai"
    for place, term in _terms(entry):
        if term["unit"] in ("days", "months") and Decimal(str(term["amount"])) % 1:
            yield (*path, *place, "amount"), "ngày và tháng phải là số nguyên"


def _terms(entry: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    for name in ("statutory", "committed", "supplement_window"):
        if name in entry["term"]:
            yield ("term", name), entry["term"][name]
    for index, case in enumerate(entry["term"].get("variants", [])):
        yield ("term", "variants", index), case
    for index, step in enumerate(entry["steps"]):
        if "term" in step:
            yield ("steps", index, "term"), step["term"]
