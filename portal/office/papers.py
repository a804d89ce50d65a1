"""``/can-bo/ho-so/<id>/tep/<tệp>/``: a file of a dossier, to be saved and never shown inside a page of ours."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.utils.translation import gettext as _

from documents.serving import as_attachment
from dossiers import queries
from dossiers.policies import DossierPolicy
from dossiers.reading import note_read
from foundation.errors import NotPermitted
from portal.office.access import officials_only


@officials_only
def paper(request: HttpRequest, dossier_id: UUID, file_id: UUID) -> FileResponse:
    """Only a file that belongs to this dossier, and only for who may see the dossier."""
    row = queries.in_scope().filter(id=dossier_id).first()
    if row is None:
        raise Http404
    policy = DossierPolicy.of_user(request.user)  # type: ignore[arg-type]
    if not policy.sees_people:
        raise NotPermitted("not_permitted", _("Giấy tờ của hồ sơ có thông tin cá nhân, vị trí của bạn không xem được."))
    file = queries.file_of(dossier_id, file_id)
    if file is None:
        raise Http404
    try:
        answer = as_attachment(file)
    except FileNotFoundError as error:
        raise Http404 from error
    note_read([row], actor=policy.actor, way="file")
    return answer
