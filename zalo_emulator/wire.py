"""Reading requests and writing answers, without a framework."""

import json
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qs

Scope = dict[str, Any]
# Zalo's pages print "text/json". CONVENTION: the charset; without one, clients read text/* as Latin-1.
TEXT = "text/json;charset=utf-8"


@dataclass(slots=True)
class Request:
    """A request as it came. Header names keep their underscores."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def header(self, name: str) -> str:
        return self.headers.get(name, "")

    def json(self) -> Any:
        """The body as JSON (None for an empty one); ValueError if it is not."""
        try:
            return json.loads(self.body) if self.body else None
        except RecursionError as deep:
            raise ValueError("nested too deeply") from deep

    def form(self) -> dict[str, str]:
        return {k: v[0] for k, v in parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True).items()}

    def files(self) -> dict[str, tuple[str, bytes]]:
        """The parts of a multipart body: name to (file name, content)."""
        kind = self.header("content-type")
        if not kind.startswith("multipart/"):
            return {}
        message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + self.body)
        found: dict[str, tuple[str, bytes]] = {}
        for part in message.iter_parts():
            name = str(part.get_param("name", header="content-disposition") or "")
            content = part.get_payload(decode=True)
            found[name] = (part.get_filename() or "", content if isinstance(content, bytes) else b"")
        return found


@dataclass(slots=True)
class Response:
    """An answer; ``cut`` sends only half of what was announced and closes the connection."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


def answer(data: Any, content_type: str = "application/json", **headers: str) -> Response:
    return Response(
        200, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(errors="replace"), content_type, headers
    )


def mapping(value: Any) -> dict[str, Any]:
    """The value if it is an object, else an empty one: strangers send anything."""
    return value if isinstance(value, dict) else {}


def number(text: Any, default: int) -> int:
    """A count from a query; what is none counts as the default, never below zero."""
    try:
        return max(0, int(text))
    except (TypeError, ValueError):
        return default


def error(code: int, message: str, content_type: str = "application/json") -> Response:
    """Zalo's errors come with HTTP 200. CONVENTION: no ``data`` member on errors."""
    return answer({"error": code, "message": message}, content_type)


async def read(scope: Scope, receive: Any) -> Request:
    event = await receive()
    body: bytes = event.get("body", b"")
    if event.get("more_body"):
        parts = [body]
        while event.get("more_body"):
            event = await receive()
            parts.append(event.get("body", b""))
        body = b"".join(parts)
    raw = scope["query_string"]
    query = {k: v[0] for k, v in parse_qs(raw.decode("latin-1"), keep_blank_values=True).items()} if raw else {}
    headers = {k.decode("latin-1").lower(): v.decode("utf-8", "replace") for k, v in scope["headers"]}
    return Request(scope["method"], scope["path"], query, headers, body)


async def write(send: Any, response: Response) -> None:
    headers = [
        (b"content-type", response.content_type.encode()),
        (b"content-length", str(len(response.body)).encode()),
        *((k.encode(), v.encode()) for k, v in response.headers.items()),
    ]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    body = response.body[: len(response.body) // 2] if response.cut else response.body
    await send({"type": "http.response.body", "body": body, "more_body": response.cut})
