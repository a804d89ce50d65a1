"""``/can-bo/ho-so/<id>/tep/<tệp>/``: a file of a dossier, to be saved and never shown inside a page of ours."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest

from documents.serving import as_attachment
from dossiers import queries
from portal.office.access import officials_only


@officials_only
def paper(request: HttpRequest, dossier_id: UUID, file_id: UUID) -> FileResponse:
    """Only a file that belongs to this dossier, and only for who may see the dossier."""
    if not queries.in_scope().filter(id=dossier_id).exists():
        raise Http404
    file = queries.file_of(dossier_id, file_id)
    if file is None:
        raise Http404
    try:
        return as_attachment(file)
    except FileNotFoundError as error:
        raise Http404 from error
