"""What a person does with the phone in hand."""

from typing import Any

from zalo_emulator import webhooks
from zalo_emulator.events import about, from_account, from_person
from zalo_emulator.model import OfficialAccount, Person, Sent, Tie
from zalo_emulator.windows import touched
from zalo_emulator.world import World

LABELS = {
    "image": "[Hình ảnh]", "gif": "[Ảnh động]", "link": "[Liên kết]", "audio": "[Ghi âm]", "video": "[Video]",
    "sticker": "[Nhãn dán]", "location": "[Vị trí]", "business_card": "[Danh thiếp]", "file": "[Tệp]",
}  # fmt: skip
PLACE = {"coordinates": {"latitude": "21.186", "longitude": "106.076"}}


def _line(world: World, tie: Tie, text: str, message_id: str, who: str = "person", **more: Any) -> None:
    tie.log.append({"from": who, "text": text, "at": world.clock.now(), "id": message_id, **more})


async def say(
    world: World, person: Person, oa: OfficialAccount, text: str, *, hidden: bool = False, quote: str = ""
) -> str:
    """Write to the account (or tap a query button: the same event). Opens the window. Gives the message id."""
    tie = world.tie(person, oa)
    message = {"text": text, "msg_id": world.hex(), **({"quote_msg_id": quote} if quote else {})}
    touched(world, tie)
    if not hidden:
        _line(world, tie, text, message["msg_id"])
    world.tell(person.id)
    await webhooks.deliver(world, oa, from_person(world, oa, tie, "user_send_text", message=message))
    return message["msg_id"]


async def attach(world: World, person: Person, oa: OfficialAccount, kind: str, payload: dict[str, Any]) -> str:
    """Send a picture, a file, a sticker, a place…; gives the message id."""
    if kind not in LABELS:
        raise ValueError(f"kind must be one of {', '.join(LABELS)}")
    tie = world.tie(person, oa)
    touched(world, tie)
    if not payload:
        url = f"https://f.example.invalid/{world.hex(12)}"
        payload = PLACE if kind == "location" else {"thumbnail": url, "url": url}
    shown = "link" if kind == "business_card" else kind
    message: dict[str, Any] = {"msg_id": world.hex(), "attachments": [{"type": shown, "payload": payload}]}
    _line(world, tie, LABELS[kind], message["msg_id"])
    world.tell(person.id)
    await webhooks.deliver(world, oa, from_person(world, oa, tie, f"user_send_{kind}", message=message))
    return str(message["msg_id"])


async def follow(world: World, person: Person, oa: OfficialAccount, follows: bool) -> None:
    tie = world.tie(person, oa)
    tie.follower = follows
    if follows:
        touched(world, tie)
    world.tell(person.id)
    more = {"follower": {"id": tie.user_id}, "user_id_by_app": tie.user_id_by_app, "source": "oa_profile"}
    await webhooks.deliver(world, oa, about(world, oa, "follow" if follows else "unfollow", **more))


async def chat_now(world: World, person: Person, oa: OfficialAccount) -> None:
    """The first press on «Nhắn tin», which opens the window."""
    tie = world.tie(person, oa)
    touched(world, tie)
    world.tell(person.id)
    more = {"user_id": tie.user_id, "user_id_by_app": tie.user_id_by_app}
    await webhooks.deliver(world, oa, about(world, oa, "user_click_chatnow", **more))


async def seen(world: World, person: Person, oa: OfficialAccount) -> None:
    """Read the account's messages; this does not open the window."""
    tie = world.tie(person, oa)
    ids = [line["id"] for line in tie.log if line["from"] == "oa"]
    for line in tie.log:
        if line["from"] == "oa":
            line["seen"] = True
    world.tell(person.id)
    event = from_account(world, oa, tie, "user_seen_message", message={"msg_ids": ids[-20:]})
    await webhooks.deliver(world, oa, event)


async def react(world: World, person: Person, oa: OfficialAccount, icon: str, message_id: str) -> None:
    tie = world.tie(person, oa)
    event = from_person(world, oa, tie, "user_reacted_message", message={"msg_id": message_id, "react_icon": icon})
    await webhooks.deliver(world, oa, event)


async def submit_info(world: World, person: Person, oa: OfficialAccount, info: dict[str, Any]) -> None:
    """Share name and phone as typed; nobody checked them."""
    tie = world.tie(person, oa)
    touched(world, tie)
    tie.shared_info = info or {"name": person.name, "phone": person.phone}
    world.tell(person.id)
    await webhooks.deliver(world, oa, from_person(world, oa, tie, "user_submit_info", info=tie.shared_info))


async def withdraw(world: World, person: Person, oa: OfficialAccount) -> None:
    """Ask that the account forget them."""
    tie = world.tie(person, oa)
    more = {"user_id": tie.user_id, "user_id_by_app": tie.user_id_by_app}
    await webhooks.deliver(world, oa, about(world, oa, "user_withdraw", **more))


def block(world: World, person: Person, oa: OfficialAccount, blocked: bool) -> None:
    world.tie(person, oa).blocked = blocked
    (person.refused_oas.add if blocked else person.refused_oas.discard)(oa.oa_id)
    world.tell(person.id)


async def human_answer(world: World, person: Person, oa: OfficialAccount, text: str) -> None:
    """Somebody of the account answers in Zalo's own console."""
    tie = world.tie(person, oa)
    message_id = world.hex()
    _line(world, tie, text, message_id, "oa", human=True)
    world.tell(person.id)
    event = from_account(world, oa, tie, "oa_send_text", message={"text": text, "msg_id": message_id})
    event["sender"]["admin_id"] = "1"
    await webhooks.deliver(world, oa, event)


def _template_message(world: World, message_id: str) -> Sent:
    sent = world.by_message.get(message_id)
    if sent is None or not sent.template_id:
        raise ValueError("msg_id is of no template message")
    return sent


async def rate(world: World, oa: OfficialAccount, data: dict[str, Any]) -> None:
    """Answer a rating template: 1 to 5, a note, choices."""
    sent, stars = _template_message(world, str(data.get("msg_id"))), int(data.get("rate", 5))
    if not 1 <= stars <= 5:
        raise ValueError("rate is 1 to 5")
    row = {
        "note": str(data.get("note", "")), "rate": stars, "submitDate": world.clock.now_ms(), "msgId": sent.id,
        "feedbacks": list(data.get("feedbacks", [])), "trackingId": sent.tracking_id,
    }  # fmt: skip
    world.ratings.append({"oa": oa.oa_id, "template_id": sent.template_id, "row": row})
    message = {
        "rating_type": "csat", "option": "five_emotions", "note": row["note"], "rate": stars,
        "submit_time": row["submitDate"], "msg_id": sent.id, "feedbacks": row["feedbacks"],
        "tracking_id": sent.tracking_id,
    }  # fmt: skip
    await webhooks.deliver(world, oa, about(world, oa, "user_feedback", message=message), zns=True)


async def quick_reply(world: World, oa: OfficialAccount, data: dict[str, Any]) -> None:
    """Press a response button of a template; ``msg_id`` stands at the top of the event."""
    sent, said = _template_message(world, str(data.get("msg_id"))), str(data.get("data", ""))
    now = world.clock.now_ms()
    row = {"data": said, "submitDate": now, "msgId": sent.id, "oaId": oa.oa_id, "trackingId": sent.tracking_id}
    world.responses.append({"oa": oa.oa_id, "template_id": sent.template_id, "row": row})
    message = {"submit_time": now, "button_type": "response", "data": said, "tracking_id": sent.tracking_id}
    event = about(world, oa, "user_click_response_button", message=message, msg_id=sent.id)
    await webhooks.deliver(world, oa, event, zns=True)


async def widget(world: World, person: Person, oa: OfficialAccount, data: dict[str, Any]) -> None:
    """Accept the website's widget while signed in there; a second account for one id fails."""
    tie, external = world.tie(person, oa), str(data.get("user_external_id", ""))
    taken = any(
        p is not person and (other := p.ties.get(oa.oa_id)) and other.external_id == external
        for p in world.people.values()
    )
    touched(world, tie)
    told: dict[str, Any] = {"user_id": tie.user_id, "user_external_id": external}
    if tie.external_id not in ("", external) or (taken and external):
        why = "user_externa_id already belongs to another user" if taken else "user already has user_external_id"
        event = about(world, oa, "widget_failed_to_sync_user_external_id", data={**told, "message": why})
    else:
        tie.external_id = external
        event = about(world, oa, "widget_interaction_accepted", data={**told, "url": str(data.get("url", ""))})
    world.tell(person.id)
    await webhooks.deliver(world, oa, event)
