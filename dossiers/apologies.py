"""Asking heads for apologies in time (NĐ 61/2018 Đ19(9)): which dates will be missed, and telling so once for each."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import UUID

import structlog
from django.db.models import F, Q, QuerySet

from accounts.actors import Actor
from calendars.calendar import OutOfCalendar
from calendars.queries import calendar_for
from dossiers.acting import finish
from dossiers.lateness import is_time_to_ask, will_be_missed
from dossiers.models import Dossier
from dossiers.process import Process
from dossiers.states import RUNNING
from dossiers.stepping import here, plan_of, steps_for
from foundation import scoping
from foundation.local_time import LOCAL, now, to_local

log = structlog.get_logger(__name__)

PAGE = 500
FAR = timedelta(days=16)  # two working days never lie further apart, Tết included
_ACTOR = Actor.system("clock")
_RUNNING = [s.value for s in RUNNING]


def ask_for_apologies() -> int:
    """Record ``dossier.apology_asked`` once for each date that will be missed; how many. Looks at all dates from tomorrow on
    until two working days lie between, a page at a time along ``dossier_running_due``; each act is a transaction of its
    own."""
    return sum(_ask(dossier_id) for dossier_id in _soon_due())


def _end_of_today() -> datetime:
    return datetime.combine(to_local(now()).date(), time.max, LOCAL)


def _soon_due() -> Iterator[UUID]:
    """The dossiers whose head was not asked about this date yet, by date."""
    until = now() + FAR
    last: tuple[datetime | None, UUID] = (_end_of_today(), UUID(int=0))
    while True:
        with scoping.system("ask for apologies"):
            new = Q(apology_asked_for=None) | ~Q(apology_asked_for=F("due_at"))
            rows = Dossier.objects.filter(new, status__in=_RUNNING, due_at__lte=until, extended=False, mirror_system="")
            after = rows.filter(Q(due_at__gt=last[0]) | Q(due_at=last[0], id__gt=last[1]))
            page = list(after.order_by("due_at", "id").values_list("due_at", "id")[:PAGE])
        yield from (dossier_id for _due, dossier_id in page)
        if len(page) < PAGE:
            return
        last = page[-1]


def _ask(dossier_id: UUID) -> bool:
    """One dossier: looked at first, locked only to be written; False where nothing is asked."""
    try:
        with scoping.system("ask for apologies"):
            rows = Dossier.objects.select_related("procedure", "agency", "version_of_procedure")
            if not _is_needed(rows.get(id=dossier_id)):
                return False
            free = rows.select_for_update(of=("self",), skip_locked=True)
            dossier = free.filter(id=dossier_id, status__in=_RUNNING, extended=False).first()
            if dossier is None or dossier.apology_asked_for == dossier.due_at:
                return False
            dossier.apology_asked_for = dossier.due_at
            finish(dossier, "dossier.apology_asked", actor=_ACTOR, at=now())
            return True
    except OutOfCalendar:
        log.exception("apology_not_reckoned", dossier=str(dossier_id))
        return False


def _is_needed(dossier: Dossier) -> bool:
    calendar, moment = calendar_for(dossier.agency_id), now()
    if dossier.due_at is None or not is_time_to_ask(dossier.due_at, calendar, moment):
        return False
    step = here(dossier)
    if step is None:
        return False
    process = Process.of(plan_of(row) for row in steps_for(dossier, step.step).values())
    plan = process.find(step.step.code)
    return plan is not None and will_be_missed(process, plan, step.due_at, dossier.due_at, calendar, moment)


def asked_for(rows: QuerySet[Dossier]) -> QuerySet[Dossier]:
    """Of these dossiers those whose head is asked for an apology and can still give one: on the day itself it is too late.
    Reads along the desk's index."""
    return rows.filter(
        apology_asked_for=F("due_at"), extended=False, status__in=_RUNNING, due_sort__gt=_end_of_today()
    ).order_by("due_sort", "id")  # fmt: skip
