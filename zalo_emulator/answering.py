"""How people answer templates: a rating, a press on a response button."""

from zalo_emulator import webhooks
from zalo_emulator.events import about
from zalo_emulator.model import OfficialAccount, Person, Sent
from zalo_emulator.world import World


def _template_message(world: World, person: Person, message_id: str) -> Sent:
    sent = world.by_message.get(message_id)
    if sent is None or not sent.template_id or sent.person_id != person.id:
        raise ValueError("msg_id is of no template message of this person")
    return sent


async def rate(
    world: World, person: Person, oa: OfficialAccount, message_id: str, stars: int, note: str, feedbacks: list[str]
) -> None:
    """Answer a rating template: 1 to 5, a note, choices."""
    sent = _template_message(world, person, message_id)
    row = {
        "note": note, "rate": stars, "submitDate": world.clock.now_ms(), "msgId": sent.id, "feedbacks": feedbacks,
        "trackingId": sent.tracking_id,
    }  # fmt: skip
    key = world.hex()
    world.ratings[key] = {"oa": oa.oa_id, "template_id": sent.template_id, "row": row}
    world.changed("rating", key)
    message = {
        "rating_type": "csat", "option": "five_emotions", "note": note, "rate": stars,
        "submit_time": row["submitDate"], "msg_id": sent.id, "feedbacks": feedbacks, "tracking_id": sent.tracking_id,
    }  # fmt: skip
    await webhooks.deliver(world, oa, about(world, oa, "user_feedback", message=message), zns=True)


async def quick_reply(world: World, person: Person, oa: OfficialAccount, message_id: str, said: str) -> None:
    """Press a response button of a template; ``msg_id`` stands at the top of the event."""
    sent, now, key = _template_message(world, person, message_id), world.clock.now_ms(), world.hex()
    row = {"data": said, "submitDate": now, "msgId": sent.id, "oaId": oa.oa_id, "trackingId": sent.tracking_id}
    world.responses[key] = {"oa": oa.oa_id, "template_id": sent.template_id, "row": row}
    world.changed("response", key)
    message = {"submit_time": now, "button_type": "response", "data": said, "tracking_id": sent.tracking_id}
    event = about(world, oa, "user_click_response_button", message=message, msg_id=sent.id)
    await webhooks.deliver(world, oa, event, zns=True)
