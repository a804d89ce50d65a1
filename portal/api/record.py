"""What happened to a dossier, and who was told of it."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from events.queries import of_subject
from foundation.paging import keyset
from notifications.queries import as_api
from notifications.queries import of_subject as messages_of
from portal.api import present
from portal.api.base import Resource
from portal.api.dossiers import visible
from portal.api.schema import PAGED, described
from portal.api.shapes.answers import EventShape, MessageShape, paged


class DossierEvents(Resource):
    """``GET dossiers/{id}/events/``: the record, oldest first."""

    read_scope = "dossiers:read"

    @described("list_dossier_events", "Nhật ký của hồ sơ", {200: paged(EventShape)}, 400, 404, parameters=PAGED)
    def get(self, request: Request, dossier_id: UUID) -> Response:
        row = visible(dossier_id)
        page = keyset(
            of_subject("dossier", row.id).order_by(), order=("seq", "id"), cursor=request.query_params.get("cursor"),
            size=self.page_size(request),
        )  # fmt: skip
        return self.paged(request, [present.event(e) for e in page.items], page.next, page.previous)


class DossierMessages(Resource):
    """``GET dossiers/{id}/messages/``: the delivery ledger, oldest first."""

    read_scope = "dossiers:read"

    @described("list_dossier_messages", "Sổ tin nhắn của hồ sơ", {200: paged(MessageShape)}, 400, 404, parameters=PAGED)
    def get(self, request: Request, dossier_id: UUID) -> Response:
        row = visible(dossier_id)
        page = keyset(
            messages_of(row.id).order_by(), order=("event_seq", "id"), cursor=request.query_params.get("cursor"),
            size=self.page_size(request),
        )  # fmt: skip
        return self.paged(request, as_api(page.items), page.next, page.previous)
