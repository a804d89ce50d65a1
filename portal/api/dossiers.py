from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from dossiers import queries
from dossiers.actions.file_dossier import file_dossier
from dossiers.models import Dossier
from dossiers.reading import note_read
from foundation.errors import NotFound
from foundation.paging import keyset
from portal.api import asking, present
from portal.api.base import Resource
from portal.api.etag import is_fresh, tag
from portal.api.filters import NAMES, PARAMETERS, filtered, order_of
from portal.api.idempotency import once
from portal.api.schema import IDEMPOTENT, IF_NONE_MATCH, PAGED, described, given
from portal.api.shapes.answers import DossierShape, paged
from portal.api.shapes.filing import NewDossierShape

ETAG = given("ETag", "Phiên bản của hồ sơ", [200, 201])
REPLAYED = given("Idempotent-Replay", "true nếu là câu trả lời của lần trước", [200, 201])


def visible(dossier_id: UUID) -> Dossier:
    """A dossier of the client's scope; NotFound for any other."""
    row = queries.bare(dossier_id)
    if row is None:
        raise NotFound("dossier_not_found", _("Không có hồ sơ này, hoặc hệ thống của bạn không được xem."))
    return row


class DossierList(Resource):
    """``GET`` and ``POST dossiers/``."""

    read_scope = "dossiers:read"
    write_scope = "dossiers:write"

    @described("list_dossiers", "Danh sách hồ sơ", {200: paged(DossierShape)}, 400, parameters=[*PARAMETERS, *PAGED])
    def get(self, request: Request) -> Response:
        asking.only(request, NAMES)
        rows = filtered(queries.bare_lines(), request.query_params)
        order, descending = order_of(request.query_params)
        page = keyset(
            rows, order=order, cursor=request.query_params.get("cursor"), size=self.page_size(request),
            descending=descending,
        )  # fmt: skip
        note_read(page.items, actor=self.actor, way="api")
        return self.paged(request, [present.dossier(d) for d in page.items], page.next, page.previous)

    @described(
        "create_dossier", "Nộp hồ sơ", {201: DossierShape}, 400, 409, 413, 415, request=NewDossierShape,
        parameters=[IDEMPOTENT, ETAG, REPLAYED, given("Location", "Địa chỉ của hồ sơ", [201])],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        response = once(request, self.client, lambda: (201, create(request.data, self)))
        response["ETag"] = tag(response.data["version"])
        response["Location"] = request.build_absolute_uri(f"/api/v1/dossiers/{response.data['id']}/")
        return response


def create(data: Any, caller: Resource) -> dict[str, Any]:
    """File a dossier as it comes in, and show it."""
    shape = NewDossierShape(data=data)
    shape.is_valid(raise_exception=True)
    made = file_dossier(shape.new_dossier(), actor=caller.actor, accept=shape.validated_data["accept"])
    return present.dossier(visible(made.id))


class DossierDetail(Resource):
    """``GET dossiers/{id}/``; the entity tag is the row's version."""

    read_scope = "dossiers:read"

    @described(
        "read_dossier", "Một hồ sơ", {200: DossierShape, 304: None}, 404, parameters=[IF_NONE_MATCH, ETAG]
    )  # fmt: skip
    def get(self, request: Request, dossier_id: UUID) -> Response:
        row = visible(dossier_id)
        headers = {"ETag": tag(row.row_version)}
        if is_fresh(request, row.row_version):
            return Response(status=304, headers=headers)
        note_read([row], actor=self.actor, way="api")
        return Response(present.dossier(row), headers=headers)
