"""Raw calls with exactly the bytes and headers wanted, and a webhook that remembers."""

import http.client
import json
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode

AN, BINH, NGHIA = "Điện thoại của Nguyễn Thị An", "Điện thoại của Trần Văn Bình", "Điện thoại của Đặng Văn Nghĩa"
BUTTONS = [{"title": "Tra cứu", "type": "oa.query.show", "payload": "#tracuu"}]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
TOKEN = "demo-access-H05"
OA = "388613280878808640"
DATA = {
    "customer_name": "Nguyễn Thị An", "code": "H05.101.01-261124-0001", "status": "Đã tiếp nhận",
    "procedure": "Công nhận hạng cơ sở lưu trú", "agency": "Trung tâm", "official": "Trần Văn Bảy",
    "received_at": "09:00 24/11/2026", "handled_at": "09:05 24/11/2026", "due_at": "17:00 08/12/2026",
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


def asked(emulator, path: str, **data: Any) -> Answer:
    """A GET of the account API: its parameters are JSON in ``data``."""
    return granted(emulator, "GET", f"{path}?{urlencode({'data': json.dumps(data)})}")


def upload(emulator, kind: str, content: bytes, name: str = "a.pdf", field: str = "file") -> Answer:
    head = f'--b\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode()
    headers = {"access_token": TOKEN, "Content-Type": "multipart/form-data; boundary=b"}
    return call(emulator, "POST", f"/v2.0/oa/upload/{kind}", head + content + b"\r\n--b--\r\n", **headers)


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
    """A web server on a free port; ``status`` is what it answers, after ``pause`` seconds."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.status, self.pause = 200, 0.0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                outer.calls.append(Call(raw, {k.lower(): v for k, v in self.headers.items()}))
                time.sleep(outer.pause)
                self.send_response(outer.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_words: Any) -> None:
                pass

        class Server(ThreadingHTTPServer):
            request_queue_size = 128

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhooks/zalo/"

    def __enter__(self) -> Self:
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def named(self, name: str) -> list[Call]:
        return [c for c in self.calls if c.raw and c.event.get("event_name") == name]


def printed(file: str, name: str) -> Any:
    """An example as Zalo's pages (and those who copied them) print it."""
    return json.loads((Path(__file__).parent / "golden" / f"{file}.json").read_text(encoding="utf-8"))[name]


def same(told: Any, example: Any, where: str = "") -> None:
    """Key by key and kind by kind; every element of a list is held against the first that is printed."""
    assert type(told) is type(example), f"{where}: {type(told).__name__} instead of {type(example).__name__}"
    if isinstance(example, dict):
        assert set(told) == set(example), f"{where}: {sorted(set(told) ^ set(example))}"
        for name, value in example.items():
            same(told[name], value, f"{where}.{name}")
    elif isinstance(example, list) and example:
        assert told, f"{where} is empty"
        for value in told:
            same(value, example[0], where)


def agrees(told: Any, file: str, name: str) -> None:
    """An answer has the shape of the printed one, and its very words where they are fixed."""
    example = printed(file, name)
    same(told, example)
    assert told["error"] == example["error"] and told.get("message") == example.get("message")
