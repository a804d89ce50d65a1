"""OAuth v4: consent, codes, and refresh tokens that live once."""

import base64
import hashlib
import html
from urllib.parse import urlencode

from zalo_emulator.wire import Request, Response, answer
from zalo_emulator.world import Grant, OfficialAccount, World

ACCESS_LIFE = 90_000.0
REFRESH_LIFE = 90 * 86_400.0
CODE_LIFE = 600.0


def failure(code: int, name: str, reason: str = "") -> Response:
    """OAuth's own error shape, with HTTP 200. CONVENTION: the numbers other than -14002 and -14003."""
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
        return _error_page(-14002)
    redirect = query.get("redirect_uri", "")
    if not redirect or (world.app.callback_url and redirect != world.app.callback_url):
        return _error_page(-14003)
    chosen = query.get("grant", "")
    if not chosen:
        return _consent(world, query, user)
    code = world.hex(40)
    world.codes[code] = {
        "oa": "" if user else chosen, "person": chosen if user else "", "at": world.clock.now(),
        "challenge": query.get("code_challenge", "") or world.app.fixed_code_challenge,
    }  # fmt: skip
    back = {"code": code, **({} if user else {"oa_id": chosen})}
    if "state" in query:
        back["state"] = query["state"]
    mark = "&" if "?" in redirect else "?"
    return Response(302, b"", "text/html", {"location": f"{redirect}{mark}{urlencode(back)}"})


def _consent(world: World, query: dict[str, str], user: bool) -> Response:
    choices = [(p.id, p.name) for p in world.people.values()] if user else [(o.oa_id, o.name) for o in world.oas.values()]
    links = "".join(
        f'<li><a href="?{html.escape(urlencode({**query, "grant": key}))}">Cho phép: {html.escape(name)}</a></li>'
        for key, name in choices
    )
    page = f'<!doctype html><html lang="vi"><meta charset="utf-8"><title>Cấp quyền</title><h1>Cấp quyền cho ứng dụng</h1><ul>{links}</ul>'
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
        return failure(-14002, "Invalid app_id")
    if request.header("secret_key") != world.app.app_secret:
        return failure(-14004, "Invalid secret key")
    if form.get("grant_type") == "authorization_code":
        return _from_code(world, form, user)
    if form.get("grant_type") == "refresh_token":
        return _from_refresh(world, form)
    return failure(-14005, "Invalid grant type")


def _from_code(world: World, form: dict[str, str], user: bool) -> Response:
    found = world.codes.pop(form.get("code", ""), None)
    if found is None or world.clock.now() - found["at"] > CODE_LIFE:
        return failure(-14019, "Invalid authorization code", "code is expired or used")
    verifier = form.get("code_verifier", "")
    if found["challenge"] and (len(verifier) != 43 or challenge_of(verifier) != found["challenge"]):
        return failure(-14006, "Invalid code verifier")
    if user:
        token = world.token()
        world.user_tokens[token] = found["person"]
        return answer({"access_token": token, "refresh_token": world.token(), "expires_in": "3600"})
    return _pair(world, world.oas[found["oa"]])


def _from_refresh(world: World, form: dict[str, str]) -> Response:
    given, now = form.get("refresh_token", ""), world.clock.now()
    for oa in world.oas.values():
        if oa.grant and oa.grant.refresh_token == given and now < oa.grant.refresh_expires_at:
            return _pair(world, oa)
    return failure(-14014, "Invalid refresh token", "invalid refresh token")


def _pair(world: World, oa: OfficialAccount) -> Response:
    now = world.clock.now()
    if oa.grant:
        oa.old_tokens[oa.grant.access_token] = oa.grant.expires_at  # CONVENTION: old access tokens live on
    oa.grant = Grant(world.token(), now + ACCESS_LIFE, world.token(), now + REFRESH_LIFE)
    world.by_token[oa.grant.access_token] = oa
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
