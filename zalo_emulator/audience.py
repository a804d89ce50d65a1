"""openapi.zalo.me: the people an account knows, and the account itself."""

import json
import time
from typing import Any

from zalo_emulator import windows
from zalo_emulator.gate import body_of, known
from zalo_emulator.model import OfficialAccount
from zalo_emulator.wire import TEXT, Request, Response, answer, error, number
from zalo_emulator.world import World

GREATEST_OFFSET = 9951


def query_of(request: Request) -> dict[str, Any]:
    """The JSON in ``?data=`` (an empty object where there is none)."""
    try:
        data = json.loads(request.query.get("data", "{}"))
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def told(data: Any) -> Response:
    return answer({"data": data, "error": 0, "message": "Success"}, TEXT)


def quota_message(world: World, request: Request, oa: OfficialAccount) -> Response:
    """``/oa/quota/message``: of a person, of the account's packages, or (empty body) of replies."""
    body = body_of(request) if request.body.strip() else {}
    if isinstance(body, Response):
        return body
    if "quota_owner" in body:
        return _packages(oa, body)
    if "user_id" not in body:  # CONVENTION: what the old question by message id answers is not published
        return told([])
    found = known(world, oa, body["user_id"])
    if isinstance(found, Response):
        return found
    _person, tie = found
    today = windows.day_of(world.clock.now()) == windows.day_of(tie.promoted_at)
    return told(
        {
            "last_interaction": str(int(tie.last_interaction * 1000)) if tie.last_interaction else "",
            "cs_reply": {"remain": windows.left(world, tie), "total": windows.REPLIES},
            "promotion": {"daily_remain": 0 if today else 1, "daily_total": 1, "monthly_remain": 4, "monthly_total": 6},
        }
    )


def _packages(oa: OfficialAccount, body: dict[str, Any]) -> Response:
    kinds = {
        "sub_quota": (500, oa.package_left),
        "purchase_quota": (1000, oa.purchased_left),
        "reward_quota": (100, oa.reward_left),
    }
    wanted, product = body.get("quota_type"), str(body.get("product_type") or "cs")
    if (
        body["quota_owner"] not in ("OA", "App")
        or wanted not in (None, "", *kinds)
        or product not in ("cs", "transaction")
    ):
        return error(-201, "quota_owner is invalid!", TEXT)
    return told(
        [
            {
                "asset_id": f"{oa.oa_id}{place}", "product_type": product, "quota_type": kind,
                "valid_through": "31/12/2026", "total": total, "remain": remain,
            }
            for place, (kind, (total, remain)) in enumerate(kinds.items())
            if wanted == kind or not wanted
        ]
    )  # fmt: skip


def _day(epoch: float) -> str:
    return time.strftime("%d/%m/%Y", time.gmtime(epoch + windows.ZONE)) if epoch else ""


def user_detail(world: World, request: Request, oa: OfficialAccount) -> Response:
    found = known(world, oa, query_of(request).get("user_id"))
    if isinstance(found, Response):
        return found
    person, tie = found
    shared = {"address": "", "city": "", "district": "", "phone": "", "name": "", "user_dob": "", **tie.shared_info}
    return told(
        {
            "user_id": tie.user_id, "user_id_by_app": tie.user_id_by_app, "user_external_id": tie.external_id,
            "display_name": person.name, "user_alias": person.name, "is_sensitive": False,
            "user_last_interaction_date": _day(tie.last_interaction), "user_is_follower": tie.follower, "avatar": "",
            "avatars": {"120": "", "240": ""}, "dynamic_param": "",
            "tags_and_notes_info": {"notes": [], "tag_names": [n for n, m in oa.tags.items() if tie.user_id in m]},
            "shared_info": shared,
        }
    )  # fmt: skip


def user_list(world: World, request: Request, oa: OfficialAccount) -> Response:
    query = query_of(request)
    offset, count = number(query.get("offset"), 0), min(number(query.get("count"), 50), 50)
    if offset > GREATEST_OFFSET:
        return error(-210, "Parameter exceeds allowable limit", TEXT)
    ties = [p.ties[oa.oa_id] for p in world.people.values() if oa.oa_id in p.ties]
    if "is_follower" in query:
        ties = [t for t in ties if t.follower == (str(query["is_follower"]).lower() == "true")]
    if query.get("tag_name"):
        ties = [t for t in ties if t.user_id in oa.tags.get(str(query["tag_name"]), ())]
    ties = [t for t in ties if _within(world, str(query.get("last_interaction_period", "")), t.last_interaction)]
    users = [{"user_id": t.user_id} for t in ties[offset : offset + count]]
    return told({"total": len(ties), "count": count, "offset": offset, "users": users})


def _within(world: World, period: str, last: float) -> bool:
    if not period:
        return True
    if not last:
        return False
    age = windows.day_of(world.clock.now()) - windows.day_of(last)
    spans = {"TODAY": (0, 0), "YESTERDAY": (1, 1), "L7D": (0, 7), "L30D": (0, 30)}
    if period in spans:
        return spans[period][0] <= age <= spans[period][1]
    start, _colon, end = period.partition(":")
    text = time.strftime("%Y_%m_%d", time.gmtime(last + windows.ZONE))
    return start <= text <= (end or start)


def get_oa(world: World, request: Request, oa: OfficialAccount) -> Response:
    followers = sum(1 for p in world.people.values() if (t := p.ties.get(oa.oa_id)) and t.follower)
    return told(
        {
            "oa_id": oa.oa_id, "oaid": oa.oa_id, "name": oa.name, "description": "", "oa_alias": "",
            "is_verified": oa.verified, "oa_type": 4, "cate_name": "Cơ quan nhà nước", "num_follower": followers,
            "avatar": "", "cover": "", "package_name": oa.package, "package_valid_through_date": "31/12/2026",
            "package_auto_renew_date": "", "linked_ZCA": "ZCA-1" if oa.zca_linked else "",
        }
    )  # fmt: skip
