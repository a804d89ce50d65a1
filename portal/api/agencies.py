from django.db.models import Q
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Agency, Province
from accounts.queries import current_province
from foundation.errors import InvalidInput
from foundation.paging import keyset
from portal.api import present
from portal.api.base import Resource
from portal.api.schema import ANY, described
from procedures.models import ProcedureVersion
from procedures.queries import competent_agencies, current_version


class AgencyList(Resource):
    """``GET agencies/``: with ``procedure`` those that are competent for it; ``province`` by code."""

    read_scope = "procedures:read"

    @described(
        "Cơ quan, đơn vị", {200: ANY}, 400,
        query={"procedure": "Mã thủ tục: chỉ cơ quan có thẩm quyền", "province": "Mã tỉnh", "cursor": "", "page_size": ""},
    )  # fmt: skip
    def get(self, request: Request) -> Response:
        code = request.query_params.get("province")
        try:
            province = current_province(code) if code else self.client.province
        except Province.DoesNotExist as error:
            raise InvalidInput.on("province", "unknown", _("Không có tỉnh mang mã này.")) from error
        found = Agency.objects.filter(Q(valid_to__isnull=True), province=province)
        if procedure := request.query_params.get("procedure"):
            try:
                version = current_version(procedure)
            except ProcedureVersion.DoesNotExist as error:
                raise InvalidInput.on("procedure", "unknown", _("Không có thủ tục mang mã này.")) from error
            assert province is not None
            found = competent_agencies(version, province.id)
        page = keyset(
            found.select_related("province", "parent"), order=("code", "id"),
            cursor=request.query_params.get("cursor"), size=self.page_size(request),
        )  # fmt: skip
        return self.paged(request, [present.agency(a) for a in page.items], page.next, page.previous)
