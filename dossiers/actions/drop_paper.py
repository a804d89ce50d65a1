from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import finish
from dossiers.adding_papers import open_for_papers
from foundation.errors import Conflict, NotFound
from foundation.local_time import now


@transaction.atomic
def drop_paper(dossier_id: UUID, attachment_id: UUID, *, actor: Actor) -> None:
    """Take back that a paper was found in the person's store or is an earlier result (ghi nhầm): nothing that was handed in goes.

    By who may add papers, while the dossier is open. NotFound, NotPermitted, Conflict.
    """
    dossier = open_for_papers(dossier_id, actor)
    paper = dossier.attachments.filter(id=attachment_id).first()
    if paper is None:
        raise NotFound("document_not_found", _("Hồ sơ không có giấy tờ này."))
    if not (paper.from_store or paper.source_result_id):
        raise Conflict(
            "handed_in", _("Giấy tờ đã nộp thì không bỏ được; chỉ bỏ được giấy tờ lấy từ kho hoặc dùng lại.")
        )
    gone = paper.id
    paper.delete()
    finish(dossier, "dossier.document_dropped", actor=actor, at=now(), action="drop_paper", document_id=gone)
