"""A message arrives at a phone, and the receipt follows."""

from typing import Any

from zalo_emulator import webhooks
from zalo_emulator.events import echo, received
from zalo_emulator.model import OfficialAccount, Person, Sent, Template
from zalo_emulator.templating import filled
from zalo_emulator.world import World


def arrive(
    world: World, oa: OfficialAccount, person: Person, *, channel: str, text: str, data: dict[str, Any] | None = None,
    template: Template | None = None, tracking_id: str = "", buttons: list[dict[str, Any]] | None = None,
    recipient: str = "", kind: str = "text",
) -> Sent:  # fmt: skip
    """Put a message on the phone, schedule the receipt and the echo; gives the message."""
    sent = Sent(
        world.hex(), world.clock.now(), channel, oa.oa_id, person.id, person.phone, tracking_id,
        template.template_id if template else "", data or {}, text, len(world.messages) + 1, None, recipient, kind,
    )  # fmt: skip
    world.messages.append(sent)
    world.by_message[sent.id] = sent
    tie = world.tie(person, oa)
    tie.log.append(
        {
            "from": "oa", "text": text, "at": sent.at, "id": sent.id, "channel": channel, "kind": kind,
            "title": template.name if template else "",
            "buttons": buttons if buttons is not None else _buttons(template, data or {}),
        }
    )  # fmt: skip
    world.tell(person.id)
    if channel != "phone":
        webhooks.later(world, world.echo_delay, oa, lambda: echo(world, oa, tie, sent))
    if world.receipt_delay >= 0:
        schedule_receipt(world, oa, person, sent)
    return sent


def schedule_receipt(world: World, oa: OfficialAccount, person: Person, sent: Sent) -> None:
    """Let the phone say, after the delay, that it has the message."""

    async def receipt() -> None:
        sent.delivered_at = world.clock.now()
        world.tell(person.id)
        event = received(world, oa, world.tie(person, oa), sent)
        await webhooks.deliver(world, oa, event, zns=sent.channel == "phone")

    world.clock.later(world.receipt_delay, receipt)


def _buttons(template: Template | None, data: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for button in template.buttons if template else ():
        link = str(data.get("link") or "") or filled(button.get("content", ""), data)
        if link:
            found.append({"title": button.get("title", ""), "type": "oa.open.url", "payload": {"url": link}})
    return found
