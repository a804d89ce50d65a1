"""Reading requests and writing answers, without a framework."""

import json
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any
from urllib.parse import parse_qs

Scope = dict[str, Any]


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
        return json.loads(self.body) if self.body.strip() else None

    def form(self) -> dict[str, str]:
        return {k: v[0] for k, v in parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True).items()}

    def files(self) -> dict[str, tuple[str, bytes]]:
        """The parts of a multipart body: name to (file name, content)."""
        kind = self.header("content-type")
        if not kind.startswith("multipart/"):
            return {}
        message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + self.body)
        found = {}
        for part in message.iter_parts():
            name = str(part.get_param("name", header="content-disposition") or "")
            found[name] = (part.get_filename() or "", part.get_payload(decode=True) or b"")
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
    return Response(200, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), content_type, headers)


def error(code: int, message: str, content_type: str = "application/json") -> Response:
    """Zalo's errors come with HTTP 200. CONVENTION: no ``data`` member on errors."""
    return answer({"error": code, "message": message}, content_type)


async def read(scope: Scope, receive: Any) -> Request:
    body = b""
    while True:
        event = await receive()
        if event["type"] != "http.request":
            break
        body += event.get("body", b"")
        if not event.get("more_body"):
            break
    query = {k: v[0] for k, v in parse_qs(scope["query_string"].decode(), keep_blank_values=True).items()}
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
