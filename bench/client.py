"""A load generator in a process of its own: so many prepared requests over so many kept connections.

``python -m bench.client FILE``: the file holds ``{"port", "connections", "requests": [[head, body, must]]}``; printed is
``{"seconds", "times": [ms], "wrong": [first wrong answers]}``. An answer is right if it is 200 and contains ``must``.
Blocking sockets in threads would fight for the interpreter; one event loop with bare protocols costs about 60 µs a
request, the same for everything that is compared.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any


class Talk(asyncio.Protocol):
    """One connection: sends the next request when the answer to the last one is complete."""

    def __init__(self, work: "Work") -> None:
        self.work = work
        self.buffer = bytearray()
        self.needed = 0
        self.must = b""
        self.began = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport
        self.next()

    def next(self) -> None:
        request = self.work.take()
        if request is None:
            self.transport.close()
            return
        wire, self.must = request
        self.buffer.clear()
        self.needed = 0
        self.began = time.perf_counter()
        self.transport.write(wire)

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.needed:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            head = bytes(self.buffer[:end]).lower()
            at = head.find(b"content-length:")
            length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else -1  # -1: in chunks
            self.needed = end + 4 + length if length >= 0 else -1
        if len(self.buffer) >= self.needed > 0 or (self.needed < 0 and self.buffer.endswith(b"\r\n0\r\n\r\n")):
            self.work.note(time.perf_counter() - self.began, bytes(self.buffer), self.must)
            self.next()

    def connection_lost(self, error: Exception | None) -> None:
        self.work.left(error)


class Work:
    """The requests that are still to be sent, and what came of the others."""

    def __init__(self, requests: list[list[str]], connections: int) -> None:
        self.requests = iter([((head + body).encode(), must.encode()) for head, body, must in requests])
        self.open = connections
        self.times: list[float] = []
        self.wrong: list[str] = []
        self.done = asyncio.get_running_loop().create_future()

    def take(self) -> tuple[bytes, bytes] | None:
        return next(self.requests, None)

    def note(self, seconds: float, answer: bytes, must: bytes) -> None:
        self.times.append(round(seconds * 1000, 3))
        if not answer.startswith(b"HTTP/1.1 200") or must not in answer:
            self.wrong.append(answer[:300].decode(errors="replace"))

    def left(self, error: Exception | None) -> None:
        if error is not None:
            self.wrong.append(f"connection lost: {error}")
        self.open -= 1
        if not self.open and not self.done.done():
            self.done.set_result(None)


async def run(plan: dict[str, Any]) -> dict[str, Any]:
    """Send everything; what was measured."""
    loop, work = asyncio.get_running_loop(), Work(plan["requests"], plan["connections"])
    began = time.perf_counter()
    for _n in range(plan["connections"]):
        await loop.create_connection(lambda: Talk(work), "127.0.0.1", plan["port"])
    await asyncio.wait_for(work.done, plan.get("patience", 300))
    seconds = time.perf_counter() - began
    return {"seconds": seconds, "times": work.times, "wrong": work.wrong[:5], "wrong_count": len(work.wrong)}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(json.loads(Path(sys.argv[1]).read_text())))))
