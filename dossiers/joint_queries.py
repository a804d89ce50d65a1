"""Joint filings as a whole: the children in sight, what follows for the parent, who has not said yet that it has one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from calendars.queries import calendar_for
from dossiers.joint import JointKind, acknowledge_by, due_of_all, kinds, state_of_all
from dossiers.models import Dossier, ParentDossier
from dossiers.queries import BARE_FIELDS
from dossiers.states import Status
from foundation import scoping
from foundation.local_time import now

MOST_LATE = 100


@dataclass(frozen=True)
class Whole:
    """A parent as it stands: derived from all its children, showing those that the present scope sees."""

    parent: ParentDossier
    kind: JointKind | None
    children: list[Dossier]
    state: Status
    due_at: datetime | None
    others: int  # children that somebody else settles and that are not shown here


def whole(parent_id: UUID) -> Whole | None:
    """One joint filing; None where the present scope sees none of it. Index ``dossier_parent``. Four queries."""
    parent = ParentDossier.objects.select_related("receiving_agency").filter(id=parent_id).first()
    if parent is None:
        return None
    seen = list(Dossier.objects.filter(parent=parent).select_related(*BARE_FIELDS).order_by("id"))
    with scoping.reading("state of a joint filing"):
        rows = Dossier.objects.filter(parent=parent).values_list("status", "due_at")
        every = [(Status(status), due) for status, due in rows]
    return Whole(
        parent, kinds().get(parent.kind), seen, state_of_all(status for status, _due in every), due_of_all(every),
        len(every) - len(seen),
    )  # fmt: skip


def unacknowledged() -> Iterator[Dossier]:
    """Children whose agency has not said in time that it received them (NĐ 63/2024 Đ7), at most 100, the oldest first.
    Index ``dossier_parent``. For the system scope."""
    rows = Dossier.objects.filter(
        parent__isnull=False, status=Status.SUBMITTED, submitted_at__lt=now() - timedelta(hours=2)
    )
    for row in rows.select_related("parent", "agency", "procedure").order_by("parent_id", "id")[:MOST_LATE]:
        kind = kinds().get(row.parent.kind) if row.parent else None
        if kind and acknowledge_by(row.submitted_at, kind.acknowledge_hours, calendar_for(row.agency_id)) < now():
            yield row
