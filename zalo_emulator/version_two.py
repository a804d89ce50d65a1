"""``POST /v2.0/oa/message``: reactions and talk with people who have not signed in; the rest was shut down."""

from typing import Any

from zalo_emulator import content, events, webhooks
from zalo_emulator.gate import body_of, known
from zalo_emulator.model import OfficialAccount
from zalo_emulator.sending import arrive
from zalo_emulator.wire import TEXT, Request, Response, answer, error, mapping
from zalo_emulator.world import World, lasting

ICONS = (":>", "--b", ":-((", "/-strong", "/-heart", ":-h", ":o", "/-remove")
MOST_REACTIONS = 50


def shut_down(_world: World, _request: Request, _oa: OfficialAccount) -> Response:
    """What version 2 answers since version 3."""
    return error(-240, "MessageV2 API has been shut down, please switch to MessageV3", TEXT)


def message(world: World, request: Request, oa: OfficialAccount) -> Response:
    """A reaction, a message to somebody anonymous, or -240."""
    body = body_of(request)
    if isinstance(body, Response):
        return body
    recipient = mapping(body.get("recipient"))
    if isinstance(body.get("sender_action"), dict):
        return _reaction(world, oa, recipient, body["sender_action"])
    if recipient.get("anonymous_id"):
        return _to_anonymous(world, oa, recipient, mapping(body.get("message")))
    return shut_down(world, request, oa)


def _reaction(world: World, oa: OfficialAccount, recipient: dict[str, Any], action: dict[str, Any]) -> Response:
    found = known(world, oa, recipient.get("user_id"))
    if isinstance(found, Response):
        return found
    person, tie = found
    icon, wanted = action.get("react_icon"), action.get("react_message_id")
    if icon not in ICONS:
        return content.wrong("react_icon is invalid!")
    line = next((line for line in tie.log if line["id"] == wanted), None)
    if line is None:
        return content.wrong("react_message_id is invalid!")
    given = line.get("reactions", [])
    if len(given) >= MOST_REACTIONS:
        return error(-210, "Parameter exceeds allowable limit", TEXT)
    line["reactions"] = [] if icon == "/-remove" else [*given, icon]
    if world.store:
        world.store.line(person.id, oa.oa_id, line)
    world.tell(person.id)
    told = {"msg_id": str(wanted), "react_icon": icon}
    webhooks.enqueue(world, oa, events.from_account(world, oa, tie, "oa_reacted_message", message=told))
    data = {"message_id": world.hex(), "user_id": tie.user_id}
    return answer({"data": data, "error": 0, "message": "Success"}, TEXT)


def conversation_of(anonymous_id: str) -> str:
    """The talk of one anonymous visitor."""
    return lasting(f"conversation/{anonymous_id}", 19)


def _to_anonymous(world: World, oa: OfficialAccount, recipient: dict[str, Any], given: dict[str, Any]) -> Response:
    message = content.read(given)
    if isinstance(message, Response):
        return message
    found = world.by_anonymous.get(str(recipient["anonymous_id"]))
    if found is None or found[1] != oa.oa_id:
        return content.wrong("anonymous_id is invalid!")
    ids = {"anonymous_id": str(recipient["anonymous_id"]), "conversation_id": str(recipient.get("conversation_id", ""))}
    if ids["conversation_id"] != conversation_of(ids["anonymous_id"]):
        return content.wrong("conversation_id is invalid!")
    if wrong := content.allowed(world, oa, message):
        return wrong
    sent = arrive(world, oa, found[0], message, **ids)
    return answer({"data": {"message_id": sent.id, **ids}, "error": 0, "message": "Success"}, TEXT)
