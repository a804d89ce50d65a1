from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.queries import find_commune, territories_of
from foundation.errors import InvalidInput, NotFound
from foundation.local_time import today_local
from foundation.paging import keyset
from portal.api import asking, present_catalogue
from portal.api.base import Resource
from portal.api.catalogue_shapes import ProcedureInFullShape, ProcedurePage
from portal.api.schema import ON, PAGED, described, query
from procedures import queries
from procedures.fees import Place, fees_at
from procedures.models import ProcedureVersion


class ProcedureList(Resource):
    """``GET procedures/``: the versions in force."""

    read_scope = "procedures:read"

    @described(
        "list_procedures", "Danh sách thủ tục đang hiệu lực", {200: ProcedurePage}, 400,
        parameters=[ON, query("q", "Tìm theo tên, mã, tên quen dùng; không cần dấu"), *PAGED],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        asking.only(request, ("on", "q", "cursor", "page_size"))
        found = queries.search(request.query_params.get("q", "")[:200], asking.day(request))
        page = keyset(
            found.order_by(), order=("name", "id"), cursor=request.query_params.get("cursor"),
            size=self.page_size(request),
        )  # fmt: skip
        rows = [present_catalogue.procedure(v) for v in page.items]
        return self.paged(request, rows, page.next, page.previous)


class ProcedureDetail(Resource):
    """``GET procedures/{code}/``: one of them in full."""

    read_scope = "procedures:read"

    @described(
        "read_procedure", "Một thủ tục, đầy đủ", {200: ProcedureInFullShape}, 400, 404,
        parameters=[
            ON, query("commune", "Mã xã 5 chữ số: chỉ các khoản phí áp dụng tại đó ngày đó"),
            query("channel", "Cách nộp, dùng cùng commune: counter, national_portal, online, post"),
        ],
    )  # fmt: skip
    def get(self, request: Request, code: str) -> Response:
        asking.only(request, ("on", "commune", "channel"))
        day = asking.day(request)
        version = queries.in_full(code, day)
        if version is None:
            raise NotFound("procedure_not_found", _("Không có thủ tục mang mã này có hiệu lực ngày đó."))
        shown = present_catalogue.procedure_in_full(version)
        if (place := _place(request)) is not None:
            channel = _channel(request, version)
            asked = fees_at(version.fees.all(), place, channel, day or today_local())
            shown["fees"] = [present_catalogue.fee(row) for row in asked]
        return Response(shown)


def _place(request: Request) -> Place | None:
    """Where ``?commune=`` lies; None where it is not asked. InvalidInput for a commune that does not exist."""
    code = request.query_params.get("commune")
    if code is None:
        return None
    commune = find_commune(code)
    if commune is None:
        raise InvalidInput.on("commune", "unknown", _("Không có xã, phường, đặc khu mang mã này."))
    return Place(territories_of(commune.province_id, commune.code), commune.kind)


def _channel(request: Request, version: ProcedureVersion) -> str:
    channel = request.query_params.get("channel", "")
    if channel and channel not in version.channels:
        raise InvalidInput.on("channel", "invalid", _("Thủ tục này không có cách nộp đó."))
    return channel
