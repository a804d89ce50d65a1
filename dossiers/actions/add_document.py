from typing import IO
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from documents.actions.store import storing
from dossiers.acting import checked, finish
from dossiers.adding_papers import open_for_papers, requirement_of
from dossiers.models import Attachment
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
    dossier = open_for_papers(dossier_id, actor)
    requirement = requirement_of(dossier, requirement_code) if requirement_code else None
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
