"""Scripted misfortune: for the next calls, for a time, or by chance."""

import asyncio
from dataclasses import dataclass
from typing import Any

from zalo_emulator import gate, oauth
from zalo_emulator.business import phone_of
from zalo_emulator.fields import Fields
from zalo_emulator.wire import TEXT, Request, Response, error
from zalo_emulator.world import World

KINDS = {
    "code": "an error code of Zalo, with HTTP 200 (`code`, `message`)",
    "http": "an HTTP status with a page of HTML (`status`: 500, 502, 503 …)",
    "http_after": "it is done, and the answer is an HTTP status with a page of HTML (`status`)",
    "hang_before": "nothing is done, and the answer takes `seconds`",
    "hang_after": "it is done, and the answer takes `seconds`",
    "cut_before": "nothing is done, and the connection breaks within the answer",
    "cut": "it is done, and the connection breaks within the answer",
    "slow": "it is done after `seconds`",
    "truncate": "it is done, and the answer is half of its JSON",
    "empty": "it is done, and the answer has no body",
    "no_error_member": "OAuth's failure without its `error`",
}
MOST = 200  # scripts at once
NAMES = ("kind", "code", "status", "seconds", "message", "path", "contains", "oa", "phone", "times", "for", "chance")


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
        if self.contains and self.contains.encode(errors="replace") not in request.body:
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
    given = Fields(spec)
    kind = given.text("kind", "")
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}")
    given.only(*NAMES)
    if len(world.faults) >= MOST:
        raise ValueError(f"{MOST} faults are enough; DELETE clears them")
    fault = Fault(
        kind, given.count("code", -100, -10**6, 10**6), given.count("status", 500, 400, 599),
        given.number("seconds", 30.0, 0, 86_400), given.text("message", "Injected"), given.text("path", ""),
        given.text("contains", ""), _oa_id(world, given.text("oa", "")), given.text("phone", "").lstrip("+"),
        given.count("times") if spec.get("times") is not None else None,
        world.clock.now() + given.number("for") if "for" in given else None, given.number("chance", 1.0, 0, 1),
    )  # fmt: skip
    world.faults.append(fault)
    return fault


def _oa_id(world: World, key: str) -> str:
    if not key:
        return ""
    found = next((o.oa_id for o in world.oas.values() if key in (o.oa_id, o.province)), None)
    if found is None:
        raise ValueError("no such oa")
    return found


def matching(world: World, request: Request) -> Fault | None:
    """The first fault that strikes this request (and is counted)."""
    fault: Fault | None = next((f for f in world.faults if f.wants(world, request)), None)
    if fault is not None:
        fault.hits += 1
    return fault


async def before(world: World, fault: Fault, path: str) -> Response | None:
    """What happens in place of the real handling; None: it is handled, and :func:`after` follows."""
    if fault.kind == "code" and path.startswith(("/v2.0/oa/", "/v3.0/oa/")):
        return gate.limits(world, gate.counted(world) or error(fault.code, fault.message, TEXT))
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
    elif fault.kind == "http_after":
        return Response(fault.status, b"<html>error</html>", "text/html")
    elif fault.kind == "truncate":
        response.body = response.body[: len(response.body) // 2]
    elif fault.kind == "empty":
        response.body = b""
    elif fault.kind == "cut":
        response.cut = True
    return response
