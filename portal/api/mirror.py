from rest_framework.request import Request
from rest_framework.response import Response

from dossiers.actions.mirror import mirror
from portal.api import present
from portal.api.base import Resource
from portal.api.dossiers import ETAG, visible
from portal.api.etag import tag
from portal.api.schema import described
from portal.api.shapes.acting import MirrorShape
from portal.api.shapes.answers import DossierShape


class Mirror(Resource):
    """``PUT dossiers/mirror/{system}/{code}/``: idempotent; an older ``source_version`` changes nothing."""

    write_scope = "dossiers:write"

    @described(
        "mirror_dossier", "Đồng bộ hồ sơ do hệ thống khác giải quyết", {200: DossierShape, 201: DossierShape},
        400, 409, 413, 415, request=MirrorShape, parameters=[ETAG],
    )  # fmt: skip
    def put(self, request: Request, system: str, code: str) -> Response:
        shape = MirrorShape(data=request.data)
        shape.is_valid(raise_exception=True)
        dossier, done = mirror(system, code, shape.mirrored(), actor=self.actor)
        row = visible(dossier.id)
        status = 201 if done == "created" else 200
        return Response(present.dossier(row), status=status, headers={"ETag": tag(row.row_version)})
