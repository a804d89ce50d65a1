import uuid
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.policies import Grants
from events.recording import record
from foundation import scoping
from foundation.errors import FieldError, InvalidInput
from foundation.local_time import now, today_local
from foundation.vietnamese_text import squeeze
from procedures.actions.draft_process import locked_draft, stale
from procedures.drafting import faults_in
from procedures.importing.rows import step_rows
from procedures.locking import lock_processes
from procedures.models import OwnProcess, StepDefinition
from procedures.processes import last_day, own_process_on, published


@transaction.atomic
def publish_process(
    process_id: uuid.UUID,
    *,
    actor: Actor,
    grants: Grants,
    begins: date | None,
    citation: str,
    seen: int,
    decided: date | None = None,
) -> OwnProcess:
    """Put a draft in force from a day on (công bố quy trình nội bộ): dossiers accepted from then on go by it.

    InvalidInput names what is wrong with the steps (``steps.<n>.<field>``), a day that has passed, that lies outside the
    version, a version that was corrected, or before a process that is published already (unless the national steps would
    hold until then), a decision of a later day and a missing citation. ``decided``: when that was signed. The process
    before it ends the day before, one for an older version that was to begin later never does; it itself ends with the
    next one, or with a version that it does not carry on under (``procedures/processes.py``). Stale where somebody else
    saved meanwhile. One at a time for a province and a procedure, and none while an import writes it.
    """
    draft = locked_draft(process_id, actor, grants)
    lock_processes(draft.version.procedure_id, draft.province_id)
    draft = locked_draft(process_id, actor, grants)
    if draft.row_version != seen:
        raise stale()
    wrong = [
        FieldError(".".join(str(part) for part in place), "invalid", message)
        for place, message in faults_in(draft.draft, draft.version, draft.province_id)
    ]
    if not squeeze(citation):
        wrong.append(FieldError("citation", "required", _("Hãy ghi quyết định công bố (số, ngày, cơ quan).")))
    if len(squeeze(citation)) > 300:
        wrong.append(FieldError("citation", "too_long", _("Dài tối đa 300 ký tự.")))
    if decided is not None and decided > today_local():
        wrong.append(FieldError("decided", "invalid", _("Ngày ký quyết định không được ở tương lai.")))
    if fault := _day(draft, begins):
        wrong.append(FieldError("begins", "invalid", fault))
    if wrong or begins is None:
        raise InvalidInput("invalid", _("Chưa công bố được; hãy sửa các mục dưới đây."), wrong)
    others = published(draft.province_id, draft.version.procedure_id)
    draft.effective_from, draft.effective_to = begins, last_day(draft.version, begins, others)
    draft.citation, draft.published_by_id, draft.published_at = squeeze(citation), actor.user_id, now()
    draft.source_text_date, draft.decision_date = draft.version.source_text_date, decided
    draft.published_date = today_local()
    draft.row_version += 1
    standing = others.filter(effective_from__lt=begins).exclude(effective_to__lt=begins)
    standing.update(effective_to=begins - timedelta(days=1))
    draft.save()
    with scoping.system("publish process"):
        StepDefinition.objects.bulk_create(step_rows(draft.draft, own_process=draft))
    record(
        "process.published", subject=("process", draft.id), province_id=draft.province_id, agency_ids=[], actor=actor,
        data={
            "procedure": draft.version.procedure.code, "version": draft.version.version, "number": draft.number,
            "begins": begins.isoformat(),
        },
    )  # fmt: skip
    return draft


def _day(draft: OwnProcess, begins: date | None) -> str:
    """What is wrong with the first day; nothing if nothing is."""
    version = draft.version
    if begins is None:
        return _("Hãy chọn ngày bắt đầu áp dụng.")
    if begins < today_local():
        return _("Ngày bắt đầu không được ở quá khứ.")
    if version.corrected_by_id is not None:
        return _("Phiên bản thủ tục này đã được sửa; hãy soạn quy trình cho phiên bản đã sửa.")
    if begins < version.effective_from or (version.effective_to and begins > version.effective_to):
        return _("Phiên bản thủ tục này không có hiệu lực vào ngày đó.")
    later = published(draft.province_id, version.procedure_id).filter(version=version, effective_from__gte=begins)
    if later.exists() and own_process_on(version, draft.province_id, begins) is not None:
        return _("Đã có quy trình công bố cho ngày đó hoặc sau đó; muốn thay thì rút bản chưa bắt đầu trước.")
    return ""
