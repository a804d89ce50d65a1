"""YAML with the line of every value, so that a fault can name its place."""

from typing import Any

import yaml

from procedures.importing.errors import CatalogueError, Fault

Path = tuple[str | int, ...]


class _PlainLoader(yaml.SafeLoader):
    """Dates stay text: the schema judges them."""


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


def read(text: str) -> tuple[Any, dict[Path, int]]:
    """The data and the line (from 1) of each path; CatalogueError for what is not YAML or has a key twice."""
    lines: dict[Path, int] = {}
    faults: list[Fault] = []
    try:
        loader = _PlainLoader(text)
        root = loader.get_single_node()
        if root is None:
            raise CatalogueError([Fault(1, "tệp", "tệp rỗng")])
        _walk(root, (), lines, faults)
        data = loader.construct_document(root)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise CatalogueError([Fault(mark.line + 1 if mark else 1, "tệp", "không phải YAML hợp lệ")]) from error
    if faults:
        raise CatalogueError(faults)
    return data, lines


def _walk(node: yaml.Node, path: Path, lines: dict[Path, int], faults: list[Fault]) -> None:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in seen:
                faults.append(Fault(key.start_mark.line + 1, field((*path, name)), "khóa lặp lại"))
            seen.add(name)
            _walk(value, (*path, name), lines, faults)
            lines[(*path, name)] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*path, index), lines, faults)
