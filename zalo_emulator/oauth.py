"""OAuth v4: consent, codes, and refresh tokens that live once."""

import base64
import hashlib
import html
from urllib.parse import urlencode

from zalo_emulator.model import GROUPS, Grant, OfficialAccount
from zalo_emulator.wire import Request, Response, answer
from zalo_emulator.world import World

ACCESS_LIFE = 90_000.0
REFRESH_LIFE = 90 * 86_400.0
CODE_LIFE = 600.0
USER_ACCESS_LIFE = 3_600.0
USER_REFRESH_LIFE = 30 * 86_400.0  # CONVENTION: 30 days in all, passed on by rotation; other pages say three months
# Attested: -14002 and -14003. CONVENTION: the others; Zalo publishes no table.
BAD_APP, BAD_REDIRECT, BAD_SECRET, BAD_GRANT, BAD_VERIFIER = -14002, -14003, -14004, -14005, -14006
BAD_REFRESH, BAD_CODE = -14014, -14019


def failure(code: int, name: str, reason: str = "") -> Response:
    """OAuth's own error shape, with HTTP 200."""
    return answer(
        {
            "error_name": name, "error_reason": reason, "error_description": reason, "error": code,
            "ref_doc": "https://developers.zalo.me/docs/official-account/bat-dau/xac-thuc-va-uy-quyen-cho-ung-dung-new",
        }
    )  # fmt: skip


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def permission(world: World, request: Request, *, user: bool = False) -> Response:
    """The consent page; ``?grant=OA_ID`` is the press on «Cho phép»."""
    query = request.query
    if query.get("app_id") != world.app.app_id or not world.app.activated:
        return _error_page(BAD_APP)
    redirect = query.get("redirect_uri", "")
    if not redirect or (world.app.callback_url and redirect != world.app.callback_url):
        return _error_page(BAD_REDIRECT)
    chosen = query.get("grant", "")
    if chosen not in (world.people if user else world.oas):
        return _consent(world, query, user)
    code = world.hex(40)
    _forget_old(world)
    world.changed("code", code)
    world.codes[code] = {
        "oa": "" if user else chosen, "person": chosen if user else "", "at": world.clock.now(),
        "challenge": query.get("code_challenge", "") or world.app.fixed_code_challenge,
    }  # fmt: skip
    back = {"code": code, **({} if user else {"oa_id": chosen})}
    if "state" in query:
        back["state"] = query["state"]
    mark = "&" if "?" in redirect else "?"
    return Response(302, b"", "text/html", {"location": f"{redirect}{mark}{urlencode(back)}"})


def _forget_old(world: World) -> None:
    """Codes and tokens of people that nobody can use any more leave memory."""
    now = world.clock.now()
    for old in [c for c, found in world.codes.items() if now - found["at"] > CODE_LIFE]:
        del world.codes[old]
        world.changed("code", old)
    shelves = (
        ("user_token", world.user_tokens), ("user_refresh", world.user_refresh), ("phone_code", world.phone_codes),
        ("place_code", world.place_codes),
    )  # fmt: skip
    for kind, shelf in shelves:
        for old in [key for key, (_who, until) in shelf.items() if now > until]:
            del shelf[old]
            world.changed(kind, old)


def _consent(world: World, query: dict[str, str], user: bool) -> Response:
    choices = (
        [(p.id, p.name) for p in world.people.values()] if user else [(o.oa_id, o.name) for o in world.oas.values()]
    )
    links = "".join(
        f'<li><a href="?{html.escape(urlencode({**query, "grant": key}))}">Cho phép: {html.escape(name)}</a></li>'
        for key, name in choices
    )
    head = '<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    page = f"{head}<title>Cấp quyền</title><h1>Cấp quyền cho ứng dụng</h1><ul>{links}</ul>"
    return Response(200, page.encode(), "text/html; charset=utf-8")


def _error_page(code: int) -> Response:
    return Response(302, b"", "text/html", {"location": f"/v4/permission/error?error_code={code}"})


def error_page(request: Request) -> Response:
    text = f"<!doctype html><meta charset=utf-8><h1>Lỗi {html.escape(request.query.get('error_code', ''))}</h1>"
    return Response(200, text.encode(), "text/html; charset=utf-8")


def token(world: World, request: Request, *, user: bool = False) -> Response:
    """Both grant types. Success has text in ``expires_in``; a refresh token dies at its first use."""
    form = request.form()
    if form.get("app_id") != world.app.app_id:
        return failure(BAD_APP, "Invalid app_id")
    if request.header("secret_key") != world.app.app_secret:
        return failure(BAD_SECRET, "Invalid secret key")
    if form.get("grant_type") == "authorization_code":
        return _from_code(world, form, user)
    if form.get("grant_type") == "refresh_token":
        return _user_refresh(world, form) if user else _from_refresh(world, form)
    return failure(BAD_GRANT, "Invalid grant type")


def _from_code(world: World, form: dict[str, str], user: bool) -> Response:
    found = world.codes.pop(form.get("code", ""), None)
    world.changed("code", form.get("code", ""))
    if found is None or world.clock.now() - found["at"] > CODE_LIFE:
        return failure(BAD_CODE, "Invalid authorization code", "code is expired or used")
    # CONVENTION: a challenge fixed in the console, or one per request, or none; sources disagree, so all three work.
    verifier = form.get("code_verifier", "")
    if found["challenge"] and (len(verifier) != 43 or challenge_of(verifier) != found["challenge"]):
        return failure(BAD_VERIFIER, "Invalid code verifier")
    if user and found["person"]:
        return user_pair(world, found["person"], world.clock.now() + USER_REFRESH_LIFE)
    if user or not found["oa"]:
        return failure(BAD_CODE, "Invalid authorization code", "code is of the other kind")
    return _pair(world, world.oas[found["oa"]])


def user_pair(world: World, person_id: str, until: float) -> Response:
    """Tokens of a person (Zalo Login, Mini App)."""
    access, refresh = world.token(), world.token()
    _forget_old(world)
    world.changed("user_token", access)
    world.changed("user_refresh", refresh)
    world.user_tokens[access] = (person_id, world.clock.now() + USER_ACCESS_LIFE)
    world.user_refresh[refresh] = (person_id, until)
    return answer({"access_token": access, "refresh_token": refresh, "expires_in": str(int(USER_ACCESS_LIFE))})


def _user_refresh(world: World, form: dict[str, str]) -> Response:
    person_id, until = world.user_refresh.pop(form.get("refresh_token", ""), ("", 0.0))
    world.changed("user_refresh", form.get("refresh_token", ""))
    if not person_id or world.clock.now() > until:
        return failure(BAD_REFRESH, "Invalid refresh token", "invalid refresh token")
    return user_pair(world, person_id, until)


def _from_refresh(world: World, form: dict[str, str]) -> Response:
    given, now = form.get("refresh_token", ""), world.clock.now()
    for oa in world.oas.values():
        if oa.grant and oa.grant.refresh_token == given and now < oa.grant.refresh_expires_at:
            return _pair(world, oa)
    return failure(BAD_REFRESH, "Invalid refresh token", "invalid refresh token")


def revoke(world: World) -> None:
    """A changed callback address or permission kills every grant of the application."""
    for oa in world.oas.values():
        oa.grant = None
        oa.old_tokens.clear()
        world.changed("oa", oa.oa_id)
    world.by_token.clear()


def _pair(world: World, oa: OfficialAccount) -> Response:
    now, scopes = world.clock.now(), set(GROUPS)
    if oa.grant:
        for token in [t for t, until in oa.old_tokens.items() if until <= now - ACCESS_LIFE]:
            del oa.old_tokens[token]
            world.by_token.pop(token, None)
        oa.old_tokens[oa.grant.access_token] = oa.grant.expires_at  # CONVENTION: old access tokens live on
        scopes = oa.grant.scopes
    oa.grant = Grant(world.token(), now + ACCESS_LIFE, world.token(), now + REFRESH_LIFE, scopes)
    world.by_token[oa.grant.access_token] = oa
    world.changed("oa", oa.oa_id)
    return answer(
        {
            "access_token": oa.grant.access_token, "refresh_token": oa.grant.refresh_token,
            "expires_in": str(int(ACCESS_LIFE)),
        }
    )  # fmt: skip


def account_of(world: World, access_token: str) -> tuple[OfficialAccount | None, bool]:
    """The account a token belongs to, and whether it has expired."""
    oa = world.by_token.get(access_token)
    if oa is None:
        return None, False
    if oa.grant and oa.grant.access_token == access_token:
        return oa, world.clock.now() > oa.grant.expires_at
    return oa, world.clock.now() > oa.old_tokens.get(access_token, 0)
