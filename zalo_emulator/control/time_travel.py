"""The virtual clock from outside."""

from datetime import datetime, timedelta, timezone
from typing import Any

from zalo_emulator.fields import Fields
from zalo_emulator.wire import Response, answer
from zalo_emulator.world import World

VIETNAM = timezone(timedelta(hours=7))
LATEST = 10**11  # in the year 5138


def shown(world: World) -> Response:
    now = world.clock.now()
    local = datetime.fromtimestamp(now, VIETNAM).isoformat(timespec="seconds")
    return answer({"now": now, "local": local, "offset": world.clock.offset})


def moved(world: World, data: dict[str, Any]) -> Response:
    """``{"advance": seconds}`` or ``{"set": epoch seconds or ISO time}``; ``{"advance": 0}`` changes nothing."""
    given = Fields(data)
    given.only("advance", "set")
    if "advance" in given and "set" not in given:
        seconds = given.number("advance", low=-LATEST, high=LATEST)
        if not 0 <= world.clock.now() + seconds < LATEST:
            raise ValueError("advance is too far")
        world.clock.advance(seconds)
    elif "set" in given and "advance" not in given:
        world.clock.set(_epoch(given, data["set"]))
    else:
        raise ValueError("advance or set")
    world.changed("clock")
    world.tell("*")
    return shown(world)


def _epoch(given: Fields, value: Any) -> float:
    if isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value)
            value = (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)).timestamp()
        except (ValueError, OverflowError) as bad:
            raise ValueError("set is seconds or an ISO time") from bad
        if not 0 <= value < LATEST:
            raise ValueError("set is out of range")
        return float(value)
    return given.number("set", high=LATEST - 1)
