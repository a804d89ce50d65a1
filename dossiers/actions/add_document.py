from typing import IO
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from documents.actions.store import storing
from dossiers.acting import checked, finish, locked, ours, permit
from dossiers.models import Attachment
from dossiers.policies import DossierPolicy
from dossiers.states import TERMINAL
from foundation.errors import Conflict, InvalidInput
from foundation.local_time import now


@transaction.atomic
def add_document(
    dossier_id: UUID,
    *,
    actor: Actor,
    stream: IO[bytes],
    file_name: str,
    size: int | None = None,
    name: str = "",
    requirement_code: str = "",
) -> Attachment:
    """Put a file to a dossier (giấy tờ nộp), under one of its procedure's requirements or with a name of its own."""
    dossier = locked(dossier_id)
    ours(dossier)
    permit(DossierPolicy.of(actor), "add_document", dossier, _("Vị trí của bạn không được thêm giấy tờ vào hồ sơ này."))
    if dossier.state in TERMINAL:
        raise Conflict("closed", _("Hồ sơ đã kết thúc nên không thêm giấy tờ được."))
    requirement = None
    if requirement_code:
        requirement = dossier.version_of_procedure.requirements.filter(code=requirement_code).first()
        if requirement is None:
            raise InvalidInput.on("requirement", "unknown", _("Thủ tục này không có thành phần hồ sơ mang mã đó."))
    title = checked(name, "name", 400)
    when = now()
    with storing(
        stream, file_name, size=size, province_id=dossier.province_id, user_id=actor.user_id,
        agency_ids=[dossier.agency_id, dossier.receiving_agency_id],
    ) as kept:  # fmt: skip
        attachment = Attachment.objects.create(
            dossier=dossier, requirement=requirement, file=kept, added_at=when,
            name=title or (requirement.name[:400] if requirement else kept.name),
        )  # fmt: skip
        finish(
            dossier, "dossier.document_added", actor=actor, at=when, action="add_document", document_id=attachment.id,
            media_type=kept.media_type, size=kept.size, sha256=kept.sha256,
        )  # fmt: skip
    return attachment
