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
LARGEST = 32 * 1_048_576
_UNREAD = object()


class TooLarge(Exception):
    """The body is longer than any call of Zalo takes."""


@dataclass(slots=True)
class Request:
    """A request as it came. Header names keep their underscores."""

    method: str
    path: str
    query: dict[str, str]
    raw_headers: list[tuple[bytes, bytes]]
    body: bytes
    _json: Any = _UNREAD

    def header(self, name: str) -> str:
        """The header of this name (lower case); empty where it is missing."""
        wanted = name.encode()
        for key, value in self.raw_headers:
            if key == wanted or key.lower() == wanted:
                return value.decode("utf-8", "replace")
        return ""

    def json(self) -> Any:
        """The body as JSON (None for an empty one); ValueError if it is not."""
        if self._json is _UNREAD:
            try:
                self._json = json.loads(self.body) if self.body else None
            except RecursionError as deep:
                raise ValueError("nested too deeply") from deep
        return self._json

    def form(self) -> dict[str, str]:
        return {k: v[0] for k, v in parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True).items()}

    def files(self) -> dict[str, tuple[str, bytes]]:
        """The parts of a multipart body: name to (file name, content)."""
        kind = self.header("content-type")
        if not kind.startswith("multipart/"):
            return {}
        head = b"Content-Type: " + kind.encode("utf-8", "replace") + b"\r\n\r\n"
        message = BytesParser(policy=HTTP).parsebytes(head + self.body)
        found: dict[str, tuple[str, bytes]] = {}
        for part in message.iter_parts():
            name = str(part.get_param("name", header="content-disposition") or "")
            content = part.get_payload(decode=True)
            found[name] = (part.get_filename() or "", content if isinstance(content, bytes) else b"")
        return found

    def fields(self) -> dict[str, str]:
        """The parts of a multipart body that are no files."""
        return {name: raw.decode("utf-8", "replace") for name, (file, raw) in self.files().items() if not file}


@dataclass(slots=True)
class Response:
    """An answer; ``cut`` sends only half of what was announced and closes the connection."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    cut: bool = False


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def compact(data: Any) -> bytes:
    """JSON in UTF-8 without spaces, letters as they are."""
    return _encoder.encode(data).encode(errors="replace")


def answer(data: Any, content_type: str = "application/json", status: int = 200) -> Response:
    return Response(status, compact(data), content_type)


def mapping(value: Any) -> dict[str, Any]:
    """The value if it is an object, else an empty one: strangers send anything."""
    return value if isinstance(value, dict) else {}


def number(text: Any, default: int) -> int:
    """A count from a query; what is none counts as the default, never below zero."""
    try:
        return max(0, int(text))
    except (TypeError, ValueError, OverflowError):
        return default


def error(code: int, message: str, content_type: str = "application/json") -> Response:
    """Zalo's errors come with HTTP 200. CONVENTION: no ``data`` member on errors."""
    return answer({"error": code, "message": message}, content_type)


async def read(scope: Scope, receive: Any) -> Request:
    """The whole request. TooLarge for a body over 32 MB."""
    event = await receive()
    body: bytes = event.get("body", b"")
    if event.get("more_body"):
        parts, size = [body], len(body)
        while event.get("more_body"):
            event = await receive()
            parts.append(event.get("body", b""))
            size += len(parts[-1])
            if size > LARGEST:
                raise TooLarge
        body = b"".join(parts)
    raw = scope["query_string"]
    query = {k: v[0] for k, v in parse_qs(raw.decode("latin-1"), keep_blank_values=True).items()} if raw else {}
    return Request(scope["method"], scope["path"], query, scope["headers"], body)


async def write(send: Any, response: Response) -> None:
    headers = [
        (b"content-type", response.content_type.encode()),
        (b"content-length", str(len(response.body)).encode()),
        *((k.encode(), v.encode()) for k, v in response.headers.items()),
    ]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    body = response.body[: len(response.body) // 2] if response.cut else response.body
    await send({"type": "http.response.body", "body": body, "more_body": response.cut})
