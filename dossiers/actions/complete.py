from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from calendars.clock import ClockKind
from dossiers.acting import begin, finish, moment
from dossiers.clocking import has_started, tick
from dossiers.models import Dossier
from dossiers.states import OUTCOMES, Action, Status
from foundation.errors import InvalidInput
from foundation.local_time import iso_local


@transaction.atomic
def complete(
    dossier_id: UUID,
    *,
    actor: Actor,
    outcome: str,
    reason: str = "",
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Dossier:
    """The signed result is at the counter (đã xử lý xong): this moment decides whether it was in time (QĐ 766/QĐ-TTg).

    A refusal after appraisal is a result too and needs its reason (NĐ 61/2018 Đ19(8)).
    """
    dossier = begin(dossier_id, Action.COMPLETE, actor=actor, expected_version=expected_version, reason=reason)
    if outcome not in OUTCOMES:
        raise InvalidInput.on("outcome", "required", _("Hãy chọn kết quả: đồng ý (granted) hoặc từ chối (refused)."))
    if outcome == Dossier.Outcome.REFUSED and not reason.strip():
        raise InvalidInput.on("reason", "required", _("Từ chối giải quyết phải nêu lý do; công dân sẽ đọc lý do này."))
    return conclude(dossier, actor=actor, outcome=outcome, reason=reason, note=note, at=moment(at))


def conclude(
    dossier: Dossier, *, actor: Actor, outcome: str, at: datetime, reason: str = "", note: str = "", rule: str = ""
) -> Dossier:  # fmt: skip
    """The act itself, for a dossier that is already locked and checked; ``rule`` says of which larger act it is part."""
    when, previous = at, dossier.status
    dossier.status, dossier.outcome, dossier.completed_at = Status.COMPLETED, outcome, when
    if has_started(dossier):
        tick(dossier, ClockKind.STOP, when, "completed")
    on_time = None if dossier.original_due_at is None else when <= dossier.original_due_at
    extra: dict[str, Any] = {"rule": rule} if rule else {}
    finish(
        dossier, "dossier.completed", actor=actor, at=when, reason=reason, note=note, action=Action.COMPLETE,
        previous=previous, outcome=outcome, completed_at=iso_local(when), on_time=on_time,
        original_due_at=iso_local(dossier.original_due_at), **extra,
    )  # fmt: skip
    return dossier
