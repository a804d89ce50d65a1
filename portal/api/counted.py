"""``GET dossiers/{id}/counted/``: what a dossier counts for in the national index, and what was written down at reception."""

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from dossiers.counting import counted_of
from portal.api.base import Resource
from portal.api.dossiers import visible
from portal.api.schema import described
from portal.api.shapes.answers import CountedShape


class DossierCounted(Resource):
    """Numbers and marks only: nobody's name."""

    read_scope = "dossiers:read"

    @described("read_dossier_counted", "Hồ sơ trong bộ chỉ số quốc gia", {200: CountedShape}, 404)
    def get(self, request: Request, dossier_id: UUID) -> Response:
        found = counted_of(visible(dossier_id))
        return Response(
            {
                "digitised": found.digitised, "identity_confirmed_by_vneid": found.vneid,
                "population_database_used": found.population, "paid_online": int(found.paid_online),
                "papers": len(found.papers), "papers_digitised": sum(p.digitised for p in found.papers),
                "papers_reused": sum(p.reused for p in found.papers),
                "papers_from_store": sum(p.from_store for p in found.papers),
            }
        )  # fmt: skip
