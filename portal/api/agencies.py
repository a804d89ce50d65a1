from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Agency, Province
from accounts.queries import agencies_of, current_province, successor_of
from foundation.errors import InvalidInput
from foundation.paging import keyset
from portal.api import asking, present_catalogue
from portal.api.base import Resource
from portal.api.catalogue_shapes import AgencyPage
from portal.api.schema import ON, PAGED, described, query
from procedures.models import ProcedureVersion
from procedures.queries import competent_agencies, current_version


class AgencyList(Resource):
    """``GET agencies/``: of the own province or of ``province``; with ``procedure`` those that are competent for it."""

    read_scope = "procedures:read"

    @described(
        "list_agencies", "Cơ quan, đơn vị", {200: AgencyPage}, 400,
        parameters=[
            query("procedure", "Mã thủ tục: chỉ cơ quan có thẩm quyền giải quyết"),
            query("province", "Mã cấp 1 của tỉnh, dạng H05; không có thì tỉnh của hệ thống gọi"), ON, *PAGED,
        ],
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        asking.only(request, ("procedure", "province", "on", "cursor", "page_size"))
        found = self._found(request, asking.day(request))
        page = keyset(
            found.select_related("province", "parent").order_by(), order=("code", "id"),
            cursor=request.query_params.get("cursor"), size=self.page_size(request),
        )  # fmt: skip
        return self.paged(request, [present_catalogue.agency(a) for a in page.items], page.next, page.previous)

    def _found(self, request: Request, day: date | None) -> QuerySet[Agency]:
        province_id = self._province(request)
        code = request.query_params.get("procedure")
        if code is None:
            return agencies_of(province_id, day)
        try:
            version = current_version(code, day)
        except ProcedureVersion.DoesNotExist as error:
            raise InvalidInput.on(
                "procedure", "unknown", _("Không có thủ tục mang mã này có hiệu lực ngày đó.")
            ) from error
        return competent_agencies(version, province_id, day=day)

    def _province(self, request: Request) -> UUID:
        """The province asked for, or the client's own. InvalidInput for one that is not, or no longer; it says where a
        merged one went."""
        code = request.query_params.get("province", "")
        if not code:
            if "province" in request.query_params or self.client.province_id is None:
                raise InvalidInput.on("province", "required", _("Hãy ghi mã tỉnh."))
            return self.client.province_id
        try:
            return current_province(code).id
        except Province.DoesNotExist as error:
            now = successor_of(code)
            if now is None:
                raise InvalidInput.on("province", "unknown", _("Không có tỉnh mang mã này.")) from error
            message = _("Tỉnh này đã nhập vào %(name)s (mã %(code)s).") % {"name": now.name, "code": now.code}
            raise InvalidInput.on("province", "merged", message) from error
