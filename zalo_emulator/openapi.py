"""openapi.zalo.me: messages to known people."""

from typing import Any

from zalo_emulator import content, templating, windows
from zalo_emulator.business import new_day
from zalo_emulator.gate import body_of, known, unwilling
from zalo_emulator.model import OfficialAccount, Person, Sent, Tie
from zalo_emulator.sending import arrive, arrive_template
from zalo_emulator.wire import TEXT, Request, Response, answer, error, mapping
from zalo_emulator.world import World


def recipient_of(world: World, oa: OfficialAccount, recipient: dict[str, Any]) -> tuple[Person, Tie] | Response:
    """Whom a free message is for: a user id, or whoever wrote the message that it answers."""
    if "group_id" in recipient:  # this world has no groups
        return error(-403, "OA is not in group", TEXT)
    wanted = recipient.get("message_id")
    if wanted is None:
        return known(world, oa, recipient.get("user_id"))
    for person in world.people.values():
        tie = person.ties.get(oa.oa_id)
        if tie and any(line["id"] == wanted and line["from"] == "person" for line in tie.log):
            return person, tie
    return error(-201, "message_id is invalid!", TEXT)


def consultation(world: World, request: Request, oa: OfficialAccount) -> Response:
    """``POST /v3.0/oa/message/cs``: only within seven days of the person's last word.

    CONVENTION: parameters, then recipient, window, and at last what the account's package forbids.
    """
    body = body_of(request)
    if isinstance(body, Response):
        return body
    message = content.read(mapping(body.get("message")))
    if isinstance(message, Response):
        return message
    found = recipient_of(world, oa, mapping(body.get("recipient")))
    if isinstance(found, Response):
        return found
    person, tie = found
    if wrong := unwilling(world, oa, person, tie, "cs") or windows.shut(world, tie):
        return wrong
    if wrong := content.allowed(world, oa, message):
        return wrong
    sent = arrive(world, oa, person, message)
    return accepted(world, oa, person, tie, sent)


def mini_app(world: World, request: Request, oa: OfficialAccount) -> Response:
    """``POST /v3.0/oa/message/cs/miniapp``: a template of the Mini App, with its token in a header."""
    body = body_of(request)
    if isinstance(body, Response):
        return body
    message = mapping(body.get("message"))
    if not request.header("miniapp_messsage_token"):  # three s: so does Zalo write it
        return error(-201, "miniapp_messsage_token is invalid!", TEXT)
    if not message.get("template_type") or not isinstance(message.get("template_data"), dict):
        return error(-201, "template_data is invalid!", TEXT)
    found = known(world, oa, mapping(body.get("recipient")).get("user_id"))
    if isinstance(found, Response):
        return found
    person, tie = found
    if wrong := unwilling(world, oa, person, tie, "cs") or windows.shut(world, tie):
        return wrong
    words = "\n".join(f"{k}: {v}" for k, v in message["template_data"].items())
    return accepted(
        world, oa, person, tie, arrive(world, oa, person, content.Content(words or "[Mini App]", "template"))
    )


def accepted(world: World, oa: OfficialAccount, person: Person, tie: Tie, sent: Sent) -> Response:
    """The answer to a free message, with the quota it was counted in."""
    quota = windows.spend(world, oa, tie)
    if sent.kind == "file" and quota.get("quota", {}).get("quota_type") == "reply":
        quota["quota"].pop("quota_type")  # the page about files prints it so
    world.changed("oa", oa.oa_id)
    world.changed("person", person.id)
    data = {**quota, "message_id": sent.id, "user_id": tie.user_id}
    return answer({"data": data, "error": 0, "message": "Success"}, TEXT)


def template_by_uid(world: World, request: Request, oa: OfficialAccount) -> Response:
    """``POST /v3.0/oa/message/template``: no window needed, no tracking id."""
    body = body_of(request)
    if isinstance(body, Response):
        return body
    found = known(world, oa, body.get("user_id"))
    if isinstance(found, Response):
        return found
    person, tie = found
    template = world.templates.get(str(body.get("template_id", "")))
    if template is not None and not template.goes_by_uid():
        return error(-249, "Template does not support send via UID", TEXT)
    data = body.get("template_data")
    if wrong := templating.faults(world, oa, template, data):
        wrong.content_type = TEXT
        return wrong
    assert template is not None and isinstance(data, dict)
    if wrong := unwilling(world, oa, person, tie, "uid"):
        return wrong
    if not oa.zca_linked:
        return error(-320, "Your app needs to connect with Zalo Cloud Account", TEXT)
    if oa.balance < template.price_uid:
        return error(-321, "Zalo Cloud Account out of money or unable to be charged", TEXT)
    new_day(world, oa)
    if oa.remaining <= 0:  # CONVENTION: by UID the daily quota answers with the platform's «Out of quota»
        return error(-211, "Out of quota", TEXT)
    oa.remaining, oa.balance = oa.remaining - 1, oa.balance - template.price_uid
    world.changed("oa", oa.oa_id)
    sent = arrive_template(world, oa, person, template, data, channel="uid")
    quota = {"quota_type": "purchase_quota", "remain": oa.remaining}
    told = {"message_id": sent.id, "user_id": tie.user_id, "sent_time": str(int(sent.at * 1000)), "quota": quota}
    return answer({"error": 0, "message": "Success", "data": told}, TEXT)
