"""What a person does with the phone in hand."""

from typing import Any

from zalo_emulator import webhooks
from zalo_emulator.attachments import LABELS, payload_of
from zalo_emulator.events import about, anonymous, from_account, from_person
from zalo_emulator.model import OfficialAccount, Person, Tie
from zalo_emulator.version_two import conversation_of
from zalo_emulator.windows import touched
from zalo_emulator.world import World, lasting


def _line(world: World, person: Person, oa: OfficialAccount, text: str, message_id: str, **more: Any) -> None:
    line = {"from": "person", "text": text, "at": world.clock.now(), "id": message_id, **more}
    world.write_line(person, oa.oa_id, line)


def _met(world: World, person: Person, oa: OfficialAccount, *, opens: bool = True) -> Tie:
    """The person's tie, touched where the act counts as interaction."""
    tie = world.tie(person, oa)
    if person.last_active is not None:
        person.last_active = world.clock.now()
    if opens:
        touched(world, tie)
    world.changed("person", person.id)
    world.tell(person.id)
    return tie


async def say(
    world: World, person: Person, oa: OfficialAccount, text: str, *, hidden: bool = False, quote: str = ""
) -> str:
    """Write to the account (or tap a query button: the same event). Opens the window. Gives the message id."""
    tie = _met(world, person, oa)
    message = {"text": text, "msg_id": world.hex(), **({"quote_msg_id": quote} if quote else {})}
    if not hidden:
        _line(world, person, oa, text, message["msg_id"])
    await webhooks.deliver(world, oa, from_person(world, oa, tie, "user_send_text", message=message))
    return message["msg_id"]


async def say_anonymously(world: World, person: Person, oa: OfficialAccount, text: str) -> dict[str, str]:
    """Write without having signed in: the account sees another id, and a conversation."""
    _met(world, person, oa, opens=False)
    anonymous_id = lasting(f"anonymous/{oa.oa_id}/{person.id}", 19)
    ids = {"msg_id": world.hex(), "conversation_id": conversation_of(anonymous_id)}
    _line(world, person, oa, text, ids["msg_id"], anonymous_id=anonymous_id)
    event = anonymous(world, oa, "anonymous_send_text", anonymous_id, ours=False, text=text, **ids)
    await webhooks.deliver(world, oa, event)
    return {**ids, "anonymous_id": anonymous_id}


async def attach(world: World, person: Person, oa: OfficialAccount, kind: str, payload: dict[str, Any]) -> str:
    """Send a picture, a file, a sticker, a place…; gives the message id."""
    if kind not in LABELS:
        raise ValueError(f"kind must be one of {', '.join(LABELS)}")
    tie = _met(world, person, oa)
    parts = [
        {"type": "link" if kind == "business_card" else kind, "payload": payload or payload_of(world, person, kind)}
    ]
    message: dict[str, Any] = {"msg_id": world.hex(), "attachments": parts}
    _line(world, person, oa, LABELS[kind], message["msg_id"], kind=kind, attachments=parts)
    await webhooks.deliver(world, oa, from_person(world, oa, tie, f"user_send_{kind}", message=message))
    return str(message["msg_id"])


async def follow(world: World, person: Person, oa: OfficialAccount, follows: bool) -> None:
    tie = _met(world, person, oa, opens=follows)
    tie.follower = follows
    more = {"follower": {"id": tie.user_id}, "user_id_by_app": tie.user_id_by_app, "source": "oa_profile"}
    await webhooks.deliver(world, oa, about(world, oa, "follow" if follows else "unfollow", **more))


async def chat_now(world: World, person: Person, oa: OfficialAccount) -> None:
    """The first press on «Nhắn tin», which opens the window."""
    tie = _met(world, person, oa)
    more = {"user_id": tie.user_id, "user_id_by_app": tie.user_id_by_app}
    await webhooks.deliver(world, oa, about(world, oa, "user_click_chatnow", **more))


async def seen(world: World, person: Person, oa: OfficialAccount) -> None:
    """Read the account's messages; this does not open the window. Nothing is told where nothing was new."""
    tie = _met(world, person, oa, opens=False)
    new = [line for line in tie.log if line["from"] == "oa" and not line.get("seen")]
    for line in new:
        line["seen"] = True
        if world.store:
            world.store.line(person.id, oa.oa_id, line)
    if new:
        ids = [line["id"] for line in new]
        await webhooks.deliver(world, oa, from_account(world, oa, tie, "user_seen_message", message={"msg_ids": ids}))


async def react(world: World, person: Person, oa: OfficialAccount, icon: str, message_id: str) -> None:
    known = person.ties.get(oa.oa_id)
    line = next((line for line in known.log if line["id"] == message_id), None) if known else None
    if line is None:
        raise ValueError("msg_id is of no message of this talk")
    tie = _met(world, person, oa, opens=False)
    line["own_reaction"] = "" if icon == "/-remove" else icon
    if world.store:
        world.store.line(person.id, oa.oa_id, line)
    event = from_person(world, oa, tie, "user_reacted_message", message={"msg_id": message_id, "react_icon": icon})
    await webhooks.deliver(world, oa, event)


async def submit_info(world: World, person: Person, oa: OfficialAccount, info: dict[str, Any]) -> None:
    """Share name and phone as typed; nobody checked them."""
    tie = _met(world, person, oa)
    tie.shared_info = info or {"name": person.name, "phone": person.phone}
    await webhooks.deliver(world, oa, from_person(world, oa, tie, "user_submit_info", info=tie.shared_info))


async def withdraw(world: World, person: Person, oa: OfficialAccount) -> None:
    """Ask that the account forget them."""
    tie = _met(world, person, oa, opens=False)
    more = {"user_id": tie.user_id, "user_id_by_app": tie.user_id_by_app}
    await webhooks.deliver(world, oa, about(world, oa, "user_withdraw", **more))


def block(world: World, person: Person, oa: OfficialAccount, blocked: bool, types: list[str]) -> None:
    """Refuse the account altogether, or some kinds of its messages (``cs uid transaction promotion``)."""
    tie = _met(world, person, oa, opens=False)
    if types:
        (tie.blocked_types.update if blocked else tie.blocked_types.difference_update)(types)
        return
    tie.blocked = blocked
    (person.refused_oas.add if blocked else person.refused_oas.discard)(oa.oa_id)


async def human_answer(world: World, person: Person, oa: OfficialAccount, text: str) -> None:
    """Somebody of the account answers in Zalo's own console."""
    tie = world.tie(person, oa)
    message_id = world.hex()
    _line(world, person, oa, text, message_id, **{"from": "oa", "human": True})
    event = from_account(world, oa, tie, "oa_send_text", message={"text": text, "msg_id": message_id})
    event["sender"]["admin_id"] = "1"
    await webhooks.deliver(world, oa, event)


async def widget(world: World, person: Person, oa: OfficialAccount, external: str, url: str) -> None:
    """Accept the website's widget while signed in there; a second account for one id fails."""
    tie = _met(world, person, oa)
    taken = any(
        p is not person and (other := p.ties.get(oa.oa_id)) and other.external_id == external
        for p in world.people.values()
    )
    told: dict[str, Any] = {"user_id": tie.user_id, "user_external_id": external}
    if tie.external_id not in ("", external) or (taken and external):
        why = "user_externa_id already belongs to another user" if taken else "user already has user_external_id"
        event = about(world, oa, "widget_failed_to_sync_user_external_id", data={**told, "message": why})
    else:
        tie.external_id = external
        event = about(world, oa, "widget_interaction_accepted", data={**told, "url": url})
    await webhooks.deliver(world, oa, event)
