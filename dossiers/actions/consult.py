from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import Agency
from accounts.queries import agencies_of, in_being
from accounts.roles import Role
from calendars.terms import Term, TermUnit
from dossiers.acting import REASON_LIMIT, finish, moment
from dossiers.at_step import stand
from dossiers.consulting import question_at
from dossiers.journey import Ending
from dossiers.models import DossierStep
from dossiers.stepping import enter
from foundation.errors import Conflict, InvalidInput
from foundation.local_time import iso_local
from foundation.vietnamese_text import typed

MOST_DAYS = Decimal(60)


@transaction.atomic
def consult(
    dossier_id: UUID,
    *,
    actor: Actor,
    agency_id: UUID,
    question: str,
    step: str = "",
    days: Decimal | None = None,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> DossierStep:
    """Ask another agency beside the step at hand (lấy ý kiến, NĐ 61/2018 Đ19(5)): whom, what, and until when are kept.

    ``step``: the code of the question that the process has beside the step at hand, with the time and the meaning of
    silence that it gives; without it the question is the official's own. ``days``: working days to answer in; silence then
    means nothing. The dossier's own
    clock runs on. InvalidInput for an agency of another province or without anybody who could answer; Conflict where
    it is asked already.
    """
    standing = stand(dossier_id, actor=actor, expected_version=expected_version)
    dossier, host = standing.dossier, standing.step
    if not question.strip():
        raise InvalidInput.on("question", "required", _("Hãy ghi nội dung cần lấy ý kiến."))
    if len(typed(question)) > REASON_LIMIT:
        raise InvalidInput.on("question", "too_long", _("Nội dung dài tối đa 2.000 ký tự."))
    agency = agencies_of(dossier.province_id).filter(id=agency_id).first()
    if agency is None or agency_id == host.agency_id:
        raise InvalidInput.on("agency", "unknown", _("Hãy chọn một cơ quan khác của tỉnh để lấy ý kiến."))
    if host.asked.filter(state=Ending.OPEN, agency_id=agency_id).exists():
        raise Conflict("asked_already", _("Đang chờ ý kiến của cơ quan này về bước này rồi."))
    try:
        asked = question_at(standing.process, standing.plan, step, _term(days))
    except LookupError as error:
        raise InvalidInput.on("step", "unknown", _("Bước này không có bước lấy ý kiến đó.")) from error
    when = moment(at)
    row = standing.rows[asked.plan.code] if asked.plan else host.step
    opened = enter(
        dossier, row, agency.id, when, beside=host, term=asked.term, silence_agrees=asked.silence_agrees,
        staff_role=_who(agency), version=dossier.row_version + 1,
    )  # fmt: skip
    finish(
        dossier, "dossier.consulted", actor=actor, at=when, note=question, action="consult", step=row.code,
        agency_id=agency.id, until=iso_local(opened.due_at),
    )  # fmt: skip
    return opened


def _who(agency: Agency) -> str:
    """The role that answers there: who coordinates, else who handles dossiers."""
    held = set(agency.positions.filter(in_being(), user__is_active=True).values_list("role", flat=True))
    wanted = (Role.COORDINATOR, Role.CASE_OFFICER, Role.UNIT_HEAD, Role.SIGNER)
    found = next((role for role in wanted if role in held), None)
    if found is None:
        raise InvalidInput.on("agency", "nobody", _("Cơ quan này chưa có cán bộ nào trả lời được trên hệ thống."))
    return found.value


def _term(days: Decimal | None) -> Term | None:
    if days is None:
        return None
    if not 0 < days <= MOST_DAYS:
        raise InvalidInput.on("days", "range", _("Thời hạn trả lời từ 0,25 đến 60 ngày làm việc."))
    return Term(days, TermUnit.WORKING_DAYS)
