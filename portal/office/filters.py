"""What the lists of the back office are narrowed by: everything stands in the address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest

from dossiers.models import Dossier
from dossiers.states import OPEN, Status
from foundation.vietnamese_text import squeeze

VIEWS = ("mine", "counter", "unit")
GROUPS = (
    "apology",
    "my_step",
    "to_accept",
    "overdue",
    "today",
    "three_days",
    "later",
    "unassigned",
    "waiting",
    "to_return",
)


@dataclass(frozen=True)
class Filters:
    """``?xem=`` whose, ``?nhom=`` how urgent, ``?tinh-trang=`` status, ``?thu-tuc=`` procedure, ``?q=`` words.

    A value that is not known is left out, as if it had not been asked for.
    """

    view: str
    group: str = ""
    status: str = ""
    procedure: str = ""
    q: str = ""

    @classmethod
    def of(cls, request: HttpRequest, usual: str) -> "Filters":
        asked = {name: request.GET.get(name, "") for name in ("xem", "nhom", "tinh-trang", "thu-tuc", "q")}
        return cls(
            view=asked["xem"] if asked["xem"] in VIEWS else usual,
            group=asked["nhom"] if asked["nhom"] in GROUPS else "",
            status=asked["tinh-trang"] if asked["tinh-trang"] in {s.value for s in OPEN} else "",
            procedure=squeeze(asked["thu-tuc"].replace("\0", ""))[:30],
            q=squeeze(asked["q"].replace("\0", ""))[:200],
        )

    @property
    def flat(self) -> bool:
        """Whether this is one list, and not the desk by groups."""
        return bool(self.group or self.status or self.q)

    def narrow(self, rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
        """Status and procedure. The status reads along the index of the desk; a procedure is looked for among the rows
        of open dossiers or of a search, which are few."""
        if self.status:
            rows = rows.filter(status=Status(self.status).value)
        return rows.filter(procedure__code=self.procedure) if self.procedure else rows

    def address(self, **changes: str) -> str:
        """``?…&`` of this list with some values changed (empty: taken away), ready for another pair."""
        now = {
            "xem": self.view, "nhom": self.group, "tinh-trang": self.status, "thu-tuc": self.procedure, "q": self.q,
        }  # fmt: skip
        now.update({name.replace("_", "-"): value for name, value in changes.items()})
        kept = urlencode({name: value for name, value in now.items() if value})
        return f"?{kept}&" if kept else "?"
