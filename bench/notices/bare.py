"""The limit: one aiohttp loop, 64 in flight, nothing read and nothing written but the answers in memory.

``python -m bench.notices.bare FILE``: the file holds ``{"url", "token", "bodies": [text]}``; printed is
``{"seconds", "accepted"}``.
"""

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp

IN_FLIGHT = 64


async def _lane(http: aiohttp.ClientSession, url: str, token: str, bodies: Iterator[bytes]) -> int:
    accepted = 0
    headers = {"access_token": token, "Content-Type": "application/json"}
    for body in bodies:
        async with http.post(url, data=body, headers=headers) as answer:
            accepted += json.loads(await answer.read())["error"] == 0
    return accepted


async def run(plan: dict[str, Any]) -> dict[str, Any]:
    """Send them all; how long it took and how many were taken."""
    bodies = iter([body.encode() for body in plan["bodies"]])
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=IN_FLIGHT)) as http:
        began = time.perf_counter()
        lanes = [_lane(http, plan["url"], plan["token"], bodies) for _n in range(IN_FLIGHT)]
        accepted = sum(await asyncio.gather(*lanes))
        return {"seconds": time.perf_counter() - began, "accepted": accepted}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(run(json.loads(Path(sys.argv[1]).read_text())))))
