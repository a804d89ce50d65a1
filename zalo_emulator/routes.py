"""Which path of which host is answered by whom."""

from collections.abc import Callable
from functools import partial

from zalo_emulator import (
    audience,
    business,
    catalogue,
    drafting,
    encrypted,
    gate,
    graph,
    labels,
    legacy,
    oauth,
    openapi,
    talk,
    uploads,
    version_two,
)
from zalo_emulator.catalogue import guarded
from zalo_emulator.model import OfficialAccount
from zalo_emulator.wire import TEXT, Request, Response, error
from zalo_emulator.world import World

Key = tuple[str, str]
Open = Callable[[World, Request], Response]
Granted = Callable[[World, Request, OfficialAccount], Response]

# oauth.zaloapp.com, business.openapi.zalo.me and graph.zalo.me check what they need themselves.
OPEN: dict[Key, Open] = {
    ("GET", "/v4/oa/permission"): oauth.permission,
    ("POST", "/v4/oa/access_token"): oauth.token,
    ("GET", "/v4/permission"): partial(oauth.permission, user=True),
    ("POST", "/v4/access_token"): partial(oauth.token, user=True),
    ("GET", "/v4/permission/error"): lambda _w, r: oauth.error_page(r),
    ("GET", "/v2.0/me"): graph.me,
    ("GET", "/v2.0/me/info"): graph.me_info,
}
BUSINESS: dict[Key, Open] = {
    ("POST", "/message/template"): business.send,
    ("POST", "/message/template/hashphone"): partial(business.send, way="hash"),
    ("POST", "/rsa/message/template"): partial(business.send, way="rsa"),
    ("GET", "/rsa/key/gen"): guarded(lambda w, _r, oa: encrypted.generate(w, oa)),
    ("GET", "/rsa/key/get"): guarded(lambda _w, _r, oa: encrypted.shown(oa)),
    ("GET", "/message/status"): guarded(catalogue.status),
    ("GET", "/message/quota"): guarded(catalogue.quota),
    ("GET", "/message/template-tag"): guarded(catalogue.tags),
    ("GET", "/template/all"): guarded(catalogue.templates),
    ("GET", "/template/info/v2"): guarded(catalogue.template_info),
    ("GET", "/template/sample-data"): guarded(catalogue.sample_data),
    ("POST", "/template/create"): guarded(drafting.create),
    ("POST", "/template/edit"): guarded(drafting.edit),
    ("POST", "/upload/image"): guarded(drafting.upload),
    ("GET", "/quality"): guarded(catalogue.quality),
    ("GET", "/rating/get"): guarded(catalogue.ratings),
    ("POST", "/rating/get"): guarded(catalogue.ratings),
    ("POST", "/response/get"): guarded(catalogue.responses),
}
# openapi.zalo.me: counted by the minute, and only with a token.
GRANTED: dict[Key, Granted] = {
    ("POST", "/v3.0/oa/message/cs"): openapi.consultation,
    ("POST", "/v3.0/oa/message/cs/miniapp"): openapi.mini_app,
    ("POST", "/v3.0/oa/message/template"): openapi.template_by_uid,
    ("POST", "/v3.0/oa/message/transaction"): partial(legacy.message, kind="transaction"),
    ("POST", "/v3.0/oa/message/promotion"): partial(legacy.message, kind="promotion"),
    ("POST", "/v2.0/oa/message"): version_two.message,
    ("POST", "/v3.0/oa/quota/message"): audience.quota_message,
    ("POST", "/v2.0/oa/quota/message"): audience.quota_message,
    ("GET", "/v3.0/oa/user/detail"): audience.user_detail,
    ("GET", "/v3.0/oa/user/getlist"): audience.user_list,
    ("GET", "/v2.0/oa/getoa"): audience.get_oa,
    ("GET", "/v2.0/oa/listrecentchat"): talk.recent,
    ("GET", "/v2.0/oa/conversation"): talk.conversation,
    ("POST", "/v2.0/oa/upload/image"): partial(uploads.take, kind="image"),
    ("POST", "/v2.0/oa/upload/gif"): partial(uploads.take, kind="gif"),
    ("POST", "/v2.0/oa/upload/file"): partial(uploads.take, kind="file"),
    ("POST", "/v2.0/oa/tag/tagfollower"): partial(labels.change, verb="tagfollower"),
    ("POST", "/v2.0/oa/tag/rmfollowerfromtag"): partial(labels.change, verb="rmfollower"),
    ("POST", "/v2.0/oa/tag/rmtag"): partial(labels.change, verb="rmtag"),
    ("GET", "/v2.0/oa/tag/gettagsofoa"): labels.listed,
    ("GET", "/v2.0/oa/getprofile"): version_two.shut_down,
    ("GET", "/v2.0/oa/getfollowers"): version_two.shut_down,
    ("POST", "/v2.0/oa/updatefollowerinfo"): version_two.shut_down,
}
_BUSINESS_PATHS = {path for _method, path in BUSINESS}
# The convention of the order of checks begins with the body: these calls read JSON.
_READS_JSON = {path for method, path in GRANTED if method == "POST" and "/upload/" not in path}


def endpoint(world: World, request: Request) -> Response:
    """The answer of the platform; 404 as a page for a path that it does not have."""
    key = (request.method, request.path)
    opened = BUSINESS.get(key) or OPEN.get(key)
    if opened is not None:
        return opened(world, request)
    granted = GRANTED.get(key)
    if granted is None:
        if request.path in _BUSINESS_PATHS:
            return error(-106, "Method unsupported")
        return Response(404, b"<html><body>404</body></html>", "text/html")
    return gate.limits(world, gate.counted(world) or _granted(world, request, granted))


def _granted(world: World, request: Request, granted: Granted) -> Response:
    if request.path in _READS_JSON and request.body.strip():
        try:
            request.json()
        except ValueError:
            return error(-201, "body is invalid!", TEXT)
    oa = gate.authorised(world, request)
    return oa if isinstance(oa, Response) else granted(world, request, oa)
