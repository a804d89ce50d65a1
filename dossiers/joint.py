"""One filing, several dossiers (nhóm thủ tục liên thông, NĐ 63/2024 Đ7): what the parent's state follows from.

Pure but for reading our own file of kinds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import yaml

from calendars.calendar import WorkCalendar
from dossiers.states import TERMINAL, Status

_FILE = Path(__file__).parent / "data" / "joint_kinds.yaml"
_S = Status
# What holds the whole up most comes first; of what has ended, what went worst.
_WORST_FIRST = (
    _S.AWAITING_INTAKE_SUPPLEMENT, _S.AWAITING_SUPPLEMENT, _S.AWAITING_PAYMENT, _S.DRAFT, _S.SUBMITTED, _S.ACCEPTED,
    _S.PROCESSING, _S.COMPLETED, _S.REFUSED, _S.STOPPED, _S.WITHDRAWN, _S.RETURNED,
)  # fmt: skip


@dataclass(frozen=True)
class JointKind:
    """A group of procedures that is filed at once, with what says so. No procedures: any may be in it."""

    code: str
    name: str
    citation: str
    acknowledge_hours: int
    procedures: tuple[str, ...]
    unverified: str

    def takes(self, procedure: str) -> bool:
        return not self.procedures or procedure in self.procedures


@cache
def kinds() -> dict[str, JointKind]:
    """The groups by code."""
    rows = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["kinds"]
    return {row["code"]: JointKind(**{**row, "procedures": tuple(row["procedures"])}) for row in rows}


def state_of_all(statuses: Iterable[Status]) -> Status:
    """The state of the whole: its worst child's; one that has ended counts only once all have. ValueError for none."""
    known = set(statuses)
    return min(known - TERMINAL or known, key=_WORST_FIRST.index)


def due_of_all(children: Iterable[tuple[Status, datetime | None]]) -> datetime | None:
    """The whole is due with the last of its children that have not ended; None while one of these has no date."""
    every = list(children)
    known = [due for status, due in every if status not in TERMINAL] or [due for _status, due in every]
    return None if not known or None in known else max(due for due in known if due is not None)


def acknowledge_by(filed: datetime, hours: int, calendar: WorkCalendar) -> datetime:
    """Until when whoever settles a child says that it was received, in working hours (NĐ 63/2024 Đ7)."""
    return calendar.add(calendar.snap(filed), hours * 3600)
