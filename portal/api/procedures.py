from datetime import date

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from foundation.errors import InvalidInput, NotFound
from foundation.local_time import iso_day
from portal.api import present
from portal.api.base import Resource
from portal.api.schema import ANY, described
from procedures import queries


def _day(request: Request) -> date | None:
    raw = request.query_params.get("on")
    if raw is None:
        return None
    try:
        return iso_day(raw)
    except ValueError as error:
        raise InvalidInput.on("on", "invalid", _("on là ngày dạng YYYY-MM-DD.")) from error


class ProcedureList(Resource):
    """``GET procedures/``: the versions in force."""

    read_scope = "procedures:read"

    @described(
        "Danh sách thủ tục đang hiệu lực",
        {200: ANY},
        400,
        query={"on": "Ngày YYYY-MM-DD", "q": "Tìm theo tên"},
    )
    def get(self, request: Request) -> Response:
        found = queries.search(request.query_params.get("q", ""), _day(request))
        return Response({"next": None, "previous": None, "results": [present.procedure(v) for v in found]})


class ProcedureDetail(Resource):
    """``GET procedures/{code}/``: one of them in full."""

    read_scope = "procedures:read"

    @described("Một thủ tục, đầy đủ", {200: ANY}, 400, 404, query={"on": "Ngày YYYY-MM-DD"})
    def get(self, request: Request, code: str) -> Response:
        version = queries.full(_day(request)).filter(procedure__code=code).first()
        if version is None:
            raise NotFound("procedure_not_found", _("Không có thủ tục mang mã này đang hiệu lực."))
        return Response(present.procedure_in_full(version))
