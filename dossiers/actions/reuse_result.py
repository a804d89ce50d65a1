from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from documents.models import StoredFile
from dossiers.acting import finish
from dossiers.adding_papers import open_for_papers, requirement_of
from dossiers.models import Attachment, Dossier
from dossiers.store import own_results
from foundation import read_log, scoping
from foundation.errors import Conflict, InvalidInput
from foundation.local_time import now


@transaction.atomic
def reuse_result(dossier_id: UUID, result_id: UUID, *, actor: Actor, requirement_code: str) -> Attachment:
    """Take an earlier result of the same applicant for a paper of this dossier, instead of asking for it once more (tái sử
    dụng). The look into the store is written down. Conflict for a closed dossier; InvalidInput for a result that is not
    the applicant's or does not stand, and for an unknown requirement.
    """
    dossier = open_for_papers(dossier_id, actor)
    requirement = requirement_of(dossier, requirement_code)
    result = next((row for row in own_results(dossier) if row.id == result_id), None)
    if result is None:
        raise InvalidInput.on("result", "unknown", _("Người nộp không có kết quả nào như vậy còn hiệu lực."))
    if dossier.attachments.filter(source_result=result, requirement=requirement).exists():
        raise Conflict("used_already", _("Kết quả này đã được dùng cho thành phần đó rồi."))
    if result.file is not None:
        _show_here(result.file, dossier)
    when = now()
    attachment = Attachment.objects.create(
        dossier=dossier,
        requirement=requirement,
        name=requirement.name[:400],
        file=result.file,
        source_result=result,
        store_code=result.number[:60],
        added_at=when,
    )
    read_log.note("dossier", [result.dossier_id], reader=actor, province_id=dossier.province_id, way="file")
    finish(
        dossier, "dossier.document_added", actor=actor, at=when, action="reuse_result", document_id=attachment.id,
        result_id=result.id,
    )  # fmt: skip
    return attachment


def _show_here(file: StoredFile, dossier: Dossier) -> None:
    """Whoever settles this dossier reads the file too."""
    with scoping.system("file of a result used again"):
        file.agency_ids = list(dict.fromkeys([*file.agency_ids, dossier.agency_id, dossier.receiving_agency_id]))
        file.save(update_fields=["agency_ids"])
