"""``joint-filings/``: one filing for several procedures (hồ sơ liên thông)."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from dossiers.actions.file_jointly import file_jointly
from dossiers.joint_queries import Whole, whole
from dossiers.states import NATIONAL
from foundation.errors import NotFound
from foundation.local_time import iso_local
from portal.api import present
from portal.api.base import Resource
from portal.api.dossiers import REPLAYED
from portal.api.idempotency import once
from portal.api.schema import IDEMPOTENT, described
from portal.api.shapes.filing import NewDossierShape
from portal.api.shapes.joint import JointShape, NewJointShape


class JointFilings(Resource):
    """``POST joint-filings/``: all children or none."""

    write_scope = "dossiers:write"
    most_bytes = 1_000_000

    @described(
        "file_jointly", "Nộp hồ sơ liên thông", {201: JointShape}, 400, 409, 413, 415, request=NewJointShape,
        parameters=[IDEMPOTENT, REPLAYED],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        return once(request, self.client, lambda: (201, self._file(request.data)))

    def _file(self, data: Any) -> dict[str, Any]:
        shape = NewJointShape(data=data)
        shape.is_valid(raise_exception=True)
        children = []
        for told in data["children"]:
            child = NewDossierShape(data=told)
            child.is_valid(raise_exception=True)
            children.append(child.new_dossier())
        told = shape.validated_data
        parent = file_jointly(told["kind"], children, actor=self.actor, take_in=told["accept"])
        found = whole(parent.id)
        assert found is not None
        return shown(found)


class JointFiling(Resource):
    """``GET joint-filings/{id}/``."""

    read_scope = "dossiers:read"

    @described("read_joint_filing", "Một hồ sơ liên thông", {200: JointShape}, 404)
    def get(self, request: Request, parent_id: UUID) -> Response:
        found = whole(parent_id)
        if found is None or not found.children:
            raise NotFound("joint_filing_not_found", _("Không có hồ sơ này, hoặc hệ thống của bạn không được xem."))
        return Response(shown(found))


def shown(found: Whole) -> dict[str, Any]:
    return {
        "id": str(found.parent.id), "kind": found.parent.kind, "name": found.kind.name if found.kind else found.parent.kind,
        "status": found.state.value, "national_status": NATIONAL[found.state], "due_at": iso_local(found.due_at),
        "submitted_at": iso_local(found.parent.submitted_at),
        "children": [present.dossier(child) for child in found.children], "other_children": found.others,
    }  # fmt: skip
