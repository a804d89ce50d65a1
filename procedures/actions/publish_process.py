import uuid
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.policies import Grants
from events.recording import record
from foundation import scoping
from foundation.errors import FieldError, InvalidInput, Stale
from foundation.local_time import now, today_local
from foundation.vietnamese_text import squeeze
from procedures.actions.draft_process import locked_draft
from procedures.drafting import faults_in
from procedures.importing.rows import step_rows
from procedures.lapsing import left_behind
from procedures.models import OwnProcess, StepDefinition
from procedures.processes import own_process_on


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
    version, a version that was corrected, or before a process that is published already (unless the national steps would hold until then), a decision of a later day and a
    missing citation. ``decided``: when that was signed. The process before it ends the day before, one for a version that
    this one corrects never begins; it itself ends with the next one, or with a version that it does not carry on under
    (``procedures/processes.py``). Stale where somebody else saved meanwhile.
    """
    draft = locked_draft(process_id, actor, grants)
    if draft.row_version != seen:
        raise Stale("stale", _("Bản nháp đã được người khác sửa. Hãy mở lại để xem thay đổi rồi làm tiếp."))
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
    others = OwnProcess.objects.filter(
        version__procedure_id=draft.version.procedure_id, province_id=draft.province_id, published_at__isnull=False
    )  # fmt: skip
    draft.effective_from, draft.effective_to = begins, _last_day(draft, others, begins)
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
        data={"procedure": draft.version.procedure.code, "version": draft.number},
    )  # fmt: skip
    return draft


def _last_day(draft: OwnProcess, others: QuerySet[OwnProcess], begins: date) -> date | None:
    """The day before one begins that was published ahead, for a later version; None for as long as it carries on. What was
    published ahead for a version that this one corrects, it replaces."""
    base = draft.version
    replaced = others.filter(version__effective_from=base.effective_from, version__version__lt=base.version)
    ahead = others.filter(effective_from__gt=begins).exclude(id__in=replaced)
    later = ahead.order_by("effective_from").first()
    return later.effective_from - timedelta(days=1) if later and later.effective_from else None


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
    later = OwnProcess.objects.filter(
        version=version, province_id=draft.province_id, published_at__isnull=False, effective_from__gte=begins
    )
    if later.exists() and not _fills_a_gap(draft, begins):
        return _("Đã có quy trình công bố cho ngày đó hoặc sau đó.")
    return ""


def _fills_a_gap(draft: OwnProcess, begins: date) -> bool:
    """Whether the national steps would hold that day, between a process that the version ended and one published for it."""
    ended = left_behind(draft.version, draft.province_id)
    return ended is not None and own_process_on(draft.version, draft.province_id, begins) is None
