"""YAML with the line of every value, so that a fault of a data file can name its place."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

Path = tuple[str | int, ...]
_KEY = "tag:yaml.org,2002:str"


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of a data file: the line, the path of the field, what is wrong."""

    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"dòng {self.line}, {self.field}: {self.message}"


class FileError(ValueError):
    """The file was not taken, and nothing of it; ``faults`` says where to mend it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = sorted(faults)


class _PlainLoader(yaml.SafeLoader):
    """Dates stay text: who reads them judges them. Anchors are refused: each entry is read on its own."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.composer.ComposerError(None, None, "không dùng neo (&) và tham chiếu (*)", event.start_mark)
        return super().compose_node(parent, index)


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def field(path: Path) -> str:
    """``procedures[2].fees[0].amount``"""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text or "tệp"


def line_of(path: Path, lines: Mapping[Path, int]) -> int:
    """The line of a place, or of the nearest one around it that the file has."""
    while path not in lines:
        path = path[:-1]
    return lines[path]


def read(text: str) -> tuple[Any, dict[Path, int]]:
    """The data and the line (from 1) of each path; FileError for what is not YAML or has a key twice."""
    lines: dict[Path, int] = {}
    faults: list[Fault] = []
    try:
        loader = _PlainLoader(text)
        root = loader.get_single_node()
        if root is None:
            raise FileError([Fault(1, "tệp", "tệp rỗng")])
        _walk(root, (), lines, faults)
        data = loader.construct_document(root) if not faults else None
    except yaml.YAMLError as error:
        raise FileError([_unread(error, text)]) from error
    except RecursionError as error:
        raise FileError([Fault(1, "tệp", "lồng nhau quá sâu")]) from error
    if faults:
        raise FileError(faults)
    return data, lines


def _unread(error: yaml.YAMLError, text: str) -> Fault:
    """Where the file stops to be YAML: the line and, behind the words, the column."""
    why = error.problem if isinstance(error, yaml.composer.ComposerError) and "neo" in str(error.problem) else ""
    message = why or "không phải YAML hợp lệ"
    if mark := getattr(error, "problem_mark", None):
        return Fault(mark.line + 1, "tệp", f"{message} (cột {mark.column + 1})")
    at = getattr(error, "position", None)  # a control character
    return Fault(text.count("\n", 0, at) + 1 if isinstance(at, int) else 1, "tệp", message)


def _walk(node: yaml.Node, path: Path, lines: dict[Path, int], faults: list[Fault]) -> None:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            if key.tag != _KEY or _unprintable(key.value):
                faults.append(Fault(line, field(path), "tên trường phải là chữ"))
                continue
            name = key.value
            if name in seen:
                faults.append(Fault(line, field((*path, name)), "khóa lặp lại"))
            seen.add(name)
            _walk(value, (*path, name), lines, faults)
            lines[(*path, name)] = line
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*path, index), lines, faults)
    elif _unprintable(node.value):
        faults.append(Fault(lines[path], field(path), "có ký tự điều khiển"))


def _unprintable(text: str) -> bool:
    """Control characters and halves of surrogate pairs, which no database column takes."""
    return any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in text)
