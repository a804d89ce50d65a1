"""Real answers held against the published schema: what is not written there may not be answered."""

from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import jsonschema
from drf_spectacular.generators import SchemaGenerator

BASE = "/api/v1/"


@cache
def schema() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


@cache
def _addresses() -> list[tuple[list[str], str]]:
    return [(path.strip("/").split("/"), path) for path in schema()["paths"]]


def operation(method: str, path: str) -> dict[str, Any] | None:
    """The published operation that this call is, None for an address or method that is not published."""
    if "%00" in path:
        return None  # refused at the door, whatever it was to be
    parts = urlsplit(path).path.strip("/").split("/")
    found = [
        address
        for names, address in _addresses()
        if len(names) == len(parts) and all(n == p or n.startswith("{") for n, p in zip(names, parts, strict=True))
    ]
    exact = sorted(found, key=lambda address: address.count("{"))
    return schema()["paths"][exact[0]].get(method.lower()) if exact else None


@cache
def _validator(ref: str) -> Any:
    return jsonschema.Draft202012Validator({**_closed({"$ref": ref}), "components": _closed(schema()["components"])})


def _closed(part: Any) -> Any:
    """The same schema where an object has no members but those named."""
    if isinstance(part, dict):
        plain = {name: _closed(inner) for name, inner in part.items()}
        if part.get("type") == "object" and "properties" in part and "additionalProperties" not in part:
            plain["additionalProperties"] = False
        return plain
    return [_closed(inner) for inner in part] if isinstance(part, list) else part


def faults(method: str, path: str, answer: Any) -> Iterator[str]:
    """What about an answer is not as published."""
    published = operation(method, path)
    if published is None or not urlsplit(path).path.startswith(BASE):
        return
    if answer.status_code == 500:
        return  # a failure of ours is published nowhere; whoever expects none asserts it
    told = published["responses"].get(str(answer.status_code))
    if told is None:
        yield f"{method} {path}: status {answer.status_code} is not published"
        return
    if answer.status_code == 304:
        return
    kind = answer["Content-Type"].partition(";")[0]
    content = told.get("content", {}).get(kind)
    if content is None:
        yield f"{method} {path}: {answer.status_code} as {kind} is not published"
        return
    for fault in _validator(content["schema"]["$ref"]).iter_errors(answer.json()):
        yield f"{method} {path}: {fault.json_path} {fault.message[:200]}"
