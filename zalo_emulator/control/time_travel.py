"""The virtual clock from outside."""

import math
from datetime import datetime, timedelta, timezone
from typing import Any

from zalo_emulator.wire import Response, answer
from zalo_emulator.world import World

VIETNAM = timezone(timedelta(hours=7))
FARTHEST = 100 * 366 * 86_400.0


def shown(world: World) -> Response:
    now = world.clock.now()
    local = datetime.fromtimestamp(now, VIETNAM).isoformat(timespec="seconds")
    return answer({"now": now, "local": local, "offset": world.clock.offset})


def moved(world: World, data: dict[str, Any]) -> Response:
    """``{"advance": seconds}`` or ``{"set": epoch seconds or ISO time}``."""
    if "advance" in data:
        seconds = float(data["advance"])
        if not math.isfinite(seconds) or abs(seconds) > FARTHEST:
            raise ValueError("advance is too far")
        world.clock.advance(seconds)
    elif "set" in data:
        world.clock.set(_epoch(data["set"]))
    else:
        raise ValueError("advance or set")
    world.tell("*")
    return shown(world)


def _epoch(value: Any) -> float:
    if isinstance(value, str):
        moment = datetime.fromisoformat(value)
        return (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)).timestamp()
    seconds = float(value)
    if not 0 <= seconds < 10**11:
        raise ValueError("set is out of range")
    return seconds
