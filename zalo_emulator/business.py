"""business.openapi.zalo.me: sending a template by phone number."""

from typing import Any

from zalo_emulator import encrypted, oauth, templating
from zalo_emulator.model import OfficialAccount, Person, Template
from zalo_emulator.sending import arrive_template
from zalo_emulator.windows import day_of
from zalo_emulator.wire import TEXT, Request, Response, answer, error
from zalo_emulator.world import World

_STRANGE = frozenset(" \t\r\n!\"#$%&'()*+,./:;<=>?@[\\]^`{|}~")


def authorised(world: World, request: Request) -> OfficialAccount | Response:
    """The account of the request's token, or what is wrong with the token, the app or the account."""
    oa, expired = oauth.account_of(world, request.header("access_token"))
    if oa is None or expired:
        return error(-124, "Access token invalid")
    if not world.app.activated:
        return error(-103, "Application not activated")
    if "zbs" not in world.app.products or oa.grant is None or "zbs" not in oa.grant.scopes:
        return error(-138, "Application has no permission to use this feature")
    if not oa.enabled:
        return error(-125, "Official Account id invalid")
    return oa


def phone_of(raw: Any) -> str | None:
    """``84…`` or ``+84…``. CONVENTION: ``0…`` is refused; only a help page says that Zalo takes it."""
    digits = str(raw or "").removeprefix("+")
    fits = digits.isascii() and digits.isdigit() and digits.startswith("84") and 10 <= len(digits) <= 12
    return digits if fits else None


def send(world: World, request: Request, *, way: str = "phone") -> Response:
    """``POST /message/template`` and its sisters for a hash or a number under RSA.

    Accepted is not delivered; a repeated ``tracking_id`` sends again.
    """
    try:
        body = request.json()
    except ValueError:
        return error(-122, "Body is not valid JSON")
    oa = authorised(world, request)
    if isinstance(oa, Response):
        return oa
    if not isinstance(body, dict) or not body:
        return error(-121, "Body empty")
    if wrong := _account_faults(oa):
        return wrong
    if way == "rsa":
        opened = encrypted.opened(oa, body)
        if isinstance(opened, Response):
            return opened
        body = opened
    return _sent(world, oa, body, way)


def _account_faults(oa: OfficialAccount) -> Response | None:
    if oa.blocked:
        return error(-1351, "OA is blocked for violation")
    if not oa.verified:
        return error(-135, "OA is not allowed to send ZNS")
    if not oa.zca_linked:
        return error(-136, "Need to connect with ZCA")
    return None


def _sent(world: World, oa: OfficialAccount, body: dict[str, Any], way: str) -> Response:
    person = _recipient(world, body, way)
    if isinstance(person, Response):
        return person
    template = world.templates.get(str(body.get("template_id", "")))
    if template is not None and not template.by_phone:
        template = None
    data = body.get("template_data")
    if wrong := templating.faults(world, oa, template, data):
        return wrong
    assert template is not None and isinstance(data, dict)
    if wrong := _person_faults(world, person, oa, template):
        return wrong
    assert person is not None
    mode, testing = str(body.get("sending_mode", "1")), body.get("mode") == "development"
    if wrong := _mode_faults(body, oa, person, template, mode) or _spend(world, oa, template, mode):
        return wrong
    sent = arrive_template(
        world, oa, person, template, data, channel="phone", tracking_id=str(body.get("tracking_id", "")),
        recipient=str(body["hash_phone"]) if way == "hash" else person.phone,
    )  # fmt: skip
    told: dict[str, Any] = {"msg_id": sent.id, "sent_time": str(int(sent.at * 1000))}
    if way == "rsa":
        return answer({"data": told, "error": 0, "message": "Success"}, TEXT)
    if not testing:
        told["sending_mode"] = mode
        told["quota"] = {"dailyQuota": str(oa.daily_quota), "remainingQuota": str(oa.remaining)}
    return answer({"error": 0, "message": "Success", "data": told})


def _recipient(world: World, body: dict[str, Any], way: str) -> Person | Response | None:
    if way == "hash":  # CONVENTION: the hash of 84…, lower case; the official page only says SHA-256
        return world.by_hash.get(str(body.get("hash_phone", "")))
    phone = phone_of(body.get("phone"))
    return error(-108, "Phone number invalid") if phone is None else world.by_phone.get(phone)


def _person_faults(world: World, person: Person | None, oa: OfficialAccount, template: Template) -> Response | None:
    if person is None or not person.has_zalo:
        return error(-118, "Zalo account not existed")
    if person.refused_oas and ("*" in person.refused_oas or oa.oa_id in person.refused_oas):
        return error(-141, "User refused to receive ZNS from this OA")
    if template.tag in person.refused_tags:
        return error(-139, "User refused to receive this type of ZNS")
    if not person.can_receive:
        return error(-119, "Account cannot receive ZNS")
    if person.outdated:
        return error(-110, "Zalo version of the user is not supported")
    if person.away(world.clock.now()):
        return error(-114, "User cannot receive message")
    return None


def _mode_faults(
    body: dict[str, Any], oa: OfficialAccount, person: Person, template: Template, mode: str
) -> Response | None:
    if body.get("mode") == "development":
        if person.phone not in oa.admin_phones:
            return error(-127, "Test template can only be sent to admins")
        if oa.balance < template.price:
            return error(-126, "Development wallet is out of money")
        tracking = str(body.get("tracking_id", ""))  # a rule on the page of this mode, advice on the other
        if len(tracking) > 48 or _STRANGE & set(tracking):
            return error(-132, "tracking_id is invalid")
    if mode not in ("1", "3"):
        return error(-161, "sending_mode is invalid")
    if mode == "3" and template.tag != "PROMOTION":
        return error(-162, "sending_mode 3 is not for templates of tag 1 or 2")
    return None


def new_day(world: World, oa: OfficialAccount) -> None:
    """Refill the daily quotas after midnight. CONVENTION: midnight in Vietnam; Zalo names no hour."""
    today = day_of(world.clock.now())
    if today == oa.quota_day:
        return
    if oa.quota_day:
        oa.remaining = oa.daily_quota
        for template in world.templates.values():
            if template.oa_id == oa.oa_id:
                template.used_today = 0
                world.changed("template", template.template_id)
    oa.quota_day = today
    world.changed("oa", oa.oa_id)


def _spend(world: World, oa: OfficialAccount, template: Template, mode: str) -> Response | None:
    new_day(world, oa)
    if oa.balance <= 0:
        return error(-137, "ZCA charge failed")
    if oa.balance < template.price:
        return error(-115, "Out of quota")
    if oa.remaining <= 0 and mode != "3":
        return error(-144, "OA daily quota exhausted")
    if template.daily_quota is not None and template.used_today >= template.daily_quota:
        return error(-147, "Template daily quota exhausted")
    oa.remaining = max(0, oa.remaining - 1)
    oa.balance -= template.price
    template.used_today += 1
    world.changed("oa", oa.oa_id)
    world.changed("template", template.template_id)
    return None
