"""The bodies of webhook events."""

from typing import Any

from zalo_emulator.model import OfficialAccount, Sent, Tie
from zalo_emulator.world import World

Event = dict[str, Any]


def from_person(world: World, oa: OfficialAccount, tie: Tie, name: str, **more: Any) -> Event:
    """``user_send_*`` and its like: the person is the sender."""
    return {
        "app_id": world.app.app_id, "sender": {"id": tie.user_id}, "user_id_by_app": tie.user_id_by_app,
        "recipient": {"id": oa.oa_id}, "event_name": name, **more, "timestamp": world.clock.now_ms(),
    }  # fmt: skip


def from_account(world: World, oa: OfficialAccount, tie: Tie, name: str, **more: Any) -> Event:
    """``oa_send_*``, seen and received: the account is the sender."""
    return {
        "app_id": world.app.app_id, "sender": {"id": oa.oa_id}, "recipient": {"id": tie.user_id},
        "event_name": name, **more, "user_id_by_app": tie.user_id_by_app, "timestamp": world.clock.now_ms(),
    }  # fmt: skip


def about(world: World, oa: OfficialAccount, name: str, **more: Any) -> Event:
    """Events without sender and recipient: the account is named by ``oa_id``."""
    return {
        "oa_id": oa.oa_id, **more, "event_name": name, "app_id": world.app.app_id, "timestamp": world.clock.now_ms()
    }  # fmt: skip


def anonymous(world: World, oa: OfficialAccount, name: str, anonymous_id: str, *, ours: bool, **message: Any) -> Event:
    """Talk with somebody who has not signed in: ``conversation_id`` stands in the message."""
    here, there = {"id": oa.oa_id}, {"id": anonymous_id}
    return {
        "app_id": world.app.app_id, "sender": here if ours else there, "recipient": there if ours else here,
        "event_name": name, "message": message, "timestamp": world.clock.now_ms(),
    }  # fmt: skip


def received(world: World, oa: OfficialAccount, tie: Tie, sent: Sent) -> Event:
    """The receipt: with phone (or its hash), delivery time and tracking id for templates by phone."""
    if sent.channel != "phone":
        return from_account(world, oa, tie, "user_received_message", message={"msg_id": sent.id})
    return {
        "sender": {"id": oa.oa_id}, "recipient": {"id": sent.recipient or sent.phone},
        "event_name": "user_received_message",
        "message": {
            "delivery_time": world.clock.now_ms(), "msg_id": sent.id, "tracking_id": sent.tracking_id,
        },
        "app_id": world.app.app_id, "timestamp": world.clock.now_ms(),
    }  # fmt: skip


def echo(world: World, oa: OfficialAccount, tie: Tie, sent: Sent, line: dict[str, Any], text: str) -> Event:
    """Our own sends come back as ``oa_send_*``. CONVENTION: a template by UID comes back as oa_send_template."""
    message: dict[str, Any] = {"text": text, "msg_id": sent.id}
    if line.get("attachments"):
        message["attachments"] = line["attachments"]
    if line.get("anonymous_id"):
        message["conversation_id"] = line["conversation_id"]
        return anonymous(world, oa, f"oa_send_anonymous_{sent.kind}", line["anonymous_id"], ours=True, **message)
    return from_account(world, oa, tie, f"oa_send_{sent.kind}", message=message)


def tagged(world: World, oa: OfficialAccount, tie: Tie, name: str, tag: str) -> Event:
    """``add_user_to_tag`` and ``remove_user_from_tag``."""
    return {
        "app_id": world.app.app_id, "oa_id": oa.oa_id, "user_id_by_app": tie.user_id_by_app, "event_name": name,
        "tag": {"user_ids": [tie.user_id], "name": tag}, "timestamp": world.clock.now_ms(),
    }  # fmt: skip


def console_test(world: World) -> Event:
    """What the console's «test» button sends: foreign ids, fixed words."""
    return {
        "app_id": world.app.app_id, "sender": {"id": "246845883529197922"}, "user_id_by_app": "552177279717587730",
        "recipient": {"id": "388613280878808645"}, "event_name": "user_send_text",
        "message": {"text": "This is testing message", "msg_id": "This is message id"},
        "timestamp": world.clock.now_ms(),
    }  # fmt: skip
