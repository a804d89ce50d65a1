from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from calendars.clock import ClockKind
from dossiers.acting import begin, finish, moment
from dossiers.clocking import has_started, supplement_deadline, tick
from dossiers.models import Dossier
from dossiers.states import Action, Status, after
from foundation.errors import Conflict
from foundation.local_time import iso_local


@transaction.atomic
def request_supplement(
    dossier_id: UUID,
    *,
    actor: Actor,
    reason: str,
    override: bool = False,
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Dossier:
    """Ask the applicant once and completely for what is missing (yêu cầu bổ sung; NĐ 61/2018 Đ15, Đ19(4)).

    The clock stands from this moment. After acceptance a second request needs ``override``: the law allows one,
    and QĐ 766/QĐ-TTg counts the second as late.
    """
    dossier = begin(
        dossier_id, Action.REQUEST_SUPPLEMENT, actor=actor, expected_version=expected_version, reason=reason
    )
    if dossier.supplement_count and dossier.state is not Status.SUBMITTED and not override:
        raise Conflict(
            "second_supplement",
            _(
                "Hồ sơ đã được yêu cầu bổ sung một lần; luật chỉ cho phép một lần. Nếu vẫn cần, hãy xác nhận và ghi rõ lý do."
            ),
            extra={"needs": "override"},
        )
    when, previous = moment(at), dossier.status
    following = after(dossier.state, Action.REQUEST_SUPPLEMENT)
    assert following is not None
    dossier.status = following
    dossier.supplement_until = supplement_deadline(dossier, when)
    if following is Status.AWAITING_SUPPLEMENT:
        dossier.supplement_count += 1
        if has_started(dossier):
            tick(dossier, ClockKind.PAUSE, when, "supplement")
        else:
            dossier.paused_since = when
    finish(
        dossier, "dossier.supplement_requested", actor=actor, at=when, reason=reason, note=note,
        action=Action.REQUEST_SUPPLEMENT, previous=previous, until=iso_local(dossier.supplement_until),
        count=dossier.supplement_count, override=override,
    )  # fmt: skip
    return dossier
