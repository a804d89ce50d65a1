"""A message arrives at a phone, and the receipt follows."""

import re
from typing import Any

from zalo_emulator import webhooks
from zalo_emulator.world import OfficialAccount, Person, Sent, Template, World

_FIELD = re.compile(r"<(\w+)>")


def rendered(template: Template, data: dict[str, Any]) -> str:
    return _FIELD.sub(lambda m: str(data.get(m[1], "")), template.text)


def arrive(
    world: World, oa: OfficialAccount, person: Person, *, channel: str, text: str, data: dict[str, Any] | None = None,
    template: Template | None = None, tracking_id: str = "", buttons: list[dict[str, Any]] | None = None,
) -> Sent:  # fmt: skip
    """Put a message on the phone, schedule the receipt and the echo; gives the message."""
    sent = Sent(
        world.hex(), world.clock.now(), channel, oa.oa_id, person.id, person.phone, tracking_id,
        template.template_id if template else "", data or {}, text, len(world.messages) + 1,
    )  # fmt: skip
    world.messages.append(sent)
    world.by_message[sent.id] = sent
    tie = world.tie(person, oa)
    tie.log.append(
        {
            "from": "oa", "text": text, "at": sent.at, "id": sent.id, "channel": channel,
            "buttons": buttons if buttons is not None else _buttons(template, data or {}),
        }
    )  # fmt: skip
    world.tell(person.id)
    if channel != "phone":
        webhooks.later(world, 0.05, webhooks.echo(world, oa, tie, sent))
    if world.receipt_delay >= 0:

        async def receipt() -> None:
            sent.delivered_at = world.clock.now()
            world.tell(person.id)
            await webhooks.deliver(world, oa, webhooks.received(world, oa, tie, sent), zns=channel == "phone")

        world.clock.later(world.receipt_delay, receipt)
    return sent


def _buttons(template: Template | None, data: dict[str, Any]) -> list[dict[str, Any]]:
    if template is None:
        return []
    link = str(data.get("link", ""))
    return [{"title": b["title"], "type": "oa.open.url", "payload": {"url": link}} for b in template.buttons if link]
