"""``dossiers/{id}/steps/``: where a dossier is in its internal process, and the acts that move it there."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from accounts.actors import Actor
from dossiers.actions.forward import forward
from dossiers.actions.pull_back import pull_back
from dossiers.actions.send_back import send_back
from dossiers.models import Dossier, DossierStep
from foundation.local_time import iso_local
from foundation.paging import keyset
from portal.api.base import Resource
from portal.api.dossiers import REPLAYED, visible
from portal.api.etag import expected_version
from portal.api.idempotency import once
from portal.api.schema import IDEMPOTENT, IF_MATCH, PAGED, described
from portal.api.shapes.answers import paged
from portal.api.shapes.steps import DossierStepShape, StepActShape

ACTS: dict[str, Callable[..., Dossier]] = {
    "forward": lambda id_, data, **more: forward(id_, to=data["to"], note=data["note"], **more),
    "send_back": lambda id_, data, **more: send_back(id_, to=data["to"], reason=data["note"], **more),
    "pull_back": lambda id_, data, **more: pull_back(id_, note=data["note"], **more),
}


class Steps(Resource):
    """The stays of a dossier at its steps, and one act on the step at hand."""

    read_scope = "dossiers:read"
    write_scope = "dossiers:write"

    @described("list_dossier_steps", "Các bước của hồ sơ", {200: paged(DossierStepShape)}, 400, 404, parameters=PAGED)
    def get(self, request: Request, dossier_id: UUID) -> Response:
        rows = DossierStep.objects.filter(dossier=visible(dossier_id)).select_related("step", "agency", "beside")
        page = keyset(
            rows.order_by(),
            order=("number", "id"),
            cursor=request.query_params.get("cursor"),
            size=self.page_size(request),
        )
        return self.paged(request, [present_step(row) for row in page.items], page.next, page.previous)

    @described(
        "move_dossier", "Chuyển bước, trả lại bước trước hoặc thu hồi vừa chuyển", {200: DossierStepShape}, 400, 404, 409, 412, 413,
        415, request=StepActShape, parameters=[IF_MATCH, IDEMPOTENT, REPLAYED],
    )  # fmt: skip
    def post(self, request: Request, dossier_id: UUID) -> Response:
        if_match = request.headers.get("If-Match", "")
        return once(request, self.client, lambda: (200, act(dossier_id, request.data, if_match, self.actor)))


def act(dossier_id: UUID, data: Any, if_match: str, actor: Actor) -> dict[str, Any]:
    """An act as it comes in, and the step at which the dossier is after it."""
    shape = StepActShape(data=data)
    shape.is_valid(raise_exception=True)
    version = expected_version(if_match, visible(dossier_id).row_version)
    row = ACTS[shape.validated_data["action"]](dossier_id, shape.validated_data, actor=actor, expected_version=version)
    here = row.steps.filter(beside=None).select_related("step", "agency", "beside").latest("number")
    return present_step(here)


def present_step(row: DossierStep) -> dict[str, Any]:
    return {
        "number": row.number, "step": row.step.code, "name": row.step.name, "agency": row.agency.code,
        "staff_role": row.staff_role, "assignee": str(row.assignee_id) if row.assignee_id else None, "state": row.state,
        "beside": row.beside.number if row.beside else None, "answer": row.answer or None,
        "arrived_at": iso_local(row.arrived_at), "due_at": iso_local(row.due_at),
        "finished_at": iso_local(row.finished_at),
    }  # fmt: skip
