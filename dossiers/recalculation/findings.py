"""What a recalculation has found so far, kept with its job: numbers, ids and dates."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from calendars.calendar import local_date
from dossiers.recalculation.candidates import Candidate
from dossiers.recalculation.reckoning import NewDate
from foundation.local_time import iso_local

SAMPLE, NAMED = 20, 20


@dataclass
class Findings:
    """``shifts``: by how many days dates move (negative: nearer), and how many do; ``sample``: the first of them with old and
    new date; ``faults``: some that could not be reckoned."""

    later: int = 0
    earlier: int = 0
    past: int = 0
    paused: int = 0
    shifts: Counter[str] = field(default_factory=Counter)
    agencies: Counter[str] = field(default_factory=Counter)
    sample: list[list[str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, data: dict[str, Any]) -> "Findings":
        """Those kept."""
        counted = {name: Counter(data.get(name, {})) for name in ("shifts", "agencies")}
        return cls(**{**data, **counted})

    def as_data(self) -> dict[str, Any]:
        """To keep."""
        return {**vars(self), "shifts": dict(self.shifts), "agencies": dict(self.agencies)}

    def moves(self, dossier: Candidate, new: NewDate, due: datetime) -> None:
        """This one gets another date."""
        if due >= dossier.due_at:
            self.later += 1
        else:
            self.earlier += 1
        self.paused += new.state.paused_since is not None
        self.shifts[str((local_date(due) - local_date(dossier.due_at)).days)] += 1
        self.agencies[str(dossier.agency_id)] += 1
        if len(self.sample) < SAMPLE:
            self.sample.append([str(dossier.id), str(iso_local(dossier.due_at)), str(iso_local(due))])

    def fault(self, dossier: Candidate) -> None:
        """This one cannot be reckoned: its clock or its calendar does not allow it."""
        if len(self.faults) < NAMED:
            self.faults.append(str(dossier.id))
