from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from calendars.clock import ClockKind
from dossiers.acting import begin, finish, moment
from dossiers.actions._counter import next_number
from dossiers.actions.assign_by_rule import assign_by_rule
from dossiers.clocking import tick
from dossiers.code_schemes import scheme_for
from dossiers.codes import new_receipt_code, search_key
from dossiers.models import Dossier
from dossiers.states import Action, Status
from foundation.errors import Conflict
from foundation.local_time import iso_local, to_local
from procedures.models import ProcedureVersion
from procedures.queries import current_version, is_competent


@transaction.atomic
def accept(
    dossier_id: UUID,
    *,
    actor: Actor,
    expected_version: int | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Dossier:
    """Accept a filed dossier (tiếp nhận): its code, its receipt code and its clock begin (NĐ 61/2018 Đ17, TT 03/2025 Đ13).

    The dossier is pinned to the version of its procedure that is in force at this moment. A procedure whose clock
    also waits for a payment starts when that is confirmed.
    """
    dossier = begin(dossier_id, Action.ACCEPT, actor=actor, expected_version=expected_version)
    return take_in(dossier, actor=actor, note=note, at=at)


def pin(dossier: Dossier, day: date) -> None:
    """Bind the dossier to the version in force; Conflict where none is any more, and where another version has taken over under
    which others decide: only a refusal that shows the way is left.

    A special term that the new version no longer has gives way to its ordinary one.
    """
    try:
        version = current_version(dossier.procedure.code, day)
    except ProcedureVersion.DoesNotExist as error:
        raise Conflict(
            "procedure_ended", _("Thủ tục này không còn hiệu lực nên không tiếp nhận được; hãy từ chối kèm hướng dẫn."),
            extra={"allowed": [Action.REFUSE.value]},
        ) from error  # fmt: skip
    if version.id != dossier.version_of_procedure_id:
        _still_theirs(version, dossier)
    dossier.version_of_procedure = version
    if dossier.term_variant not in {case["code"] for case in version.term_variants}:
        dossier.term_variant = ""


def _still_theirs(version: ProcedureVersion, dossier: Dossier) -> None:
    if version.settled_by != ProcedureVersion.SettledBy.PROVINCE:
        code = "settled_elsewhere"
        why = _("Từ phiên bản đang hiệu lực, thủ tục này do hệ thống khác giải quyết; hãy từ chối kèm hướng dẫn.")
    elif not is_competent(version, dossier.agency):
        code = "not_competent"
        why = _("Từ phiên bản đang hiệu lực, cơ quan này không còn thẩm quyền; hãy từ chối kèm hướng dẫn.")
    else:
        return
    raise Conflict(code, why, extra={"allowed": [Action.REFUSE.value]})


def take_in(
    dossier: Dossier, *, actor: Actor, note: str = "", at: datetime | None = None, rule: str = ""
) -> Dossier:  # fmt: skip
    """The act itself, for a dossier that is already locked and checked; ``rule`` says of which larger act it is part."""
    when = moment(at)
    previous = dossier.status
    day = to_local(when).date()
    pin(dossier, day)
    dossier.status, dossier.accepted_at = Status.ACCEPTED, when
    dossier.receptionist_id = actor.user_id or dossier.receptionist_id
    dossier.receipt_code = dossier.receipt_code or new_receipt_code()
    if dossier.version_of_procedure.start_rule == ProcedureVersion.StartRule.ACCEPTANCE:
        tick(dossier, ClockKind.START, when, "accepted")
    # the counter last of all: it stays locked until the end
    scheme = scheme_for(dossier.agency, day)
    dossier.code = scheme.write(dossier.agency.code, day, next_number(dossier.agency_id, day))
    dossier.code_key = search_key(dossier.code)
    extra: dict[str, Any] = {"rule": rule} if rule else {}
    finish(
        dossier, "dossier.accepted", actor=actor, at=when, note=note, action=Action.ACCEPT, previous=previous,
        accepted_at=iso_local(when), channel=dossier.channel, **extra,
    )  # fmt: skip
    return assign_by_rule(dossier)
