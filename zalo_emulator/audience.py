"""openapi.zalo.me: the people an account knows, their talk, their tags; the account itself; uploads."""

import json
import time
from typing import Any

from zalo_emulator import windows
from zalo_emulator.model import OfficialAccount, Person, Tie
from zalo_emulator.openapi import body_of, known
from zalo_emulator.wire import TEXT, Request, Response, answer, error, number
from zalo_emulator.world import World

ZONE = 7 * 3600
GREATEST_OFFSET = 9951


def query_of(request: Request) -> dict[str, Any]:
    """The JSON in ``?data=`` (an empty object where there is none)."""
    try:
        data = json.loads(request.query.get("data", "{}"))
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _told(data: Any) -> Response:
    return answer({"data": data, "error": 0, "message": "Success"}, TEXT)


def quota_message(world: World, request: Request, oa: OfficialAccount) -> Response:
    """``/oa/quota/message``: of a person, of the account's packages, or (empty body) of replies."""
    body = body_of(request) if request.body.strip() else {}
    if isinstance(body, Response):
        return body
    if "quota_owner" in body:
        return _told(
            [
                {
                    "asset_id": f"asset-{oa.oa_id}", "product_type": str(body.get("product_type", "cs")),
                    "quota_type": str(body.get("quota_type", "sub_quota")), "valid_through": "31/12/2026",
                    "total": 500, "remain": oa.package_left,
                }
            ]
        )  # fmt: skip
    if "user_id" not in body:
        return _told([])
    found = known(world, oa, body["user_id"])
    if isinstance(found, Response):
        return found
    _person, tie = found
    return _told(
        {
            "last_interaction": str(int(tie.last_interaction * 1000)) if tie.last_interaction else "",
            "cs_reply": {"remain": windows.left(world, tie), "total": windows.REPLIES},
            "promotion": {"daily_remain": 0, "daily_total": 1, "monthly_remain": 4, "monthly_total": 6},
        }
    )


def _day(epoch: float) -> str:
    return time.strftime("%d/%m/%Y", time.gmtime(epoch + ZONE)) if epoch else ""


def user_detail(world: World, request: Request, oa: OfficialAccount) -> Response:
    found = known(world, oa, query_of(request).get("user_id"))
    if isinstance(found, Response):
        return found
    person, tie = found
    shared = {"address": "", "city": "", "district": "", "phone": "", "name": "", "user_dob": "", **tie.shared_info}
    return _told(
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
    return _told({"total": len(ties), "count": count, "offset": offset, "users": users})


def _within(world: World, period: str, last: float) -> bool:
    if not period:
        return True
    if not last:
        return False
    day, today = int((last + ZONE) // windows.DAY), int((world.clock.now() + ZONE) // windows.DAY)
    spans = {"TODAY": (0, 0), "YESTERDAY": (1, 1), "L7D": (0, 7), "L30D": (0, 30)}
    if period in spans:
        return spans[period][0] <= today - day <= spans[period][1]
    start, _colon, end = period.partition(":")
    text = time.strftime("%Y_%m_%d", time.gmtime(last + ZONE))
    return start <= text <= (end or start)


def get_oa(world: World, request: Request, oa: OfficialAccount) -> Response:
    followers = sum(1 for p in world.people.values() if (t := p.ties.get(oa.oa_id)) and t.follower)
    return _told(
        {
            "oa_id": oa.oa_id, "oaid": oa.oa_id, "name": oa.name, "description": "", "oa_alias": "",
            "is_verified": oa.verified, "oa_type": 4, "cate_name": "Cơ quan nhà nước", "num_follower": followers,
            "avatar": "", "cover": "", "package_name": "Nâng cao", "package_valid_through_date": "31/12/2026",
            "package_auto_renew_date": "", "linked_ZCA": "ZCA-1" if oa.zca_linked else "",
        }
    )  # fmt: skip


def conversation(world: World, request: Request, oa: OfficialAccount) -> Response:
    query = query_of(request)
    found = known(world, oa, query.get("user_id"))
    if isinstance(found, Response):
        return found
    person, tie = found
    return _log(oa, [(person, tie, line) for line in tie.log], query)


def recent(world: World, request: Request, oa: OfficialAccount) -> Response:
    ties = [(p, p.ties[oa.oa_id]) for p in world.people.values() if oa.oa_id in p.ties]
    return _log(oa, [(p, t, line) for p, t in ties for line in t.log], query_of(request))


def _log(oa: OfficialAccount, lines: list[tuple[Person, Tie, dict[str, Any]]], query: dict[str, Any]) -> Response:
    offset, count = number(query.get("offset"), 0), min(number(query.get("count"), 5), 10)
    lines = sorted(lines, key=lambda entry: -entry[2]["at"])[offset : offset + count]
    data = []
    for person, tie, line in lines:
        ours = line["from"] == "oa"
        data.append(
            {
                "src": 0 if ours else 1, "time": int(line["at"] * 1000), "type": "text", "message": line["text"],
                "message_id": line["id"], "from_id": oa.oa_id if ours else tie.user_id,
                "to_id": tie.user_id if ours else oa.oa_id, "from_display_name": oa.name if ours else person.name,
                "from_avatar": "", "to_display_name": person.name if ours else oa.name, "to_avatar": "",
            }
        )  # fmt: skip
    return _told(data)


def tag(world: World, request: Request, oa: OfficialAccount, verb: str) -> Response:
    """Put a tag on a person, take it off, or remove the tag altogether."""
    body = body_of(request)
    if isinstance(body, Response):
        return body
    name = str(body.get("tag_name") or "")
    if not name:
        return error(-201, "tag_name is invalid!", TEXT)
    if verb == "rmtag":
        oa.tags.pop(name, None)
        return answer({"error": 0, "message": "Success"}, TEXT)
    found = known(world, oa, body.get("user_id"))
    if isinstance(found, Response):
        return found
    if verb == "tagfollower":
        oa.tags.setdefault(name, set()).add(found[1].user_id)
    else:
        oa.tags.get(name, set()).discard(found[1].user_id)
    return answer({"error": 0, "message": "Success"}, TEXT)


def tags_of_oa(world: World, request: Request, oa: OfficialAccount) -> Response:
    return _told(sorted(oa.tags))


def upload(world: World, request: Request, oa: OfficialAccount, kind: str) -> Response:
    """A picture or document for a later message; kept for seven days."""
    files = request.files()
    name, content = next((files[n] for n in ("file", "image") if n in files), ("", b""))
    if not content:
        return error(-201, "file is invalid!", TEXT)
    if len(content) > (1_048_576 if kind == "image" else 5 * 1_048_576):
        return error(-210, "Parameter exceeds allowable limit", TEXT)
    # CONVENTION: CSV is taken as well; of two sources one says so.
    if kind == "file" and not name.lower().endswith((".pdf", ".doc", ".docx", ".csv")):
        return error(-201, "file is invalid!", TEXT)
    token = world.hex(40)
    world.uploads[token] = (kind, world.clock.now())
    return _told({"token" if kind == "file" else "attachment_id": token})
