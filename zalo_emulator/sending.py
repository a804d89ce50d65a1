"""A message arrives at a phone, and the receipt follows."""

from typing import Any

from zalo_emulator import showing, webhooks
from zalo_emulator.content import Content
from zalo_emulator.events import echo, received
from zalo_emulator.model import OfficialAccount, Person, Sent, Template
from zalo_emulator.world import World


def arrive_template(
    world: World, oa: OfficialAccount, person: Person, template: Template, data: dict[str, Any], *, channel: str,
    tracking_id: str = "", recipient: str = "",
) -> Sent:  # fmt: skip
    """A template stands on the phone: its table, its buttons, who it was for."""
    sent = Sent(
        world.hex(), world.clock.now(), channel, oa.oa_id, person.id, person.phone, tracking_id, template.template_id,
        data, "", world.last_number + 1, None, recipient, "template",
        template.price if channel == "phone" else template.price_uid,
    )  # fmt: skip
    return _arrive(world, oa, person, sent, line_of(sent))


def arrive(world: World, oa: OfficialAccount, person: Person, content: Content, **more: Any) -> Sent:
    """A free message stands on the phone. ``more`` goes with the line (anonymous talk)."""
    sent = Sent(
        world.hex(), world.clock.now(), "cs", oa.oa_id, person.id, person.phone, "", "", {}, content.text,
        world.last_number + 1, None, "", content.kind,
    )  # fmt: skip
    return _arrive(world, oa, person, sent, {**_line(sent), **content.shown(), **more})


def line_of(sent: Sent) -> dict[str, Any]:
    """A template as a line of the talk; :mod:`showing` fills it."""
    return {
        "from": "oa", "at": sent.at, "id": sent.id, "channel": sent.channel, "kind": "template",
        "template_id": sent.template_id, "data": sent.data,
    }  # fmt: skip


def _line(sent: Sent) -> dict[str, Any]:
    return {
        "from": "oa", "text": sent.text, "at": sent.at, "id": sent.id, "channel": sent.channel, "kind": sent.kind,
    }  # fmt: skip


def _arrive(world: World, oa: OfficialAccount, person: Person, sent: Sent, line: dict[str, Any]) -> Sent:
    tie = world.tie(person, oa)
    world.keep_message(sent)
    world.write_line(person, oa.oa_id, line)
    if sent.channel != "phone" and world.app.webhook_url:
        webhooks.enqueue(world, oa, echo(world, oa, tie, sent, line, showing.text(world, sent)), after=world.echo_delay)
    if world.receipt_delay >= 0:
        schedule_receipt(world, oa, person, sent)
    return sent


def schedule_receipt(world: World, oa: OfficialAccount, person: Person, sent: Sent) -> None:
    """Let the phone say, after the delay, that it has the message."""

    async def receipt() -> None:
        sent.delivered_at = world.clock.now()
        world.delivered += 1
        if world.store:
            world.store.message(sent)
        world.tell(person.id)
        if world.app.webhook_url:
            event = received(world, oa, world.tie(person, oa), sent)
            webhooks.enqueue(world, oa, event, zns=sent.channel == "phone")
        world.flush()

    world.clock.later(world.receipt_delay, receipt)
