"""Scripted misfortune: for the next calls, for a time, or by chance."""

import asyncio
from dataclasses import dataclass
from typing import Any

from zalo_emulator import oauth
from zalo_emulator.business import phone_of
from zalo_emulator.wire import Request, Response, error
from zalo_emulator.world import World

KINDS = {
    "code": "an error code of Zalo, with HTTP 200 (`code`, `message`)",
    "http": "an HTTP status with a page of HTML (`status`: 500, 502, 503 …)",
    "hang_before": "nothing is done, and the answer takes `seconds`",
    "hang_after": "it is done, and the answer takes `seconds`",
    "cut_before": "nothing is done, and the connection breaks within the answer",
    "cut": "it is done, and the connection breaks within the answer",
    "slow": "it is done after `seconds`",
    "truncate": "it is done, and the answer is half of its JSON",
    "empty": "it is done, and the answer has no body",
    "no_error_member": "OAuth's failure without its `error`",
}
_NUMBERS: dict[str, type[int] | type[float]] = {
    "code": int,
    "status": int,
    "seconds": float,
    "times": int,
    "chance": float,
}


@dataclass
class Fault:
    """What goes wrong (``kind``), where (``path``, ``contains``, ``oa``, ``phone``) and how often."""

    kind: str
    code: int = -100
    status: int = 500
    seconds: float = 30.0
    message: str = "Injected"
    path: str = ""
    contains: str = ""
    oa: str = ""
    phone: str = ""
    times: int | None = None
    until: float | None = None
    chance: float = 1.0
    hits: int = 0

    def wants(self, world: World, request: Request) -> bool:
        """Whether it strikes this request."""
        if self.times is not None and self.hits >= self.times:
            return False
        if self.until is not None and world.clock.now() > self.until:
            return False
        if self.path and self.path not in request.path:
            return False
        if self.contains and self.contains.encode() not in request.body:
            return False
        if self.phone and _phone(request) != self.phone:
            return False
        if self.oa and _account(world, request) != self.oa:
            return False
        return self.chance >= 1 or world.chance.random() < self.chance


def _phone(request: Request) -> str | None:
    try:
        body = request.json()
    except ValueError:
        return None
    return phone_of(body.get("phone")) if isinstance(body, dict) else None


def _account(world: World, request: Request) -> str:
    oa, _expired = oauth.account_of(world, request.header("access_token"))
    return oa.oa_id if oa else ""


def add(world: World, spec: dict[str, Any]) -> Fault:
    """A fault from the control API; ValueError says what is wrong with it."""
    if spec.get("kind") not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}")
    known = set(Fault.__dataclass_fields__) - {"hits", "until"}
    if strange := set(spec) - known - {"for"}:
        raise ValueError(f"unknown: {', '.join(sorted(strange))}")
    values: dict[str, Any] = {}
    for name, value in spec.items():
        if name == "for":
            values["until"] = world.clock.now() + float(value)
        elif name in _NUMBERS:
            values[name] = None if value is None and name == "times" else _NUMBERS[name](value)
        else:
            values[name] = str(value)
    values["phone"] = str(spec.get("phone", "")).lstrip("+")
    if oa := values.get("oa"):
        values["oa"] = next((o.oa_id for o in world.oas.values() if oa in (o.oa_id, o.province)), oa)
    fault = Fault(**values)
    world.faults.append(fault)
    return fault


def matching(world: World, request: Request) -> Fault | None:
    """The first fault that strikes this request (and is counted)."""
    fault: Fault | None = next((f for f in world.faults if f.wants(world, request)), None)
    if fault is not None:
        fault.hits += 1
    return fault


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
    elif fault.kind == "empty":
        response.body = b""
    elif fault.kind == "cut":
        response.cut = True
    return response
