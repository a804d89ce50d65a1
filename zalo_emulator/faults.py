"""Scripted misfortune: for the next calls, for a time, or by chance."""

import asyncio
from dataclasses import dataclass
from typing import Any

from zalo_emulator.wire import Request, Response, error
from zalo_emulator.world import World

KINDS = ("code", "http", "hang_after", "hang_before", "cut", "cut_before", "slow", "truncate", "no_error_member")


@dataclass
class Fault:
    """What goes wrong (``kind``), where (``path``, ``contains``) and how often (``times``, ``until``, ``chance``)."""

    kind: str
    code: int = -100
    status: int = 500
    seconds: float = 30.0
    message: str = "Injected"
    path: str = ""
    contains: str = ""
    times: int | None = None
    until: float | None = None
    chance: float = 1.0
    hits: int = 0

    def wants(self, world: World, request: Request) -> bool:
        if self.times is not None and self.hits >= self.times:
            return False
        if self.until is not None and world.clock.now() > self.until:
            return False
        if self.path and self.path not in request.path:
            return False
        if self.contains and self.contains.encode() not in request.body:
            return False
        return self.chance >= 1 or world.chance.random() < self.chance


def add(world: World, spec: dict[str, Any]) -> Fault:
    """A fault from the control API; ValueError says what is wrong with it."""
    if spec.get("kind") not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}")
    known = {k: v for k, v in spec.items() if k in Fault.__dataclass_fields__ and k not in ("hits", "until")}
    if "for" in spec:
        known["until"] = world.clock.now() + float(spec["for"])
    fault = Fault(**known)
    world.faults.append(fault)
    return fault


def matching(world: World, request: Request) -> Fault | None:
    for fault in world.faults:
        if fault.wants(world, request):
            fault.hits += 1
            return fault
    return None


async def before(fault: Fault) -> Response | None:
    """What happens in place of the real handling; None: it is handled, and :func:`after` follows."""
    if fault.kind == "code":
        return error(fault.code, fault.message)
    if fault.kind == "http":
        return Response(fault.status, b"<html>error</html>", "text/html")
    if fault.kind == "cut_before":
        return Response(200, b'{"error":0,"message":"Success"}', cut=True)
    if fault.kind == "hang_before":
        await asyncio.sleep(fault.seconds)
        return Response(504, b"", "text/html")
    if fault.kind == "no_error_member":
        return Response(200, b'{"error_name":"invalid_grant","error_reason":"injected","ref_doc":""}')
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    return None


async def after(fault: Fault, response: Response) -> Response:
    """What becomes of a real answer on its way back."""
    if fault.kind == "hang_after":
        await asyncio.sleep(fault.seconds)
    elif fault.kind == "truncate":
        response.body = response.body[: len(response.body) // 2]
    elif fault.kind == "cut":
        response.cut = True
    return response
