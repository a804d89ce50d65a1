"""Which path of which host is answered by whom."""

from collections.abc import Callable
from functools import partial

from zalo_emulator import audience, business, catalogue, graph, oauth, openapi
from zalo_emulator.model import OfficialAccount
from zalo_emulator.wire import Request, Response
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
    ("POST", "/message/template"): business.send,
    ("POST", "/message/template/hashphone"): partial(business.send, hashed=True),
    ("GET", "/message/status"): catalogue.status,
    ("GET", "/message/quota"): catalogue.quota,
    ("GET", "/message/template-tag"): catalogue.tags,
    ("GET", "/template/all"): catalogue.templates,
    ("GET", "/template/info/v2"): catalogue.template_info,
    ("GET", "/template/sample-data"): catalogue.sample_data,
    ("GET", "/quality"): catalogue.quality,
    ("GET", "/rating/get"): catalogue.ratings,
    ("POST", "/rating/get"): catalogue.ratings,
    ("POST", "/response/get"): catalogue.responses,
    ("GET", "/v2.0/me"): graph.me,
    ("GET", "/v2.0/me/info"): graph.me_info,
}


def _shut_down(_world: World, _request: Request, _oa: OfficialAccount) -> Response:
    return openapi.shut_down()


# openapi.zalo.me: counted by the minute, and only with a token.
GRANTED: dict[Key, Granted] = {
    ("POST", "/v3.0/oa/message/cs"): openapi.consultation,
    ("POST", "/v3.0/oa/message/template"): openapi.template_by_uid,
    ("POST", "/v3.0/oa/message/transaction"): openapi.legacy,
    ("POST", "/v3.0/oa/message/promotion"): openapi.legacy,
    ("POST", "/v2.0/oa/message"): openapi.v2_message,
    ("POST", "/v3.0/oa/quota/message"): audience.quota_message,
    ("POST", "/v2.0/oa/quota/message"): audience.quota_message,
    ("GET", "/v3.0/oa/user/detail"): audience.user_detail,
    ("GET", "/v3.0/oa/user/getlist"): audience.user_list,
    ("GET", "/v2.0/oa/getoa"): audience.get_oa,
    ("GET", "/v2.0/oa/listrecentchat"): audience.recent,
    ("GET", "/v2.0/oa/conversation"): audience.conversation,
    ("POST", "/v2.0/oa/upload/image"): partial(audience.upload, kind="image"),
    ("POST", "/v2.0/oa/upload/gif"): partial(audience.upload, kind="gif"),
    ("POST", "/v2.0/oa/upload/file"): partial(audience.upload, kind="file"),
    ("POST", "/v2.0/oa/tag/tagfollower"): partial(audience.tag, verb="tagfollower"),
    ("POST", "/v2.0/oa/tag/rmfollowerfromtag"): partial(audience.tag, verb="rmfollower"),
    ("POST", "/v2.0/oa/tag/rmtag"): partial(audience.tag, verb="rmtag"),
    ("GET", "/v2.0/oa/tag/gettagsofoa"): audience.tags_of_oa,
    ("GET", "/v2.0/oa/getprofile"): _shut_down,
    ("GET", "/v2.0/oa/getfollowers"): _shut_down,
}


def endpoint(world: World, request: Request) -> Response:
    """The answer of the platform; 404 as a page for a path that it does not have."""
    key = (request.method, request.path)
    opened = OPEN.get(key)
    if opened is not None:
        return opened(world, request)
    granted = GRANTED.get(key)
    if granted is None:
        return Response(404, b"<html><body>404</body></html>", "text/html")
    if limited := openapi.counted(world):
        return openapi.limits(world, limited)
    oa = openapi.authorised(world, request)
    return openapi.limits(world, oa if isinstance(oa, Response) else granted(world, request, oa))
