"""openapi.zalo.me: messages to known people, their windows, the account itself."""

from typing import Any

from zalo_emulator import content, oauth, templating, windows
from zalo_emulator.business import new_day
from zalo_emulator.model import OfficialAccount, Person, Tie
from zalo_emulator.sending import arrive
from zalo_emulator.wire import TEXT, Request, Response, answer, error, mapping
from zalo_emulator.world import World


def authorised(world: World, request: Request) -> OfficialAccount | Response:
    """The account of the request's token. CONVENTION: unknown -216, expired -220 (or -216 by a switch)."""
    oa, expired = oauth.account_of(world, request.header("access_token"))
    if oa is None:
        return error(-216, "Access token is invalid", TEXT)
    if expired and world.expired_as_216:
        return error(-216, "Access token has expired", TEXT)
    if expired:
        return error(-220, "access_token is expired or removed", TEXT)
    if not world.app.activated:
        return error(-209, "App has been not approved", TEXT)
    if not oa.enabled:
        return error(-204, "Offical Account is disable", TEXT)
    return oa


def counted(world: World) -> Response | None:
    """The app's requests of this minute; over the limit -32."""
    minute = int(world.clock.now() // 60)
    used = world.minute[1] + 1 if world.minute[0] == minute else 1
    world.minute = (minute, used)
    if world.rate_limited and used > world.app.calls_per_minute:
        return error(-32, "Your application reached limit call api", TEXT)
    return None


def limits(world: World, response: Response) -> Response:
    """Every answer of this host says what is left of the minute."""
    allowed = world.app.calls_per_minute
    left = max(0, allowed - world.minute[1])
    response.headers.update({"X-RateLimit-Limit": str(allowed), "X-RateLimit-Remain": str(left)})
    return response


def known(world: World, oa: OfficialAccount, user_id: Any) -> tuple[Person, Tie] | Response:
    """The person behind a user id of this account; -201 for anybody else's id."""
    found = world.by_user.get(str(user_id or ""))
    if found is None or found[1] != oa.oa_id:
        return error(-201, "user_id is invalid!", TEXT)
    return found[0], world.tie(found[0], oa)


def recipient_of(world: World, oa: OfficialAccount, recipient: dict[str, Any]) -> tuple[Person, Tie] | Response:
    """Whom a free message is for: a user id, or whoever wrote the message that it answers."""
    wanted = recipient.get("message_id")
    if wanted is None:
        return known(world, oa, recipient.get("user_id"))
    for person in world.people.values():
        tie = person.ties.get(oa.oa_id)
        if tie and any(line["id"] == wanted and line["from"] == "person" for line in tie.log):
            return person, tie
    return error(-201, "message_id is invalid!", TEXT)


def consultation(world: World, request: Request, oa: OfficialAccount) -> Response:
    """``POST /v3.0/oa/message/cs``: only within seven days of the person's last word."""
    body = body_of(request)
    if isinstance(body, Response):
        return body
    found = recipient_of(world, oa, mapping(body.get("recipient")))
    if isinstance(found, Response):
        return found
    person, tie = found
    message = content.read(world, oa, mapping(body.get("message")))
    if (
        isinstance(message, Response) and b'"error":-201' in message.body
    ):  # parameters before windows, content after them
        return message
    if wrong := unwilling(oa, person, tie) or windows.shut(world, tie):
        return wrong
    if isinstance(message, Response):
        return message
    sent = arrive(world, oa, person, channel="cs", text=message.text, buttons=message.buttons, kind=message.kind)
    data = {**windows.spend(world, oa, tie), "message_id": sent.id, "user_id": tie.user_id}
    return answer({"data": data, "error": 0, "message": "Success"}, TEXT)


def unwilling(oa: OfficialAccount, person: Person, tie: Tie) -> Response | None:
    """Why this person gets nothing from this account."""
    if tie.blocked or oa.oa_id in person.refused_oas or "*" in person.refused_oas:
        return error(-244, "User has restricted this message type from your OA", TEXT)
    if person.inactive or not person.has_zalo:
        return error(-227, "User is banned or has been inactive for more than 45 days", TEXT)
    return None


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
    if template is not None and not template.by_uid:
        return error(-249, "Template does not support send via UID", TEXT)
    if wrong := templating.faults(world, oa, template, body.get("template_data")):
        return wrong
    assert template is not None
    if wrong := unwilling(oa, person, tie):
        return wrong
    if not oa.zca_linked:
        return error(-320, "Your app needs to connect with Zalo Cloud Account", TEXT)
    if oa.balance < template.price:
        return error(-321, "Zalo Cloud Account out of money or unable to be charged", TEXT)
    new_day(world, oa)
    if oa.remaining <= 0:  # CONVENTION: by UID the daily quota answers with the platform's «Out of quota»
        return error(-211, "Out of quota", TEXT)
    oa.remaining, oa.balance = oa.remaining - 1, oa.balance - template.price
    data = body["template_data"]
    sent = arrive(
        world, oa, person, channel="uid", text=templating.rendered(template, data), data=data, template=template
    )
    quota = {"quota_type": "purchase_quota", "remain": oa.remaining}
    told = {"message_id": sent.id, "user_id": tie.user_id, "sent_time": str(int(sent.at * 1000)), "quota": quota}
    return answer({"error": 0, "message": "Success", "data": told}, TEXT)


def legacy(world: World, request: Request, oa: OfficialAccount) -> Response:
    """Transaction and promotion. CONVENTION: what they answer since 2026-03-01 is unknown (here -233)."""
    if not world.legacy_messages:
        return error(-233, "message type is invalid or not support", TEXT)
    body = body_of(request)
    if isinstance(body, Response):
        return body
    found = known(world, oa, mapping(body.get("recipient")).get("user_id"))
    if isinstance(found, Response):
        return found
    person, tie = found
    payload = mapping(mapping(mapping(body.get("message")).get("attachment")).get("payload"))
    elements = payload.get("elements")
    if not payload.get("template_type") or not isinstance(elements, list):
        return content.wrong("payload is invalid! Missing template_type params")
    words = [str(e.get("content")) for e in elements if isinstance(e, dict) and isinstance(e.get("content"), str)]
    sent = arrive(world, oa, person, channel="cs", text="\n".join(words) or "[Giao dịch]", kind="template", buttons=[])
    data = {**windows.spend(world, oa, tie), "message_id": sent.id, "user_id": tie.user_id}
    return answer({"data": data, "error": 0, "message": "Success"}, TEXT)


def v2_message(world: World, request: Request, oa: OfficialAccount) -> Response:
    """Version 2: reactions and anonymous visitors still go, everything else was shut down."""
    body = body_of(request)
    if isinstance(body, Response):
        return body
    recipient, action = mapping(body.get("recipient")), mapping(body.get("sender_action"))
    if action:
        found = known(world, oa, recipient.get("user_id"))
        if isinstance(found, Response):
            return found
        if not action.get("react_icon") or not action.get("react_message_id"):
            return content.wrong("react_message_id is invalid!")
        data = {"message_id": world.hex(), "user_id": found[1].user_id}
        return answer({"data": data, "error": 0, "message": "Success"}, TEXT)
    if recipient.get("anonymous_id"):
        ids = {
            "anonymous_id": str(recipient["anonymous_id"]),
            "conversation_id": str(recipient.get("conversation_id", "")),
        }
        return answer({"data": {"message_id": world.hex(), **ids}, "error": 0, "message": "Success"}, TEXT)
    return shut_down()


def shut_down() -> Response:
    return error(-240, "MessageV2 API has been shut down, please switch to MessageV3", TEXT)


def body_of(request: Request) -> dict[str, Any] | Response:
    """The body as an object, or -201."""
    try:
        body = request.json()
    except ValueError:
        return error(-201, "body is invalid!", TEXT)
    return body if isinstance(body, dict) else error(-201, "body is invalid!", TEXT)
