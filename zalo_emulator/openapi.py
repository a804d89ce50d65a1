"""openapi.zalo.me: messages to known people, their windows, the account itself."""

import json
from typing import Any

from zalo_emulator import oauth
from zalo_emulator.business import template_faults
from zalo_emulator.sending import arrive, rendered
from zalo_emulator.wire import Request, Response, answer, error
from zalo_emulator.world import OfficialAccount, Person, Tie, World

TEXT = "text/json"
DAY = 86_400.0
CALLS_A_MINUTE = 4000


def authorised(world: World, request: Request) -> OfficialAccount | Response:
    token = request.header("access_token") or request.query.get("access_token", "")
    oa, expired = oauth.account_of(world, token)
    if oa is None:  # CONVENTION: unknown -216, expired -220
        return error(-216, "Access token is invalid", TEXT)
    if expired:
        return error(-220, "access_token is expired or removed", TEXT)
    return oa


def counted(world: World) -> Response | None:
    """The app's requests of this minute; over the limit -32."""
    minute = int(world.clock.now() // 60)
    used = world.minute[1] + 1 if world.minute[0] == minute else 1
    world.minute = (minute, used)
    if world.rate_limited and used > CALLS_A_MINUTE:
        return error(-32, "Your application reached limit call api", TEXT)
    return None


def limits(world: World, response: Response) -> Response:
    left = max(0, CALLS_A_MINUTE - world.minute[1])
    response.headers.update({"x-ratelimit-limit": str(CALLS_A_MINUTE), "x-ratelimit-remain": str(left)})
    return response


def known(world: World, oa: OfficialAccount, user_id: Any) -> tuple[Person, Tie] | Response:
    found = world.by_user.get(str(user_id or ""))
    if found is None or found[1] != oa.oa_id:
        return error(-201, "user_id is invalid!", TEXT)
    person = found[0]
    return person, person.ties[oa.oa_id]


def _quota(world: World, tie: Tie) -> dict[str, Any]:
    if world.clock.now() - tie.last_interaction <= 2 * DAY:
        return {"quota": {"quota_type": "reply", "remain": "7", "total": "8"}}
    return {"quota": {"quota_type": "sub_quota", "remain": "499", "total": "500", "expired_date": "31/12/2026"}}


def consultation(world: World, request: Request, oa: OfficialAccount) -> Response:
    """``POST /v3.0/oa/message/cs``: only within seven days of the person's last word."""
    body = _body(request)
    if isinstance(body, Response):
        return body
    found = known(world, oa, body.get("recipient", {}).get("user_id"))
    if isinstance(found, Response):
        return found
    person, tie = found
    message = body.get("message") or {}
    payload = (message.get("attachment") or {}).get("payload") or {}
    if wrong := _content_faults(oa, message, payload):
        return wrong
    if tie.blocked or oa.oa_id in person.refused_oas:
        return error(-244, "User has restricted this message type from your OA", TEXT)
    if person.inactive:
        return error(-227, "User is banned or has been inactive for more than 45 days", TEXT)
    if not tie.last_interaction:
        return error(-232, "User has not interacted with OA or last interaction expired", TEXT)
    if world.clock.now() - tie.last_interaction > 7 * DAY:
        return error(-230, "User has not interacted with the OA in the past 7 days", TEXT)
    sent = arrive(
        world, oa, person, channel="cs", text=str(message.get("text", "")) or "[tệp]",
        buttons=payload.get("buttons") or [],
    )  # fmt: skip
    data = {**_quota(world, tie), "message_id": sent.id, "user_id": tie.user_id}
    return answer({"data": data, "error": 0, "message": "Success"}, TEXT)


def _content_faults(oa: OfficialAccount, message: dict[str, Any], payload: dict[str, Any]) -> Response | None:
    if len(str(message.get("text", ""))) > 2000:
        return error(-210, "Parameter exceeds allowable limit", TEXT)
    if not message.get("text") and not message.get("attachment"):
        return error(-201, "message is invalid!", TEXT)
    buttons = payload.get("buttons") or []
    if buttons and not oa.buttons_allowed:
        return error(-224, "The OA needs to upgrade OA Tier Package to use this feature", TEXT)
    if len(buttons) > 5 or any(len(str(b.get("title", ""))) > 100 for b in buttons):
        return error(-201, "buttons is invalid!", TEXT)
    return None


def template_by_uid(world: World, request: Request, oa: OfficialAccount) -> Response:
    """``POST /v3.0/oa/message/template``: no window needed, no tracking id."""
    body = _body(request)
    if isinstance(body, Response):
        return body
    found = known(world, oa, body.get("user_id"))
    if isinstance(found, Response):
        return found
    person, tie = found
    template = world.templates.get(str(body.get("template_id", "")))
    if template is not None and not template.by_uid:
        return error(-249, "Template does not support send via UID", TEXT)
    if wrong := template_faults(world, oa, template, body.get("template_data")):
        return wrong
    assert template is not None
    if tie.blocked or oa.oa_id in person.refused_oas:
        return error(-244, "User has restricted this message type from your OA", TEXT)
    data = body["template_data"]
    sent = arrive(world, oa, person, channel="uid", text=rendered(template, data), data=data, template=template)
    quota = {"quota_type": "purchase_quota", "remain": 4821}
    told = {"message_id": sent.id, "user_id": tie.user_id, "sent_time": str(int(sent.at * 1000)), "quota": quota}
    return answer({"error": 0, "message": "Success", "data": told}, TEXT)


def quota_message(world: World, request: Request, oa: OfficialAccount) -> Response:
    body = _body(request) if request.body.strip() else {}
    if isinstance(body, Response):
        return body
    if "quota_owner" in body or "message_id" in body or not body:
        return answer({"data": [], "error": 0, "message": "Success"}, TEXT)
    found = known(world, oa, body.get("user_id"))
    if isinstance(found, Response):
        return found
    _person, tie = found
    last = str(int(tie.last_interaction * 1000)) if tie.last_interaction else ""
    data = {
        "last_interaction": last, "cs_reply": {"remain": 8, "total": 8},
        "promotion": {"daily_remain": 0, "daily_total": 1, "monthly_remain": 4, "monthly_total": 4},
    }  # fmt: skip
    return answer({"data": data, "error": 0, "message": "Success"}, TEXT)


def user_detail(world: World, request: Request, oa: OfficialAccount) -> Response:
    found = known(world, oa, _query(request).get("user_id"))
    if isinstance(found, Response):
        return found
    person, tie = found
    data = {
        "user_id": tie.user_id, "user_id_by_app": tie.user_id_by_app, "user_external_id": tie.external_id,
        "display_name": person.name, "user_alias": person.name, "is_sensitive": False,
        "user_last_interaction_date": "", "user_is_follower": tie.follower, "avatar": "",
        "avatars": {"120": "", "240": ""}, "dynamic_param": "",
        "tags_and_notes_info": {"notes": [], "tag_names": [n for n, m in oa.tags.items() if tie.user_id in m]},
        "shared_info": tie.shared_info,
    }  # fmt: skip
    return answer({"data": data, "error": 0, "message": "Success"}, TEXT)


def user_list(world: World, request: Request, oa: OfficialAccount) -> Response:
    query = _query(request)
    offset, count = int(query.get("offset", 0)), min(int(query.get("count", 50)), 50)
    users = [p.ties[oa.oa_id].user_id for p in world.people.values() if oa.oa_id in p.ties]
    data = {
        "total": len(users), "count": count, "offset": offset,
        "users": [{"user_id": u} for u in users[offset : offset + count]],
    }  # fmt: skip
    return answer({"data": data, "error": 0, "message": "Success"}, TEXT)


def get_oa(world: World, request: Request, oa: OfficialAccount) -> Response:
    data = {
        "oa_id": oa.oa_id, "oaid": oa.oa_id, "name": oa.name, "description": "", "oa_alias": "",
        "is_verified": oa.verified, "oa_type": 4, "cate_name": "Cơ quan nhà nước", "num_follower": 0, "avatar": "",
        "cover": "", "package_name": "Nâng cao", "package_valid_through_date": "31/12/2026",
        "package_auto_renew_date": "", "linked_ZCA": "ZCA-1" if oa.zca_linked else "",
    }  # fmt: skip
    return answer({"data": data, "error": 0, "message": "Success"}, TEXT)


def conversation(world: World, request: Request, oa: OfficialAccount) -> Response:
    query = _query(request)
    found = known(world, oa, query.get("user_id"))
    if isinstance(found, Response):
        return found
    person, tie = found
    return _log(world, oa, [(person, tie, line) for line in tie.log], query)


def recent(world: World, request: Request, oa: OfficialAccount) -> Response:
    lines = [
        (p, p.ties[oa.oa_id], line) for p in world.people.values() if oa.oa_id in p.ties for line in p.ties[oa.oa_id].log
    ]
    return _log(world, oa, lines, _query(request))


def _log(world: World, oa: OfficialAccount, lines: list[Any], query: dict[str, Any]) -> Response:
    offset, count = int(query.get("offset", 0)), min(int(query.get("count", 5)), 10)
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
    return answer({"data": data, "error": 0, "message": "Success"}, TEXT)


def tag(world: World, request: Request, oa: OfficialAccount, verb: str) -> Response:
    body = _body(request)
    if isinstance(body, Response):
        return body
    name, user = str(body.get("tag_name", "")), str(body.get("user_id", ""))
    if verb == "rmtag":
        oa.tags.pop(name, None)
    elif verb == "tagfollower":
        oa.tags.setdefault(name, set()).add(user)
    else:
        oa.tags.get(name, set()).discard(user)
    return answer({"error": 0, "message": "Success"}, TEXT)


def tags_of_oa(world: World, request: Request, oa: OfficialAccount) -> Response:
    return answer({"data": sorted(oa.tags), "error": 0, "message": "Success"}, TEXT)


def upload(world: World, request: Request, oa: OfficialAccount, kind: str) -> Response:
    files = request.files()
    name, content = next((files[n] for n in ("file", "image") if n in files), ("", b""))
    limit = 1_000_000 if kind == "image" else 5_000_000
    if not content:
        return error(-201, "file is invalid!", TEXT)
    if len(content) > limit:
        return error(-210, "Parameter exceeds allowable limit", TEXT)
    if kind == "file" and not name.lower().endswith((".pdf", ".doc", ".docx", ".csv")):
        return error(-201, "file is invalid!", TEXT)
    token = world.hex(40)
    world.uploads[token] = world.clock.now()
    key = "token" if kind == "file" else "attachment_id"
    return answer({"data": {key: token}, "error": 0, "message": "Success"}, TEXT)


def v2_message(world: World, request: Request, oa: OfficialAccount) -> Response:
    body = _body(request)
    if isinstance(body, Response):
        return body
    if "sender_action" in body or "anonymous_id" in body.get("recipient", {}):
        return answer({"data": {"message_id": world.hex()}, "error": 0, "message": "Success"}, TEXT)
    return shut_down()


def shut_down() -> Response:
    return error(-240, "MessageV2 API has been shut down, please switch to MessageV3", TEXT)


def legacy() -> Response:
    """CONVENTION: what the transaction and promotion endpoints answer since 2026-03-01 is unknown."""
    return error(-233, "message type is invalid or not support", TEXT)


def _body(request: Request) -> dict[str, Any] | Response:
    try:
        body = request.json()
    except ValueError:
        return error(-201, "body is invalid!", TEXT)
    return body if isinstance(body, dict) else error(-201, "body is invalid!", TEXT)


def _query(request: Request) -> dict[str, Any]:
    try:
        data = json.loads(request.query.get("data", "{}"))
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
