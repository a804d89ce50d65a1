from datetime import datetime

from accounts.actors import Actor
from calendars.clock import ClockKind
from dossiers.acting import finish
from dossiers.clocking import has_started, tick
from dossiers.models import Dossier
from dossiers.process import Plan
from foundation.local_time import iso_local

REASON = "case"


def change_case(dossier: Dossier, case: str, *, actor: Actor, at: datetime) -> Dossier:
    """Put a running dossier under the term of another case that the law knows (cần xác minh: a longer term; Luật Hộ tịch
    Đ18, Đ28). Everything that happened to its clock is reckoned by that term; the date of the case is the promised one,
    for the statistics too. Part of the act that found the case; the dossier is locked and checked.
    """
    previous = dossier.due_at
    dossier.term_variant = case
    if has_started(dossier):
        tick(dossier, ClockKind.RECKON, at, REASON)
    finish(
        dossier, "dossier.recalculated", actor=actor, at=at, action="change_case", reason_code=REASON,
        previous_due_at=iso_local(previous), original_due_at=iso_local(dossier.original_due_at),
    )  # fmt: skip
    return dossier


def leave_case(dossier: Dossier, left: Plan, *, actor: Actor, at: datetime) -> Dossier:
    """Take back the case that a step has brought, when the dossier leaves that step the way it came: the former case holds
    again, with its term."""
    if not left.case or left.case != dossier.term_variant:
        return dossier
    kept = [record.inputs.get("variant", "") for record in dossier.due_records.order_by("computed_at", "id")]
    former = next((case for case in reversed(kept) if case != left.case), None)
    return dossier if former is None else change_case(dossier, former, actor=actor, at=at)
