from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from events.queries import feed_page
from foundation.errors import InvalidInput
from portal.api import asking, present
from portal.api.base import Resource
from portal.api.schema import PAGED, described, query
from portal.api.shapes.answers import FeedShape

AFTER = query("after", "Vị trí đã đọc", {"type": "integer", "minimum": 0, "maximum": 10**18 - 1, "default": 0})


class EventFeed(Resource):
    """``GET events/?after=POSITION``: committed events in their gapless order; read on from the last position."""

    read_scope = "events:read"

    @described("read_feed", "Dòng sự kiện theo thứ tự", {200: FeedShape}, 400, parameters=[AFTER, PAGED[1]])
    def get(self, request: Request) -> Response:
        asking.only(request, ("after", "page_size"))
        raw = request.query_params.get("after", "0")
        if not (raw.isascii() and raw.isdecimal() and len(raw) <= 18):
            raise InvalidInput.on("after", "invalid", _("after là vị trí đã đọc, một số không âm."))
        rows, looked = feed_page(int(raw), self.page_size(request))
        return Response({"results": [present.event(e, position) for position, e in rows], "last_position": looked})
