from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from calendars.clock import ClockKind
from calendars.queries import calendar_for
from dossiers.acting import begin, finish, moment
from dossiers.clocking import has_started, tick
from dossiers.models import Dossier
from dossiers.states import Action
from foundation.errors import Conflict, InvalidInput
from foundation.local_time import iso_local, to_local


@transaction.atomic
def extend(
    dossier_id: UUID,
    *,
    actor: Actor,
    due_at: datetime | None,
    reason: str,
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Dossier:
    """Set a later date with an apology (xin lỗi và hẹn lại; NĐ 61/2018 Đ19(9)): once, by the head of the agency that
    settles it, at the latest one day before the date. The original date stays for the statistics.
    """
    dossier = begin(dossier_id, Action.EXTEND, actor=actor, expected_version=expected_version, reason=reason)
    when = moment(at)
    if dossier.due_at is None or not has_started(dossier):
        raise Conflict("no_due_date", _("Hồ sơ này không có ngày hẹn trả nên không gia hạn được."))
    if to_local(when).date() > to_local(dossier.due_at).date() - timedelta(days=1):
        raise Conflict(
            "too_late",
            _(
                "Chậm nhất 01 ngày trước ngày hẹn trả phải xin lỗi và hẹn lại (Nghị định 61/2018/NĐ-CP Điều 19 khoản 9)."
            ),
        )
    if due_at is None or due_at <= dossier.due_at:
        raise InvalidInput.on("due_at", "not_later", _("Ngày hẹn mới phải sau ngày hẹn cũ."))
    calendar = calendar_for(dossier.agency_id)
    day = to_local(due_at).date()
    if day > calendar.last:
        raise InvalidInput.on("due_at", "too_late", _("Ngày hẹn mới quá xa: chưa có lịch làm việc của năm đó."))
    if not calendar.is_working(day):
        raise InvalidInput.on("due_at", "not_working", _("Ngày hẹn mới phải là ngày làm việc của cơ quan."))
    if not calendar.is_open(due_at):
        raise InvalidInput.on("due_at", "closed", _("Giờ hẹn mới phải nằm trong giờ làm việc của cơ quan."))
    previous_due = dossier.due_at
    tick(dossier, ClockKind.EXTEND, when, "apology", due_at=due_at)
    dossier.extended = True
    finish(
        dossier, "dossier.extended", actor=actor, at=when, reason=reason, note=note, action=Action.EXTEND,
        previous_due_at=iso_local(previous_due), original_due_at=iso_local(dossier.original_due_at),
    )  # fmt: skip
    return dossier
