"""Faults as the control API shows them."""

import dataclasses
from typing import Any

from zalo_emulator import faults
from zalo_emulator.wire import Response, answer
from zalo_emulator.world import World


def listed(world: World) -> Response:
    return answer([dataclasses.asdict(f) for f in world.faults])


def added(world: World, data: dict[str, Any]) -> Response:
    """One fault; ValueError for one that makes no sense."""
    return answer(dataclasses.asdict(faults.add(world, data)))


def cleared(world: World) -> Response:
    world.faults.clear()
    return answer({"ok": True})
