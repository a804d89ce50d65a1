"""business.openapi.zalo.me: templates, states of messages, quotas, quality, ratings."""

from collections.abc import Callable
from typing import Any

from zalo_emulator.business import authorised, new_day
from zalo_emulator.model import OfficialAccount, Template
from zalo_emulator.wire import Request, Response, answer, error, mapping, number
from zalo_emulator.world import World

Reading = Callable[[World, Request, OfficialAccount], Response]
STATES = {"1": "ENABLE", "2": "PENDING_REVIEW", "3": "REJECT", "4": "DISABLE"}


def guarded(reading: Reading) -> Callable[[World, Request], Response]:
    """The same call, after the token was looked at."""

    def call(world: World, request: Request) -> Response:
        oa = authorised(world, request)
        return oa if isinstance(oa, Response) else reading(world, request, oa)

    return call


def status(world: World, request: Request, oa: OfficialAccount) -> Response:
    sent = world.by_message.get(request.query.get("message_id", ""))
    if sent is None or sent.oa_id != oa.oa_id or sent.channel != "phone":
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


def quota(world: World, request: Request, oa: OfficialAccount) -> Response:
    new_day(world, oa)
    data = {
        "dailyQuota": oa.daily_quota, "remainingQuota": oa.remaining, "dailyQuotaPromotion": None,
        "remainingQuotaPromotion": None, "monthlyPromotionQuota": 1000, "remainingMonthlyPromotionQuota": 1000,
        "estimatedNextMonthPromotionQuota": 1000,
    }  # fmt: skip
    return answer({"data": data, "error": 0, "message": "success"})


def templates(world: World, request: Request, oa: OfficialAccount) -> Response:
    wanted = STATES.get(request.query.get("status", ""))
    own = [t for t in world.templates.values() if t.oa_id == oa.oa_id and wanted in (None, t.status)]
    offset, limit = number(request.query.get("offset"), 0), min(number(request.query.get("limit"), 100), 100)
    data = [
        {
            "templateId": int(t.template_id) if t.template_id.isdigit() else t.template_id, "templateName": t.name,
            "createdTime": int(t.created * 1000), "status": t.status, "templateQuality": t.quality,
        }
        for t in own[offset : offset + limit]
    ]  # fmt: skip
    return answer({"error": 0, "message": "Success", "data": data, "metadata": {"total": len(own)}})


def _own(world: World, request: Request, oa: OfficialAccount) -> Template | None:
    template = world.templates.get(request.query.get("template_id", ""))
    return template if template is not None and template.oa_id == oa.oa_id else None


def template_info(world: World, request: Request, oa: OfficialAccount) -> Response:
    template = _own(world, request, oa)
    if template is None:
        return error(-109, "Template id invalid")
    data = {
        "templateId": template.template_id, "templateName": template.name, "status": template.status,
        "listParams": [
            # CONVENTION: every parameter is a STRING; other values of the type are not published.
            {
                "name": name, "require": name not in template.optional, "type": "STRING", "maxLength": limit,
                "minLength": 0, "acceptNull": name in template.optional,
            }
            for name, limit in template.params.items()
        ],
        "listButtons": [
            {"type": number(b.get("type"), 1), "title": b.get("title", ""), "content": b.get("content", "")}
            for b in template.buttons
        ],
        "timeout": 7200000, "previewUrl": "", "templateQuality": template.quality, "templateTag": template.tag,
        "price": f"{template.price}.0", "price_sdt": f"{template.price}.0", "price_uid": f"{template.price_uid}.0",
    }  # fmt: skip
    if template.daily_quota is not None:
        left = max(0, template.daily_quota - template.used_today)
        data |= {
            "applyTemplateQuota": True,
            "templateDailyQuota": str(template.daily_quota),
            "templateRemainingQuota": str(left),
        }
    return answer({"error": 0, "message": "Success", "data": data})


_SAMPLES = {"date": "01/01/1970", "currency": 2000, "phone": "84900000000", "url": "https://oa.zalo.me"}


def sample_data(world: World, request: Request, oa: OfficialAccount) -> Response:
    template = _own(world, request, oa)
    if template is None:
        return error(-109, "Template id invalid")
    data = {name: _SAMPLES.get(template.types.get(name, ""), f"{name}_sample") for name in template.params}
    return answer({"message": "Success", "data": data, "error": 0})


def tags(world: World, request: Request, oa: OfficialAccount) -> Response:
    return answer({"data": ["TRANSACTION", "CUSTOMER_CARE"], "error": 0, "message": "success"})


def quality(world: World, request: Request, oa: OfficialAccount) -> Response:
    data = {"oaCurrentQuality": oa.quality, "oa7dayQuality": oa.quality}
    return answer({"data": data, "error": 0, "message": "success"})


def _between(rows: dict[str, dict[str, Any]], asked: dict[str, Any], oa: OfficialAccount) -> list[dict[str, Any]]:
    template = str(asked.get("template_id", ""))
    start, end = number(asked.get("from_time"), 0), number(asked.get("to_time"), 10**15)
    return [
        r["row"] for r in rows.values()
        if r["oa"] == oa.oa_id and template in ("", r["template_id"]) and start <= int(r["row"]["submitDate"]) <= end
    ]  # fmt: skip


def ratings(world: World, request: Request, oa: OfficialAccount) -> Response:
    rows = _between(world.ratings, request.query, oa)
    offset, limit = number(request.query.get("offset"), 0), number(request.query.get("limit"), 100)
    return answer({"data": {"total": len(rows), "data": rows[offset : offset + limit]}, "error": 0})


def responses(world: World, request: Request, oa: OfficialAccount) -> Response:
    try:
        asked = mapping(request.json())
    except ValueError:
        return error(-122, "Body is not valid JSON")
    rows = _between(world.responses, {**request.query, **asked}, oa)
    limit = number(asked.get("limit"), 100)
    return answer({"data": {"data": rows[:limit]}, "error": 0, "message": "Success"})
