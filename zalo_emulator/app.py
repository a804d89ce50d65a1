"""The ASGI callable: hosts by path, faults first, then the endpoint."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

from zalo_emulator import business, control, faults, graph, oauth, openapi, page, webhooks
from zalo_emulator.wire import Request, Response, Scope, read, write
from zalo_emulator.world import World

Handler = Callable[[World, Request], Response]

OAUTH: dict[tuple[str, str], Handler] = {
    ("GET", "/v4/oa/permission"): oauth.permission,
    ("POST", "/v4/oa/access_token"): oauth.token,
    ("GET", "/v4/permission"): lambda w, r: oauth.permission(w, r, user=True),
    ("POST", "/v4/access_token"): lambda w, r: oauth.token(w, r, user=True),
    ("GET", "/v4/permission/error"): lambda _w, r: oauth.error_page(r),
}
BUSINESS: dict[tuple[str, str], Handler] = {
    ("POST", "/message/template"): business.send,
    ("POST", "/message/template/hashphone"): lambda w, r: business.send(w, r, hashed=True),
    ("GET", "/message/status"): business.status,
    ("GET", "/message/quota"): business.quota,
    ("GET", "/message/template-tag"): business.tags,
    ("GET", "/template/all"): business.templates,
    ("GET", "/template/info/v2"): business.template_info,
    ("GET", "/template/sample-data"): business.sample_data,
    ("GET", "/quality"): business.quality,
    ("GET", "/rating/get"): business.ratings,
    ("POST", "/rating/get"): business.ratings,
}
GRAPH: dict[tuple[str, str], Handler] = {("GET", "/v2.0/me"): graph.me, ("GET", "/v2.0/me/info"): graph.me_info}
OPENAPI: dict[tuple[str, str], Callable[..., Response]] = {
    ("POST", "/v3.0/oa/message/cs"): openapi.consultation,
    ("POST", "/v3.0/oa/message/template"): openapi.template_by_uid,
    ("POST", "/v3.0/oa/message/transaction"): lambda _w, _r, _o: openapi.legacy(),
    ("POST", "/v3.0/oa/message/promotion"): lambda _w, _r, _o: openapi.legacy(),
    ("POST", "/v3.0/oa/quota/message"): openapi.quota_message,
    ("POST", "/v2.0/oa/quota/message"): openapi.quota_message,
    ("GET", "/v3.0/oa/user/detail"): openapi.user_detail,
    ("GET", "/v3.0/oa/user/getlist"): openapi.user_list,
    ("GET", "/v2.0/oa/getoa"): openapi.get_oa,
    ("GET", "/v2.0/oa/listrecentchat"): openapi.recent,
    ("GET", "/v2.0/oa/conversation"): openapi.conversation,
    ("POST", "/v2.0/oa/upload/image"): lambda w, r, o: openapi.upload(w, r, o, "image"),
    ("POST", "/v2.0/oa/upload/gif"): lambda w, r, o: openapi.upload(w, r, o, "gif"),
    ("POST", "/v2.0/oa/upload/file"): lambda w, r, o: openapi.upload(w, r, o, "file"),
    ("POST", "/v2.0/oa/tag/tagfollower"): lambda w, r, o: openapi.tag(w, r, o, "tagfollower"),
    ("POST", "/v2.0/oa/tag/rmfollowerfromtag"): lambda w, r, o: openapi.tag(w, r, o, "rmfollower"),
    ("POST", "/v2.0/oa/tag/rmtag"): lambda w, r, o: openapi.tag(w, r, o, "rmtag"),
    ("GET", "/v2.0/oa/tag/gettagsofoa"): openapi.tags_of_oa,
    ("POST", "/v2.0/oa/message"): openapi.v2_message,
    ("GET", "/v2.0/oa/getprofile"): lambda _w, _r, _o: openapi.shut_down(),
    ("GET", "/v2.0/oa/getfollowers"): lambda _w, _r, _o: openapi.shut_down(),
}


class Emulator:
    """One process for the four hosts; the product's base URLs all point here."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            request = await read(scope, receive)
            if request.path == "/__emu/stream":
                await page.stream(self.world, receive, send)
            else:
                await write(send, await self._answer(request))

    async def _answer(self, request: Request) -> Response:
        parts = request.path.strip("/").split("/")
        if parts[0] == "__emu":
            return await control.handle(self.world, request, parts[1:])
        if request.method == "GET" and (found := page.file(request.path)):
            return found
        fault = faults.matching(self.world, request) if self.world.faults else None
        if fault is not None and (early := await faults.before(fault)) is not None:
            return early
        response = self._endpoint(request)
        return await faults.after(fault, response) if fault is not None else response

    def _endpoint(self, request: Request) -> Response:
        key = (request.method, request.path)
        for table in (BUSINESS, OAUTH, GRAPH):
            if key in table:
                return table[key](self.world, request)
        handler = OPENAPI.get(key)
        if handler is None:
            return Response(404, b"<html><body>404</body></html>", "text/html")
        if limited := openapi.counted(self.world):
            return openapi.limits(self.world, limited)
        oa = openapi.authorised(self.world, request)
        response = oa if isinstance(oa, Response) else handler(self.world, request, oa)
        return openapi.limits(self.world, response)

    async def _lifespan(self, receive: Any, send: Any) -> None:
        runner: asyncio.Task[None] | None = None
        while True:
            event = await receive()
            if event["type"] == "lifespan.startup":
                runner = asyncio.create_task(self.world.clock.run())
                await send({"type": "lifespan.startup.complete"})
            else:
                if runner is not None:
                    runner.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await runner
                await webhooks.close()
                await send({"type": "lifespan.shutdown.complete"})
                return
