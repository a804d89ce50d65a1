from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from dossiers import queries
from dossiers.actions.file_dossier import file_dossier
from dossiers.models import Dossier
from events.queries import of_subject
from foundation.errors import NotFound
from foundation.paging import keyset
from notifications.queries import as_api
from portal.api import present
from portal.api.base import Resource
from portal.api.etag import tag
from portal.api.filters import NAMES, filtered
from portal.api.idempotency import once
from portal.api.schema import ANY, described
from portal.api.shapes import DossierShape, NewDossierShape


def visible(dossier_id: UUID) -> Dossier:
    """A dossier of the client's scope; NotFound for any other."""
    row = queries.in_scope().select_related("receiving_agency").filter(id=dossier_id).first()
    if row is None:
        raise NotFound("dossier_not_found", _("Không có hồ sơ này, hoặc hệ thống của bạn không được xem."))
    return row


class DossierList(Resource):
    """``GET`` and ``POST dossiers/``."""

    read_scope = "dossiers:read"
    write_scope = "dossiers:write"

    @described("Danh sách hồ sơ", {200: DossierShape(many=True)}, 400, query=dict.fromkeys(sorted(NAMES), ""))
    def get(self, request: Request) -> Response:
        rows = filtered(queries.in_scope().select_related("receiving_agency"), request.query_params)
        page = keyset(
            rows,
            order=("id",),
            cursor=request.query_params.get("cursor"),
            size=self.page_size(request),
            descending=True,
        )
        return self.paged(request, [present.dossier(d) for d in page.items], page.next, page.previous)

    @described("Nộp hồ sơ", {201: DossierShape}, 400, 409, request=NewDossierShape)
    def post(self, request: Request) -> Response:
        def act() -> tuple[int, dict[str, Any]]:
            shape = NewDossierShape(data=request.data)
            shape.is_valid(raise_exception=True)
            made = file_dossier(shape.new_dossier(), actor=self.actor, accept=shape.validated_data["accept"])
            return 201, present.dossier(visible(made.id))

        response = once(request, self.client, act)
        response["ETag"] = tag(response.data["version"])
        response["Location"] = request.build_absolute_uri(f"/api/v1/dossiers/{response.data['id']}/")
        return response


class DossierDetail(Resource):
    """``GET dossiers/{id}/``; the entity tag is the row's version."""

    read_scope = "dossiers:read"

    @described("Một hồ sơ", {200: DossierShape}, 404)
    def get(self, request: Request, dossier_id: UUID) -> Response:
        row = visible(dossier_id)
        if request.headers.get("If-None-Match", "").removeprefix("W/") == tag(row.row_version):
            return Response(status=304, headers={"ETag": tag(row.row_version)})
        return Response(present.dossier(row), headers={"ETag": tag(row.row_version)})


class DossierEvents(Resource):
    """``GET dossiers/{id}/events/``: the record, oldest first."""

    read_scope = "dossiers:read"

    @described("Nhật ký của hồ sơ", {200: ANY}, 404, query={"cursor": "", "page_size": ""})
    def get(self, request: Request, dossier_id: UUID) -> Response:
        row = visible(dossier_id)
        page = keyset(
            of_subject("dossier", row.id).order_by(), order=("seq", "id"), cursor=request.query_params.get("cursor"),
            size=self.page_size(request),
        )  # fmt: skip
        return self.paged(request, [present.event(e) for e in page.items], page.next, page.previous)


class DossierMessages(Resource):
    """``GET dossiers/{id}/messages/``: the delivery ledger."""

    read_scope = "dossiers:read"

    @described("Sổ tin nhắn của hồ sơ", {200: ANY}, 404)
    def get(self, request: Request, dossier_id: UUID) -> Response:
        row = visible(dossier_id)
        return Response({"next": None, "previous": None, "results": as_api(row.id)})
