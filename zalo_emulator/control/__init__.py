"""``/__emu/``: what tests and demonstrations steer and see. Not part of Zalo's protocol."""

import json
from typing import Any

from zalo_emulator.control import messages, misfortune, persons, things, time_travel, webhook
from zalo_emulator.wire import Request, Response, answer
from zalo_emulator.world import World

__all__ = ["handle"]


def _json(request: Request) -> dict[str, Any]:
    data = request.json()
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ValueError("body must be an object")
    return data


async def handle(world: World, request: Request, parts: list[str]) -> Response:
    """Everything under ``/__emu/``; 400 with a reason for what does not fit, 404 for what is not there."""
    try:
        found = await _route(world, request, [p for p in parts if p])
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        what = f"missing {error}" if isinstance(error, KeyError) else str(error)
        return Response(400, json.dumps({"detail": what}, ensure_ascii=False).encode())
    if request.method != "GET":
        world.dirty = True
    return found or Response(404, b'{"detail":"unknown"}')


async def _route(world: World, request: Request, parts: list[str]) -> Response | None:
    """Finds the call; None: there is no such call."""
    match request.method, parts:
        case "GET", ["messages"]:
            return messages.listed(world, request.query)
        case "GET", ["stats"]:
            return messages.stats(world, request.query)
        case "GET", ["world"]:
            return things.world_as_json(world)
        case "GET", ["faults"]:
            return misfortune.listed(world)
        case "POST", ["faults"]:
            return misfortune.added(world, _json(request))
        case "DELETE", ["faults"]:
            world.faults.clear()
            return answer({"ok": True})
        case "GET", ["clock"]:
            return time_travel.shown(world)
        case "POST", ["clock"]:
            return time_travel.moved(world, _json(request))
        case "GET", ["people"]:
            return persons.listed(world, request.query)
        case "POST", ["people"]:
            return persons.added(world, _json(request))
        case "GET", ["people", person_id]:
            return persons.shown(world, person_id)
        case "POST", ["people", person_id, verb]:
            return await persons.act(world, person_id, verb, _json(request))
        case "POST", ["apps"]:
            return things.set_app(world, _json(request))
        case "POST", ["oas", *key]:
            return await things.set_oa(world, "".join(key), _json(request))
        case "POST", ["templates"]:
            return await things.set_template(world, _json(request))
        case "POST", ["modes"]:
            return things.set_modes(world, _json(request))
        case "GET", ["webhook"]:
            return webhook.shown(world)
        case "POST", ["webhook"]:
            return await webhook.saved(world, _json(request))
        case "POST", ["webhook", "test"]:
            return await webhook.tested(world, _json(request))
        case "GET", ["webhook", "deliveries"]:
            return webhook.deliveries(world, request.query)
        case "POST", ["reset"]:
            return things.reset(world)
    return None
