"""What many tests of the seeded rows need: the acts of each dossier in order, and the working time of each house."""

from collections import defaultdict
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from calendars.calendar import WorkCalendar
from calendars.clock import ClockEvent, ClockKind
from calendars.queries import calendar_for
from dossiers.models import Dossier
from events.models import Event

ACTIONS = {
    "dossier.accepted": "accept", "dossier.refused": "refuse", "dossier.started": "start",
    "dossier.supplement_requested": "request_supplement", "dossier.supplement_received": "receive_supplement",
    "dossier.payment_requested": "request_payment", "dossier.payment_confirmed": "confirm_payment",
    "dossier.withdrawn": "withdraw", "dossier.stopped": "stop", "dossier.completed": "complete",
    "dossier.returned": "return_result", "dossier.extended": "extend", "dossier.recalled": "recall",
}  # fmt: skip
# by the acts themselves, in the moment of seeding (portal/seeding/fees.py); all else was told
MONEY = (
    "dossier.charges_assessed", "dossier.payment_received", "dossier.payment_refunded", "bank_account.changed",
    "shift.closed",
)  # fmt: skip


def own() -> list[Dossier]:
    """The dossiers that the provinces settle themselves."""
    return list(
        Dossier.objects.filter(mirror_system="")
        .select_related("agency", "receiving_agency", "version_of_procedure", "procedure", "province", "commune")
        .prefetch_related("clock", "due_records", "version_of_procedure__commitments")
    )


def told_of() -> dict[UUID, list[Event]]:
    """The events of each dossier, oldest first."""
    found: dict[UUID, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(subject_kind="dossier", kind__startswith="dossier.").order_by("seq"):
        found[event.subject_id].append(event)
    return found


def clock_of(dossier: Dossier) -> list[ClockEvent]:
    """The entries of its clock, in order."""
    return [ClockEvent(ClockKind(e.kind), e.at, e.reason, e.due_at) for e in dossier.clock.all()]


def within(hours: WorkCalendar, moment: datetime) -> bool:
    """Whether it lies in a session; the end of one belongs to it."""
    whole = moment.replace(microsecond=0)
    return hours.snap(whole) == whole or hours.snap(whole - timedelta(seconds=1)) == whole - timedelta(seconds=1)


@cache
def hours_of(agency_id: UUID) -> WorkCalendar:
    return calendar_for(agency_id)
