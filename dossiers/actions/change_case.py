from datetime import datetime

from accounts.actors import Actor
from calendars.clock import ClockKind
from dossiers.acting import finish
from dossiers.clocking import has_started, tick
from dossiers.models import Dossier
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
