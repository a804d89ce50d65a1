from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.actors import Actor
from calendars.clock import ClockKind
from calendars.terms import PausePolicy
from dossiers.acting import begin, finish, moment
from dossiers.actions._settled import go_on_where_settled
from dossiers.clocking import has_started, term_and_rules, tick
from dossiers.models import Dossier
from dossiers.states import Action, Status, after
from foundation.local_time import iso_local


@transaction.atomic
def receive_supplement(
    dossier_id: UUID,
    *,
    actor: Actor,
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Dossier:
    """The supplement is complete (hoàn thành bổ sung): the clock goes on or starts anew, as the procedure rules
    (TAM_DUNG, or TINH_LAI by NĐ 61/2018 Đ19(4))."""
    dossier = begin(dossier_id, Action.RECEIVE_SUPPLEMENT, actor=actor, expected_version=expected_version)
    when, previous = moment(at), dossier.status
    previous_due = dossier.due_at
    following = after(dossier.state, Action.RECEIVE_SUPPLEMENT)
    assert following is not None
    dossier.status, dossier.supplement_until = following, None
    _term, rules = term_and_rules(dossier)
    started = has_started(dossier)
    if following is Status.PROCESSING:
        if started:
            anew = rules.supplement is PausePolicy.TINH_LAI
            tick(dossier, ClockKind.RESTART if anew else ClockKind.RESUME, when, "supplement")
        else:
            dossier.paused_since = None
    finish(
        dossier, "dossier.supplement_received", actor=actor, at=when, note=note, action=Action.RECEIVE_SUPPLEMENT,
        previous=previous, previous_due_at=iso_local(previous_due), policy=rules.supplement.value,
    )  # fmt: skip
    if following is Status.PROCESSING and not started:
        go_on_where_settled(dossier, actor)  # the money came meanwhile
        dossier.refresh_from_db()
    return dossier
