"""``/can-bo/ho-so/<id>/phan-cong/``: a dossier is given to an official of the agency that settles it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dossiers.actions.assign import assign
from foundation.errors import DomainError, InvalidInput
from portal.office.access import actor_of, officials_only
from portal.office.conflict import version_shown
from portal.office.dossier import dossier_page, found


@officials_only
def assignment(request: HttpRequest, dossier_id: UUID) -> HttpResponse:
    """Give it to who was chosen; a refusal is shown with the dossier as it is now."""
    row = found(dossier_id)
    if request.method == "POST":
        seen = version_shown(request)
        try:
            actor = actor_of(request)
            assign(row.id, actor=actor, assignee_id=_chosen(request), expected_version=seen)
        except DomainError as error:
            return dossier_page(request, dossier_id, error, seen=seen)
        messages.success(request, _("Đã phân công hồ sơ."))
    return redirect("office:dossier", dossier_id=dossier_id)


def _chosen(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("assignee", ""))
    except ValueError as error:
        raise InvalidInput.on("assignee", "required", _("Hãy chọn người thụ lý.")) from error
