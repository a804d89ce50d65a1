"""A tiny stand-in for the platform, scripted per test: what it was asked, and what it answers."""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs


class FakeZalo:
    """Serves OAuth with single-use refresh tokens, and answers other paths by script."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.refresh_token = "rt-0"
        self.spent: list[str] = []
        self.refused: list[str] = []
        self.calls: list[tuple[str, str, dict[str, str], bytes]] = []
        self.script: list[tuple[int, bytes] | Callable[[Any], None]] = []
        self.oauth_script: list[tuple[int, bytes] | Callable[[Any], None]] = []
        self.delay = 0.0
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            timeout = 3.0  # an idle connection is closed after so many seconds

            def log_message(self, *args: Any) -> None:
                pass

            def answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "text/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                with fake.lock:
                    fake.calls.append((self.command, self.path, dict(self.headers), body))
                if self.path.startswith("/v4/oa/access_token"):
                    fake._oauth(self, body)
                    return
                with fake.lock:
                    step = fake.script.pop(0) if fake.script else (200, b'{"error":0,"message":"Success","data":{}}')
                step(self) if callable(step) else self.answer(*step)

            do_GET = do_POST = handle_any  # noqa: N815

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def _oauth(self, handler: Any, body: bytes) -> None:
        time.sleep(self.delay)
        with self.lock:
            step = self.oauth_script.pop(0) if self.oauth_script else None
            given = parse_qs(body.decode())["refresh_token"][0]
            if step is None and given == self.refresh_token:
                self.spent.append(given)
                number = len(self.spent)
                self.refresh_token = f"rt-{number}"
                pair = {
                    "access_token": f"at-{number}",
                    "refresh_token": f"rt-{number}",
                    "expires_in": "90000",
                }
                step = (200, json.dumps(pair).encode())
            elif step is None:
                self.refused.append(given)
                step = (200, b'{"error_name":"Invalid refresh token","error":-14014}')
        step(handler) if callable(step) else handler.answer(*step)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def hang_up(handler: Any) -> None:
    """Accept the request and cut the connection without an answer."""
    handler.close_connection = True
    handler.connection.close()
