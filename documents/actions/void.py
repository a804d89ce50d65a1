from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from documents.models import IssuedPaper
from foundation.errors import Conflict, InvalidInput, NotFound
from foundation.vietnamese_text import squeeze

REASON_LIMIT = 500


@transaction.atomic
def void(paper_id: UUID, *, subject_id: UUID, user_id: UUID | None, reason: str, at: datetime) -> IssuedPaper:
    """Void a paper that was issued wrong (hủy phiếu): its number stays used, its bytes stay kept, its address says so.

    NotFound for one of another subject; Conflict where it is void already; InvalidInput without a reason.
    """
    why = squeeze(reason)
    if not why:
        raise InvalidInput.on("reason", "required", _("Hãy ghi vì sao hủy phiếu."))
    if len(why) > REASON_LIMIT:
        raise InvalidInput.on("reason", "too_long", _("Lý do dài tối đa 500 ký tự."))
    paper = IssuedPaper.objects.select_for_update().filter(id=paper_id, subject_id=subject_id).first()
    if paper is None:
        raise NotFound("paper_not_found", _("Không có phiếu này, hoặc bạn không được xem."))
    if paper.is_voided:
        raise Conflict("voided_already", _("Phiếu này đã hủy rồi."))
    paper.voided_at, paper.voided_by_id, paper.void_reason = at, user_id, why
    paper.save(update_fields=["voided_at", "voided_by", "void_reason"])
    return paper
