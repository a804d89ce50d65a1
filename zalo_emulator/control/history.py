"""Messages that stand on the phones already when a demonstration begins."""

from typing import Any

from zalo_emulator.control.persons import account
from zalo_emulator.fields import Fields
from zalo_emulator.model import Sent
from zalo_emulator.sending import line_of
from zalo_emulator.wire import Response, answer
from zalo_emulator.world import World

_CHANNELS = ("phone", "uid")
_NAMES = (
    "id", "oa", "person", "channel", "template_id", "data", "at", "delivered_at", "tracking_id", "seen",
)  # fmt: skip


def put(world: World, data: dict[str, Any]) -> Response:
    """Let templates have arrived in the past: ``{"messages": [{"id", "oa", "person", "channel", "template_id", "data", "at",
    "delivered_at"?, "tracking_id"?, "seen"?}]}``, times as epoch seconds. All or none; nothing is told to the webhook and
    nothing is charged. A message whose ``id`` is there already is left as it is.
    """
    entries = data.get("messages")
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise ValueError("messages is a list of objects")
    read = [_read(world, Fields(e)) for e in entries]
    fresh = {sent.id: (sent, seen) for sent, seen in read if sent.id not in world.by_message}
    for sent, seen in sorted(fresh.values(), key=lambda pair: pair[0].at):
        _place(world, sent, seen=seen)
    for person_id, oa_id in {(sent.person_id, sent.oa_id) for sent, _seen in fresh.values()}:
        world.people[person_id].ties[oa_id].log.sort(key=lambda line: float(line["at"]))
    world.tell("*")
    return answer({"messages": len(fresh)})


def _read(world: World, given: Fields) -> tuple[Sent, bool]:
    given.only(*_NAMES)
    oa = account(world, given.text("oa"))
    person, template = world.people.get(given.text("person")), world.templates.get(given.text("template_id"))
    if person is None or template is None or template.oa_id != oa.oa_id:
        raise ValueError("no such person, or no such template of this oa")
    channel = given.text("channel")
    if channel not in _CHANNELS:
        raise ValueError("channel is phone or uid")
    values = {name: str(given.object("data").get(name, "")) for name in template.params}
    sent = Sent(
        given.text("id"), given.number("at"), channel, oa.oa_id, person.id, person.phone,
        given.text("tracking_id", ""), template.template_id, values, "", 0,
        given.number("delivered_at", high=1e12) if given.has("delivered_at") else None, person.phone, "template",
    )  # fmt: skip
    return sent, given.flag("seen")


def _place(world: World, sent: Sent, *, seen: bool) -> None:
    person, oa = world.people[sent.person_id], world.oas[sent.oa_id]
    world.tie(person, oa)
    sent.number = world.last_number + 1
    world.keep_message(sent)
    world.delivered += sent.delivered_at is not None
    line = line_of(sent)
    world.write_line(person, oa.oa_id, {**line, **({"seen": True} if seen else {})})
