"""Is the catalogue well formed (JSON Schema); then, does it make sense."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path as FilePath
from typing import Any

from jsonschema import Draft202012Validator, ValidationError

from foundation.yaml_lines import Fault, Path, field, line_of
from procedures.importing.sense import nonsense

SCHEMA = FilePath(__file__).parent.parent / "data" / "catalogue.schema.json"
_TYPES = {
    "string": "chữ (đặt trong ngoặc kép)", "integer": "số nguyên", "number": "số", "boolean": "true hoặc false",
    "array": "danh sách", "object": "nhóm trường",
}  # fmt: skip


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


_SAYS: dict[str, Callable[[ValidationError], str]] = {
    "type": lambda e: f"phải là {_TYPES[e.validator_value]}",
    "enum": lambda e: "phải là một trong: " + ", ".join(str(v) for v in e.validator_value),
    "pattern": lambda e: f"không đúng dạng: cần {e.schema.get('description', 'có chữ')}",
    "minimum": lambda e: f"không được nhỏ hơn {e.validator_value}",
    "maximum": lambda e: f"không được lớn hơn {e.validator_value}",
    "minLength": lambda e: f"quá ngắn (ít nhất {e.validator_value} ký tự)",
    "maxLength": lambda e: f"quá dài ({len(e.instance)} ký tự, nhiều nhất {e.validator_value})",
    "minItems": lambda e: f"phải có ít nhất {e.validator_value} mục",
    "anyOf": lambda e: "phải là mã bước, hoặc {to: mã bước, outcome: tên kết quả}",
    "maxItems": lambda e: f"không được quá {e.validator_value} mục",
}


def faults_of(data: Any, lines: dict[Path, int]) -> list[Fault]:
    """Everything that is wrong with the file, by line; empty if it may be imported."""

    found = [
        fault_at(path, message, lines)
        for error in _validator().iter_errors(data)
        for path, message in _said(error)
    ]  # fmt: skip
    if not found:
        found = [fault_at(path, message, lines) for path, message in nonsense(data)]
    return sorted(set(found))


def fault_at(path: Path, message: str, lines: dict[Path, int]) -> Fault:
    """With the line of the nearest thing in the file."""
    return Fault(line_of(path, lines), field(path), message)


def faults_of_steps(steps: Any) -> Iterator[tuple[Path, str]]:
    """What is wrong with the form of the steps of one process, by place in it."""
    schema = {"$ref": "#/$defs/step", "$defs": _validator().schema["$defs"]}
    for index, step in enumerate(steps):
        for error in Draft202012Validator(schema).iter_errors(step):
            for path, message in _said(error):
                yield ("steps", index, *path), message


def _said(error: ValidationError) -> Iterator[tuple[Path, str]]:
    """One error of the schema in our words; a field that is missing or unknown is named one by one."""
    path: Path = tuple(error.absolute_path)
    if error.validator == "required":
        for name in error.validator_value:
            if name not in error.instance:
                yield path, f"thiếu trường {name}"
    elif error.validator == "additionalProperties":
        for name in error.instance:
            if name not in error.schema["properties"]:
                yield (*path, name), f"trường lạ: {name}"
    else:
        yield path, _SAYS[str(error.validator)](error)
