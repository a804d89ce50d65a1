"""Who holds the paper of a dossier (NĐ 61/2018 Đ18): the counter that took it in, then whoever signed for it last."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import Agency
from dossiers.models import Dossier, HandOverItem
from foundation import scoping

ON_PAPER = (Dossier.Channel.COUNTER.value, Dossier.Channel.POST.value)


@dataclass(frozen=True)
class Held:
    """Where a paper is: with ``agency``, or on its way to ``to`` on a slip that nobody has signed for yet."""

    agency: Agency
    to: Agency | None = None
    slip: UUID | None = None


def last_items(dossier_ids: Iterable[UUID]) -> QuerySet[HandOverItem]:
    """The latest hand-over of each of these dossiers that was not found missing. Index ``slip_of_dossier``."""
    rows = HandOverItem.objects.filter(dossier_id__in=list(dossier_ids), missing=False)
    return (
        rows.select_related("slip__from_agency", "slip__to_agency").order_by("dossier_id", "-id").distinct("dossier_id")
    )


def held(dossiers: Iterable[Dossier]) -> dict[UUID, Held]:
    """Where the paper of each of these dossiers is; none for one that has no paper, or is not accepted. One query.

    Each dossier needs its ``receiving_agency``.
    """
    rows = [d for d in dossiers if d.channel in ON_PAPER and d.accepted_at and not d.is_mirrored]
    with scoping.reading(
        "holders of papers"
    ):  # a slip is read by its two sides, where a paper is by all who see the dossier
        moved = {item.dossier_id: item.slip for item in last_items([d.id for d in rows])}
    found = {}
    for dossier in rows:
        slip = moved.get(dossier.id)
        if slip is None:
            found[dossier.id] = Held(dossier.receiving_agency)
        elif slip.received_at is None:
            found[dossier.id] = Held(slip.from_agency, slip.to_agency, slip.id)
        else:
            found[dossier.id] = Held(slip.to_agency)
    return found
