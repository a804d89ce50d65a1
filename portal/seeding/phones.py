"""The emulator of a demonstration: who has a phone there, and what stands on the phones already."""

import json
import os
import urllib.request
from collections.abc import Sequence
from typing import Any

_AT_ONCE = 500


def _call(path: str, data: object = None) -> Any:
    """A call of the control API; None where there is no emulator of ours."""
    url = os.environ.get("ZALO_EMULATOR_URL", "")
    if not url:
        return None
    body = None if data is None else json.dumps(data).encode()
    request = urllib.request.Request(f"{url}/__emu/{path}", body, method="GET" if body is None else "POST")  # noqa: S310
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
        return json.load(answer)


def world() -> dict[str, Any] | None:
    """Application, accounts and their tokens; None where other servers are used."""
    found: dict[str, Any] | None = _call("world")
    return found


def people() -> list[dict[str, Any]]:
    """The people with their flags and how each account knows them; the like of them where there is no emulator."""
    found: list[dict[str, Any]] | None = _call("people?brief=1")
    if found is not None:
        return found
    return [
        {"id": f"p{n:02}", "name": f"Nguyễn Văn Thử {n}", "phone": f"849000000{n:02}", "ties": {}} for n in range(1, 41)
    ]


def add(entries: Sequence[dict[str, Any]]) -> None:
    """Let these people have phones; who has the number already stays as they are."""
    _call("people", {"people": list(entries)})


def begin_again() -> None:
    """Empty phones: what an interrupted attempt to seed had put there is gone with its database."""
    _call("reset", {})


def put(history: Sequence[dict[str, Any]]) -> None:
    """Let these messages stand on the phones as if they had come at their time."""
    for start in range(0, len(history), _AT_ONCE):
        _call("history", {"messages": history[start : start + _AT_ONCE]})
