"""The versions of one procedure that stand and what one province published for it, read once: which process runs when.

Pure: what ``procedures/processes.py`` asks the database for one day, for as many days and procedures as one likes.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from procedures.drafting import Places
from procedures.grounds import unbroken
from procedures.models import OwnProcess, ProcedureVersion
from procedures.processes import candidates


@dataclass(frozen=True)
class Succession:
    """``versions`` that stand, by first day; ``known``: all published processes of the province with these ``places``."""

    places: Places
    versions: tuple[ProcedureVersion, ...]
    known: tuple[OwnProcess, ...]

    def on(self, version: ProcedureVersion, day: date) -> OwnProcess | None:
        """The province's process under a version on a day; None where the national steps hold."""
        return next((own for own in candidates(self.known, version, day) if self._carries_on(own, version)), None)

    def before(self, version: ProcedureVersion) -> OwnProcess | None:
        """The process that ran when this version began."""
        earlier = [v for v in self.versions if v.effective_from < version.effective_from]
        if not earlier:
            return None
        last = version.effective_from - timedelta(days=1)
        return self.on(earlier[-1], min(last, earlier[-1].effective_to or last))

    def last_day_without(self, version: ProcedureVersion) -> date | None:
        """Where a version begins with the national steps: the day before the province's process takes over; None where
        none was published for it."""
        begin = sorted(own.effective_from for own in self.known if own.effective_from is not None)
        after = (day for day in begin if day > version.effective_from and self.on(version, day))
        first = next(after, None)
        return first - timedelta(days=1) if first else None

    def latest(self, version: ProcedureVersion) -> OwnProcess | None:
        """The last process that was published for this version or one that it corrects."""
        drawn = [o for o in self.known if o.version.effective_from == version.effective_from]
        return max(drawn, key=lambda o: (o.version.version, o.effective_from), default=None)

    def _carries_on(self, own: OwnProcess, version: ProcedureVersion) -> bool:
        base = own.version
        after = [v for v in self.versions if base.effective_from < v.effective_from <= version.effective_from]
        return unbroken([base, *after], self.places)
