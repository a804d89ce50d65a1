"""``/__emu/``: what tests and demonstrations steer and see."""

import dataclasses
import json
from typing import Any

from zalo_emulator import faults, people, webhooks
from zalo_emulator.seed import default_world
from zalo_emulator.wire import Request, Response, answer
from zalo_emulator.world import OfficialAccount, Person, Sent, Template, World


class BadRequest(ValueError):
    """The call does not fit; the text says why."""


def _json(request: Request) -> dict[str, Any]:
    try:
        data = request.json() or {}
    except ValueError as error:
        raise BadRequest("body is not JSON") from error
    if not isinstance(data, dict):
        raise BadRequest("body must be an object")
    return data


def _message(sent: Sent) -> dict[str, Any]:
    return dataclasses.asdict(sent)


def _person(world: World, person: Person) -> dict[str, Any]:
    data = dataclasses.asdict(person)
    data["refused_oas"] = sorted(person.refused_oas)
    return data


def _oa(world: World, key: str | None) -> OfficialAccount:
    for oa in world.oas.values():
        if key in (None, "", oa.oa_id, oa.province):
            return oa
    raise BadRequest("no such oa")


async def handle(world: World, request: Request, parts: list[str]) -> Response:
    """Everything under ``/__emu/``; 400 with a reason for what does not fit."""
    try:
        found = await _route(world, request, parts)
    except (BadRequest, ValueError, TypeError, KeyError) as error:
        return Response(400, json.dumps({"detail": str(error)}, ensure_ascii=False).encode())
    return found or Response(404, b'{"detail":"unknown"}')


async def _route(world: World, request: Request, parts: list[str]) -> Response | None:
    match request.method, parts:
        case "GET", ["messages"]:
            return _messages(world, request.query)
        case "GET", ["stats"]:
            return _stats(world)
        case "GET", ["world"]:
            return _world(world)
        case "GET", ["faults"]:
            return answer([dataclasses.asdict(f) for f in world.faults])
        case "POST", ["faults"]:
            return answer(dataclasses.asdict(faults.add(world, _json(request))))
        case "DELETE", ["faults"]:
            world.faults.clear()
            return answer({"ok": True})
        case "GET", ["clock"]:
            return answer({"now": world.clock.now(), "offset": world.clock.offset})
        case "POST", ["clock"]:
            return _clock(world, _json(request))
        case "GET", ["people"]:
            return answer([_person(world, p) for p in world.people.values()])
        case "POST", ["people"]:
            return _new_people(world, _json(request))
        case "POST", ["people", person_id, verb]:
            return await _act(world, person_id, verb, _json(request))
        case "POST", ["templates"]:
            return _template(world, _json(request))
        case "POST", ["oas", key]:
            return _set(_oa(world, key), _json(request))
        case "GET", ["webhook"]:
            app = world.app
            return answer({"url": app.webhook_url, "enabled": app.webhook_enabled, "notices": world.notices})
        case "POST", ["webhook"]:
            return await _webhook(world, _json(request))
        case "GET", ["webhook", "deliveries"]:
            return answer(list(world.deliveries)[-1000:])
        case "POST", ["reset"]:
            return _reset(world)
    return None


def _messages(world: World, query: dict[str, str]) -> Response:
    rows = world.messages
    if "phone" in query:
        wanted = query["phone"].strip().lstrip("+")
        rows = [m for m in rows if m.phone == wanted]
    if "person" in query:
        rows = [m for m in rows if m.person_id == query["person"]]
    if "tracking_id" in query:
        rows = [m for m in rows if m.tracking_id.startswith(query["tracking_id"])]
    if "since" in query:
        rows = [m for m in rows if m.at >= float(query["since"])]
    limit = int(query.get("limit", "1000"))
    return answer([_message(m) for m in rows[-limit:]])


def _stats(world: World) -> Response:
    by_tracking: dict[str, int] = {}
    for m in world.messages:
        by_tracking[m.tracking_id] = by_tracking.get(m.tracking_id, 0) + 1
    return answer({"sent": len(world.messages), "unique": len(by_tracking), "delivered": sum(m.delivered_at is not None for m in world.messages)})


def _world(world: World) -> Response:
    return answer(
        {
            "app_id": world.app.app_id, "app_secret": world.app.app_secret,
            "oas": [
                {
                    "oa_id": o.oa_id, "name": o.name, "province": o.province, "oa_secret": o.oa_secret,
                    "refresh_token": o.grant.refresh_token if o.grant else "",
                    "templates": {
                        ("phone" if t.by_phone else "uid"): t.template_id
                        for t in world.templates.values() if t.oa_id == o.oa_id
                    },
                }
                for o in world.oas.values()
            ],
            "people": [{"id": p.id, "name": p.name, "phone": p.phone} for p in world.people.values()],
        }
    )  # fmt: skip


def _clock(world: World, data: dict[str, Any]) -> Response:
    if "advance" in data:
        world.clock.advance(float(data["advance"]))
    elif "set" in data:
        world.clock.set(float(data["set"]))
    else:
        raise BadRequest("advance or set")
    return answer({"now": world.clock.now()})


def _new_people(world: World, data: dict[str, Any]) -> Response:
    entries = data.get("people", [data])
    for entry in entries:
        known = {k: v for k, v in entry.items() if k in Person.__dataclass_fields__ and k != "ties"}
        known["phone"] = str(known.get("phone", "")).lstrip("+")
        if not known["phone"].startswith("84"):
            raise BadRequest("phone must be 84…")
        if known["phone"] in world.by_phone:
            continue
        known.setdefault("id", f"p{len(world.people) + 1:02}")
        known.setdefault("name", known["id"])
        known["refused_oas"] = set(known.get("refused_oas", ()))
        world.add_person(Person(**known))
    return answer({"people": len(world.people)})


async def _act(world: World, person_id: str, verb: str, data: dict[str, Any]) -> Response:
    person = world.people.get(person_id)
    if person is None:
        raise BadRequest("no such person")
    oa = _oa(world, data.get("oa"))
    match verb:
        case "say" | "tap":
            text = str(data.get("text", ""))
            if not text:
                raise BadRequest("text is empty")
            return answer({"msg_id": await people.say(world, person, oa, text, hidden=bool(data.get("hidden")))})
        case "follow" | "unfollow":
            await people.follow(world, person, oa, verb == "follow")
        case "attach":
            await people.attach(world, person, oa, str(data["kind"]), dict(data.get("payload", {})))
        case "seen":
            await people.seen(world, person, oa)
        case "submit-info":
            await people.submit_info(world, person, oa, dict(data.get("info", {})))
        case "withdraw":
            await people.withdraw(world, person, oa)
        case "block" | "unblock":
            people.block(world, person, oa, verb == "block")
        case "human":
            await people.human_answer(world, person, oa, str(data.get("text", "")))
        case "set":
            for name in ("has_zalo", "can_receive", "inactive", "name"):
                if name in data:
                    setattr(person, name, data[name])
        case _:
            raise BadRequest("unknown verb")
    tie = world.tie(person, oa)
    return answer({"ok": True, "user_id": tie.user_id, "user_id_by_app": tie.user_id_by_app})


def _template(world: World, data: dict[str, Any]) -> Response:
    key = str(data.get("template_id", ""))
    if key in world.templates:
        return _set(world.templates[key], data)
    known = {k: v for k, v in data.items() if k in Template.__dataclass_fields__}
    known["oa_id"] = _oa(world, data.get("oa_id")).oa_id
    world.templates[key] = Template(**known)
    return answer({"ok": True})


def _set(thing: Any, data: dict[str, Any]) -> Response:
    for name, value in data.items():
        if hasattr(thing, name):
            setattr(thing, name, value)
    return answer({"ok": True})


async def _webhook(world: World, data: dict[str, Any]) -> Response:
    """Save the address (Zalo probes it unsigned first), switch events, receipts and their delay."""
    statuses: list[int] = []
    if "url" in data:
        for raw in (b"{}", b""):
            statuses.append(await webhooks.post(str(data["url"]), raw, {"Content-Type": "application/json"}))
        if data.get("probe", True) and statuses != [200, 200]:
            raise BadRequest(f"probe answered {statuses}")
        world.app.webhook_url, world.app.webhook_enabled, world.app.fail_count = str(data["url"]), True, 0
    if "receipt_delay" in data:
        world.receipt_delay = float(data["receipt_delay"])
    if "events_off" in data:
        world.app.events_off = set(data["events_off"])
    return answer({"url": world.app.webhook_url, "probe": statuses})


def _reset(world: World) -> Response:
    fresh = default_world()
    for name in ("oas", "people", "templates", "by_phone", "by_user", "by_token"):
        setattr(world, name, getattr(fresh, name))
    world.messages.clear()
    world.by_message.clear()
    world.faults.clear()
    world.deliveries.clear()
    world.clock.offset = 0.0
    world.clock.forget_jobs()
    world.notices.clear()
    return answer({"ok": True})
