"""Which of the versions of one procedure counts. Pure: all of them in, the latest to begin first; one out."""

from collections.abc import Sequence
from datetime import date, timedelta

from procedures.models import ProcedureVersion

REMEMBERED = timedelta(days=90)  # so long after a version began, what it ended or left out is still said


def is_over(version: ProcedureVersion, day: date) -> bool:
    """Whether it was corrected or has ended: no process can be published for it any more."""
    return version.corrected_by_id is not None or (version.effective_to is not None and version.effective_to < day)


def in_force(versions: Sequence[ProcedureVersion], day: date) -> ProcedureVersion:
    """The one of that day, else the one that ended last, else the first that is prepared."""
    valid = [v for v in versions if v.corrected_by_id is None] or list(versions)
    begun = [v for v in valid if v.effective_from <= day]
    return begun[0] if begun else valid[-1]


def previous(versions: Sequence[ProcedureVersion], shown: ProcedureVersion) -> ProcedureVersion | None:
    """The version before: the one that it corrects, or that ended when it began."""
    corrected = [v for v in versions if v.corrected_by_id == shown.pk]
    earlier = [v for v in versions if v.corrected_by_id is None and v.effective_from < shown.effective_from]
    return next(iter([*corrected, *earlier]), None)
