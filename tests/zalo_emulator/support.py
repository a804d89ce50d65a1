"""Raw calls with exactly the bytes and headers wanted, and a webhook that remembers."""

import http.client
import json
import threading
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

TOKEN = "demo-access-H05"
OA = "388613280878808640"
DATA = {
    "customer_name": "Nguyễn Thị An", "code": "H05.101.01-261124-0001", "status": "Đã tiếp nhận",
    "procedure": "Công nhận hạng cơ sở lưu trú", "agency": "Trung tâm", "official": "Trần Văn Bảy",
    "received_at": "09:00 24/11/2026", "due_at": "17:00 08/12/2026",
}  # fmt: skip


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.raw)

    @property
    def error(self) -> int:
        return self.json["error"]


def call(emulator, method: str, path: str, body: Any = None, *, timeout: float = 10, **headers: str) -> Answer:
    """One request; a dict goes as JSON, bytes as they are."""
    raw = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
    connection = http.client.HTTPConnection("127.0.0.1", emulator.port, timeout=timeout)
    try:
        connection.request(method, path, raw, headers)
        response = connection.getresponse()
        names = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, names, response.read())
    finally:
        connection.close()


def granted(emulator, method: str, path: str, body: Any = None, token: str = TOKEN) -> Answer:
    return call(emulator, method, path, body, access_token=token)


def send(emulator, phone: str = "84900000001", template: Any = "500000", data: Any = None, **more: Any) -> Answer:
    """A template by phone."""
    body = {"phone": phone, "template_id": template, "template_data": DATA if data is None else data, **more}
    return granted(emulator, "POST", "/message/template", body)


def form(emulator, path: str = "/v4/oa/access_token", secret: str = "demoAppSecret0123456789", **fields: str) -> Answer:
    body = "&".join(f"{k}={v}" for k, v in {"app_id": "360846524940903967", **fields}.items()).encode()
    return call(
        emulator, "POST", path, body, secret_key=secret, **{"Content-Type": "application/x-www-form-urlencoded"}
    )


def user(emulator, person: str = "p01", verb: str = "chatnow") -> str:
    """A person who has just met the account; gives the user id."""
    return emulator.post(f"people/{person}/{verb}")["user_id"]


def text(emulator, user_id: str, words: str = "Chào", **message: Any) -> Answer:
    body = {"recipient": {"user_id": user_id}, "message": {"text": words, **message}}
    return granted(emulator, "POST", "/v3.0/oa/message/cs", body)


@dataclass
class Call:
    raw: bytes
    headers: dict[str, str]

    @property
    def event(self) -> Any:
        return json.loads(self.raw)


class Hook:
    """A web server on a free port; ``status`` is what it answers."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.status = 200
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                outer.calls.append(Call(raw, {k.lower(): v for k, v in self.headers.items()}))
                self.send_response(outer.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_words: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhooks/zalo/"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def named(self, name: str) -> list[Call]:
        return [c for c in self.calls if c.raw and c.event.get("event_name") == name]


def shape(value: Any) -> Any:
    """Keys and kinds of a JSON value, to compare answers with the printed examples."""
    if isinstance(value, dict):
        return {k: shape(v) for k, v in value.items()}
    if isinstance(value, list):
        return [shape(v) for v in value[:1]]
    return type(value).__name__
