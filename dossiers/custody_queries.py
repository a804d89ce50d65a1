"""The lists of papers: what an agency has to hand on, what it has to sign for, what it handed over."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from accounts.models import Agency
from calendars.due import transfer_by
from calendars.queries import calendar_for
from dossiers.custody import ON_PAPER
from dossiers.models import Dossier, HandOverItem, HandOverSlip
from dossiers.models.dossier import OPEN_STATUSES
from dossiers.states import Status
from dossiers.step_queries import at_step
from foundation.local_time import now

MOST = 200
_MOVING = [s for s in OPEN_STATUSES if s not in (Status.SUBMITTED, Status.AWAITING_INTAKE_SUPPLEMENT)]


@dataclass(frozen=True)
class ToGive:
    """A paper that has to follow its dossier, to whom, and until when the law gives for it (None: no rule)."""

    dossier: Dossier
    to: Agency
    until: datetime | None


def to_give(agency_id: UUID) -> list[ToGive]:
    """The papers at an agency whose dossiers lie on a desk elsewhere, the oldest first, at most 200.

    A counter has until the end of the day, or the beginning of the next where it came after 15:00 (NĐ 61/2018 Đ18(2)).
    Indexes ``dossier_reception_desk``, ``slip_taken``, ``slip_of_dossier``. Four queries.
    """
    elsewhere = Exists(at_step().filter(dossier_id=OuterRef("id")).exclude(agency_id=agency_id))
    papers = Dossier.objects.filter(elsewhere, status__in=_MOVING, channel__in=ON_PAPER, mirror_system="")
    moved = HandOverItem.objects.filter(dossier_id=OuterRef("id"), missing=False)
    fresh = papers.filter(~Exists(moved), receiving_agency_id=agency_id).order_by("due_sort", "id")
    rows = [*fresh.select_related("version_of_procedure")[:MOST], *_passed_on(papers, agency_id)]
    steps = {s.dossier_id: s for s in at_step().filter(dossier_id__in=[d.id for d in rows]).select_related("agency")}
    calendar, first = calendar_for(agency_id), {d.id for d in rows if d.receiving_agency_id == agency_id}
    found = [
        ToGive(d, steps[d.id].agency, transfer_by(calendar, d.accepted_at) if d.id in first and d.accepted_at else None)
        for d in rows
        if d.id in steps  # not ended meanwhile
    ]
    return sorted(found[:MOST], key=lambda g: (g.to.name, g.to.id, g.until or now(), g.dossier.id))


def _passed_on(papers: QuerySet[Dossier], agency_id: UUID) -> list[Dossier]:
    """Those that came on a slip that was signed for, and have not left since."""
    later = HandOverItem.objects.filter(dossier_id=OuterRef("dossier_id"), missing=False, id__gt=OuterRef("id"))
    here = HandOverItem.objects.filter(
        ~Exists(later), missing=False, slip__to_agency_id=agency_id, slip__received_at__isnull=False
    )
    return list(papers.filter(id__in=here.values("dossier_id")).select_related("version_of_procedure")[:MOST])


def to_receive(agency_ids: list[UUID]) -> list[HandOverSlip]:
    """The slips that wait for a signature of these agencies, the oldest first, at most 200. Index ``slip_to_receive``."""
    rows = HandOverSlip.objects.filter(to_agency_id__in=agency_ids, received_at__isnull=True)
    return list(rows.select_related("from_agency", "to_agency", "given_by").order_by("given_at", "id")[:MOST])


def given(agency_ids: list[UUID]) -> QuerySet[HandOverSlip]:
    """What these agencies handed over, to be paged by ``given_at``. Index ``slip_given``."""
    rows = HandOverSlip.objects.filter(from_agency_id__in=agency_ids)
    return rows.select_related("from_agency", "to_agency", "given_by", "received_by")


def slip(slip_id: UUID) -> HandOverSlip | None:
    """One slip with its dossiers; two queries."""
    rows = HandOverSlip.objects.select_related("from_agency", "to_agency", "given_by", "received_by", "province")
    found = rows.filter(id=slip_id).first()
    if found is not None:
        items = found.items.select_related("dossier__version_of_procedure").order_by(F("dossier__code").asc())
        found.lines = list(items)  # type: ignore[attr-defined]
    return found
