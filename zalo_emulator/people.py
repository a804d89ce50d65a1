"""What a person does with the phone in hand."""

from typing import Any

from zalo_emulator import webhooks
from zalo_emulator.world import OfficialAccount, Person, Tie, World


def _event(world: World, oa: OfficialAccount, tie: Tie, name: str, **more: Any) -> dict[str, Any]:
    return {
        "app_id": world.app.app_id, "sender": {"id": tie.user_id}, "user_id_by_app": tie.user_id_by_app,
        "recipient": {"id": oa.oa_id}, "event_name": name, **more, "timestamp": world.clock.now_ms(),
    }  # fmt: skip


async def say(world: World, person: Person, oa: OfficialAccount, text: str, *, hidden: bool = False) -> str:
    """Write to the account (or tap a query button: the same event). Opens the window. Gives the message id."""
    tie = world.tie(person, oa)
    message_id = world.hex()
    tie.last_interaction = world.clock.now()
    if not hidden:
        tie.log.append({"from": "person", "text": text, "at": world.clock.now(), "id": message_id})
        world.tell(person.id)
    event = _event(world, oa, tie, "user_send_text", message={"text": text, "msg_id": message_id})
    await webhooks.deliver(world, oa, event)
    return message_id


async def attach(world: World, person: Person, oa: OfficialAccount, kind: str, payload: dict[str, Any]) -> None:
    """Send a picture, a file, a sticker, a place…"""
    tie = world.tie(person, oa)
    tie.last_interaction = world.clock.now()
    message = {"msg_id": world.hex(), "attachments": [{"type": kind, "payload": payload}]}
    tie.log.append({"from": "person", "text": f"[{kind}]", "at": world.clock.now(), "id": message["msg_id"]})
    world.tell(person.id)
    await webhooks.deliver(world, oa, _event(world, oa, tie, f"user_send_{kind}", message=message))


async def follow(world: World, person: Person, oa: OfficialAccount, follows: bool) -> None:
    tie = world.tie(person, oa)
    tie.follower = follows
    if follows:
        tie.last_interaction = world.clock.now()
    world.tell(person.id)
    event = {
        "oa_id": oa.oa_id, "follower": {"id": tie.user_id}, "user_id_by_app": tie.user_id_by_app,
        "event_name": "follow" if follows else "unfollow", "source": "oa_profile", "app_id": world.app.app_id,
        "timestamp": world.clock.now_ms(),
    }  # fmt: skip
    await webhooks.deliver(world, oa, event)


async def seen(world: World, person: Person, oa: OfficialAccount) -> None:
    tie = world.tie(person, oa)
    ids = [line["id"] for line in tie.log if line["from"] == "oa"]
    event = {
        "app_id": world.app.app_id, "sender": {"id": oa.oa_id}, "recipient": {"id": tie.user_id},
        "event_name": "user_seen_message", "message": {"msg_ids": ids[-20:]}, "timestamp": world.clock.now_ms(),
    }  # fmt: skip
    await webhooks.deliver(world, oa, event)


async def submit_info(world: World, person: Person, oa: OfficialAccount, info: dict[str, Any]) -> None:
    tie = world.tie(person, oa)
    tie.shared_info = info
    await webhooks.deliver(world, oa, _event(world, oa, tie, "user_submit_info", info=info))


async def withdraw(world: World, person: Person, oa: OfficialAccount) -> None:
    tie = world.tie(person, oa)
    event = {
        "user_id": tie.user_id, "user_id_by_app": tie.user_id_by_app, "oa_id": oa.oa_id,
        "event_name": "user_withdraw", "app_id": world.app.app_id, "timestamp": world.clock.now_ms(),
    }  # fmt: skip
    await webhooks.deliver(world, oa, event)


def block(world: World, person: Person, oa: OfficialAccount, blocked: bool) -> None:
    world.tie(person, oa).blocked = blocked
    (person.refused_oas.add if blocked else person.refused_oas.discard)(oa.oa_id)
    world.tell(person.id)


async def human_answer(world: World, person: Person, oa: OfficialAccount, text: str) -> None:
    """Somebody of the account answers in Zalo's own console."""
    tie = world.tie(person, oa)
    message_id = world.hex()
    tie.log.append({"from": "oa", "text": text, "at": world.clock.now(), "id": message_id, "human": True})
    world.tell(person.id)
    event = {
        "app_id": world.app.app_id, "sender": {"id": oa.oa_id, "admin_id": "1"}, "recipient": {"id": tie.user_id},
        "event_name": "oa_send_text", "message": {"text": text, "msg_id": message_id},
        "user_id_by_app": tie.user_id_by_app, "timestamp": world.clock.now_ms(),
    }  # fmt: skip
    await webhooks.deliver(world, oa, event)
