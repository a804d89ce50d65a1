"""business.openapi.zalo.me: templates by phone, their states and quotas."""

import hashlib
from typing import Any

from zalo_emulator import oauth
from zalo_emulator.sending import arrive, rendered
from zalo_emulator.wire import Request, Response, answer, error
from zalo_emulator.world import OfficialAccount, Person, Template, World


def authorised(world: World, request: Request) -> OfficialAccount | Response:
    oa, expired = oauth.account_of(world, request.header("access_token"))
    if oa is None or expired:
        return error(-124, "Access token invalid")
    return oa


def _phone(raw: Any) -> str | None:
    digits = str(raw or "").lstrip("+")
    return digits if digits.isdigit() and digits.startswith("84") and 10 <= len(digits) <= 12 else None


def template_faults(world: World, oa: OfficialAccount, template: Template | None, data: Any) -> Response | None:
    """What is wrong with a template or its data, in Zalo's order as far as known."""
    if template is None:
        return error(-109, "Template id invalid")
    if template.oa_id != oa.oa_id:
        return error(-117, "OA or app has no permission to use this template")
    if template.status == "DISABLE":
        return error(-146, "Template is disabled because of low quality")
    if template.status != "ENABLE":
        return error(-131, "Template not approved")
    if not isinstance(data, dict) or not data:
        return error(-111, "Template data empty")
    for name, limit in template.params.items():
        value = data.get(name)
        if value is None or value == "":
            return error(-1122, f"Missing param {name}")
        if not isinstance(value, (str, int, float)):
            return error(-112, f"Param {name} has an undefined type")
        if len(str(value)) > limit:  # counted as sent: a decomposed name is longer
            return error(-1121, f"Param {name} exceeds {limit} characters")
    return None


def _person_faults(person: Person | None, oa: OfficialAccount) -> Response | None:
    if person is None or not person.has_zalo:
        return error(-118, "Zalo account not existed")
    if "*" in person.refused_oas or oa.oa_id in person.refused_oas:
        return error(-141, "User refused to receive ZNS from this OA")
    if not person.can_receive:
        return error(-119, "Account cannot receive ZNS")
    if person.inactive:
        return error(-114, "User cannot receive message")
    return None


def send(world: World, request: Request, *, hashed: bool = False) -> Response:
    """``POST /message/template``: accepted is not delivered; a repeated ``tracking_id`` sends again."""
    try:
        body = request.json()
    except ValueError:
        return error(-122, "Body is not valid JSON")
    if not isinstance(body, dict):
        return error(-121, "Body empty")
    oa = authorised(world, request)
    if isinstance(oa, Response):
        return oa
    if not oa.verified:
        return error(-135, "OA is not allowed to send ZNS")
    if not oa.zca_linked:
        return error(-136, "Need to connect with ZCA")
    person = _recipient(world, body, hashed)
    if isinstance(person, Response):
        return person
    template = world.templates.get(str(body.get("template_id", "")))
    if template is not None and not template.by_phone:
        template = None
    if wrong := template_faults(world, oa, template, body.get("template_data")):
        return wrong
    assert template is not None
    if wrong := _person_faults(person, oa):
        return wrong
    if wrong := _quota(world, oa, template):
        return wrong
    assert person is not None
    data = body["template_data"]
    sent = arrive(
        world, oa, person, channel="phone", text=rendered(template, data), data=data, template=template,
        tracking_id=str(body.get("tracking_id", "")),
    )  # fmt: skip
    return answer(
        {
            "error": 0, "message": "Success",
            "data": {
                "msg_id": sent.id, "sent_time": str(int(sent.at * 1000)), "sending_mode": "1",
                "quota": {"dailyQuota": str(oa.daily_quota), "remainingQuota": str(oa.remaining)},
            },
        }
    )  # fmt: skip


def _recipient(world: World, body: dict[str, Any], hashed: bool) -> Person | None | Response:
    if hashed:
        wanted = str(body.get("hash_phone", ""))
        return next(
            (p for p in world.people.values() if hashlib.sha256(p.phone.encode()).hexdigest() == wanted), None
        )
    phone = _phone(body.get("phone"))
    return error(-108, "Phone number invalid") if phone is None else world.by_phone.get(phone)


def _quota(world: World, oa: OfficialAccount, template: Template) -> Response | None:
    if oa.balance < template.price:
        return error(-115, "Out of quota")
    if oa.remaining <= 0:
        return error(-144, "OA daily quota exhausted")
    if template.daily_quota is not None and template.used_today >= template.daily_quota:
        return error(-147, "Template daily quota exhausted")
    oa.remaining -= 1
    oa.balance -= template.price
    template.used_today += 1
    return None


def status(world: World, request: Request) -> Response:
    oa = authorised(world, request)
    if isinstance(oa, Response):
        return oa
    sent = world.by_message.get(request.query.get("message_id", ""))
    if sent is None:
        data: dict[str, Any] = {"message": "The message does not exist", "status": -1}
    elif sent.delivered_at is None:
        text = "The message is pushed successfully to Zalo server but has not yet delivered to user's phone"
        data = {"message": text, "status": 0}
    else:
        data = {
            "delivery_time": str(int(sent.delivered_at * 1000)), "status": 1,
            "message": "The message was delivered to the user's phone",
        }  # fmt: skip
    return answer({"message": "Success", "data": data, "error": 0})


def quota(world: World, request: Request) -> Response:
    oa = authorised(world, request)
    if isinstance(oa, Response):
        return oa
    data = {
        "dailyQuota": oa.daily_quota, "remainingQuota": oa.remaining, "dailyQuotaPromotion": None,
        "remainingQuotaPromotion": None,
    }  # fmt: skip
    return answer({"data": data, "error": 0, "message": "success"})


def templates(world: World, request: Request) -> Response:
    oa = authorised(world, request)
    if isinstance(oa, Response):
        return oa
    own = [t for t in world.templates.values() if t.oa_id == oa.oa_id]
    offset, limit = int(request.query.get("offset", 0)), min(int(request.query.get("limit", 100)), 100)
    data = [
        {
            "templateId": int(t.template_id), "templateName": t.name, "createdTime": 1767225600000, "status": t.status,
            "templateQuality": "HIGH",
        }
        for t in own[offset : offset + limit]
    ]  # fmt: skip
    return answer({"error": 0, "message": "Success", "data": data, "metadata": {"total": len(own)}})


def template_info(world: World, request: Request) -> Response:
    oa = authorised(world, request)
    if isinstance(oa, Response):
        return oa
    template = world.templates.get(request.query.get("template_id", ""))
    if template is None or template.oa_id != oa.oa_id:
        return error(-109, "Template id invalid")
    data = {
        "templateId": template.template_id, "templateName": template.name, "status": template.status,
        "listParams": [
            {"name": n, "require": True, "type": "STRING", "maxLength": limit, "minLength": 0, "acceptNull": False}
            for n, limit in template.params.items()
        ],
        "listButtons": [{"type": int(b["type"]), "title": b["title"], "content": ""} for b in template.buttons],
        "timeout": 7200000, "previewUrl": "", "templateQuality": "HIGH", "templateTag": template.tag,
        "price": f"{template.price}.0", "price_sdt": f"{template.price}.0", "price_uid": f"{template.price}.0",
    }  # fmt: skip
    return answer({"error": 0, "message": "Success", "data": data})


def sample_data(world: World, request: Request) -> Response:
    template = world.templates.get(request.query.get("template_id", ""))
    if template is None:
        return error(-109, "Template id invalid")
    return answer({"data": {n: n for n in template.params}, "error": 0, "message": "Success"})


def tags(world: World, request: Request) -> Response:
    oa = authorised(world, request)
    return oa if isinstance(oa, Response) else answer(
        {"data": ["TRANSACTION", "CUSTOMER_CARE"], "error": 0, "message": "success"}
    )


def quality(world: World, request: Request) -> Response:
    oa = authorised(world, request)
    return oa if isinstance(oa, Response) else answer(
        {"data": {"oaCurrentQuality": oa.quality, "oa7dayQuality": oa.quality}, "error": 0, "message": "success"}
    )


def ratings(world: World, request: Request) -> Response:
    oa = authorised(world, request)
    return oa if isinstance(oa, Response) else answer({"data": {"total": 0, "data": []}, "error": 0})


