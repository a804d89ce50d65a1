"""openapi.zalo.me: what every call passes before its endpoint."""

from typing import Any

from zalo_emulator import oauth
from zalo_emulator.model import OfficialAccount, Person, Tie
from zalo_emulator.wire import TEXT, Request, Response, error
from zalo_emulator.world import World

# CONVENTION: which permission group covers which path; the console names the groups, no page maps them.
_SCOPES = (("/oa/message", "send"), ("/oa/quota", "send"), ("/oa/upload", "send"), ("/oa/getoa", "account"))


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


def authorised(world: World, request: Request) -> OfficialAccount | Response:
    """The account of the request's token. CONVENTION: unknown -216, expired -220 (or -216 by a switch)."""
    token = request.header("access_token")
    if not token and "/oa/upload/" in request.path:  # the PHP SDK puts it among the fields
        token = request.fields().get("access_token", "")
    oa, expired = oauth.account_of(world, token)
    if oa is None:
        return error(-216, "Access token is invalid", TEXT)
    if expired and world.expired_as_216:
        return error(-216, "Access token has expired", TEXT)
    if expired:
        return error(-220, "access_token is expired or removed", TEXT)
    if not world.app.activated:
        return error(-209, "App has been not approved", TEXT)
    if "official_account" not in world.app.products:
        return error(-212, "App has not registed this api", TEXT)
    scope = next((s for part, s in _SCOPES if part in request.path), "messages")
    if oa.grant is None or scope not in oa.grant.scopes:
        return error(-223, "Official Account has not authorized this API", TEXT)
    if not oa.enabled:
        return error(-204, "Offical Account is disable", TEXT)
    return oa


def body_of(request: Request) -> dict[str, Any] | Response:
    """The body as an object, or -201."""
    try:
        body = request.json()
    except ValueError:
        return error(-201, "body is invalid!", TEXT)
    return body if isinstance(body, dict) else error(-201, "body is invalid!", TEXT)


def known(world: World, oa: OfficialAccount, user_id: Any) -> tuple[Person, Tie] | Response:
    """The person behind a user id of this account; -201 for anybody else's id."""
    found = world.by_user.get(str(user_id or ""))
    if found is None or found[1] != oa.oa_id:
        return error(-201, "user_id is invalid!", TEXT)
    return found[0], world.tie(found[0], oa)


def unwilling(world: World, oa: OfficialAccount, person: Person, tie: Tie, kind: str) -> Response | None:
    """Why this person gets nothing of this kind (cs, uid, transaction, promotion) from this account."""
    if tie.blocked or kind in tie.blocked_types or oa.oa_id in person.refused_oas or "*" in person.refused_oas:
        return error(-244, "User has restricted this message type from your OA", TEXT)
    if not person.has_zalo or person.away(world.clock.now()):
        return error(-227, "User is banned or has been inactive for more than 45 days", TEXT)
    return None
