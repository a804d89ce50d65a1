"""What time does to dossiers: warnings before and after the date, and windows that close."""

from datetime import timedelta
from uuid import UUID

import structlog
from celery import shared_task
from django.db.models import F, Q

from accounts.actors import Actor
from calendars.calendar import OutOfCalendar
from calendars.clock import ClockFault
from dossiers import apologies, expiring
from dossiers.acting import finish
from dossiers.actions.answer_consultation import let_silence_agree
from dossiers.actions.stop import stop
from dossiers.journey import Ending
from dossiers.models import Dossier, DossierStep
from dossiers.states import RUNNING, Status
from dossiers.waiting_dates import window_still_open
from foundation import scoping
from foundation.errors import DomainError
from foundation.local_time import now

log = structlog.get_logger(__name__)

BATCH = 200
CLOCK = Actor.system("clock")
_RUNNING = [s.value for s in RUNNING]
_WAITING = [Status.AWAITING_SUPPLEMENT.value, Status.AWAITING_INTAKE_SUPPLEMENT.value]


@shared_task
def watch_clocks() -> dict[str, int]:
    """Record once for each due date that it is near (one day) or past. Index ``dossier_running_due``."""
    moment = now()
    soon = Q(due_at__gt=moment, due_at__lte=moment + timedelta(days=1)) & ~Q(warned_soon_for=F("due_at"))
    soon_new = soon | Q(due_at__gt=moment, due_at__lte=moment + timedelta(days=1), warned_soon_for__isnull=True)
    late = Q(due_at__lte=moment, warned_overdue_for__isnull=True) | (
        Q(due_at__lte=moment) & ~Q(warned_overdue_for=F("due_at"))
    )
    return {
        "due_soon": _warn("dossier.due_soon", soon_new, "warned_soon_for"),
        "overdue": _warn("dossier.overdue", late, "warned_overdue_for"),
    }


def _warn(kind: str, which: Q, mark: str) -> int:
    done = 0
    with scoping.system("watch clocks"):
        rows = (
            Dossier.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("procedure", "agency")
            .filter(which, status__in=_RUNNING)
            .order_by("due_at")[:BATCH]
        )
        for dossier in rows:
            setattr(dossier, mark, dossier.due_at)
            finish(dossier, kind, actor=CLOCK, at=now())
            done += 1
    return done


@shared_task
def close_supplement_windows() -> int:
    """Stop dossiers that were not supplemented in time. Index ``dossier_supplement_window``."""
    with scoping.system("close supplement windows"):
        ids = list(
            Dossier.objects.filter(status__in=_WAITING, supplement_until__lt=now(), mirror_system="")
            .order_by("supplement_until")
            .values_list("id", flat=True)[:BATCH]
        )
    done = 0
    for dossier_id in ids:
        try:
            done += _close(dossier_id)
        except (DomainError, ClockFault, OutOfCalendar):
            # the others are stopped all the same, and this one is tried again at the next run
            log.exception("window_not_closed", dossier=str(dossier_id))
    return done


@shared_task
def ask_for_apologies() -> int:
    """Ask heads for apologies two working days before a date that will be missed (every half hour)."""
    return apologies.ask_for_apologies()


@shared_task
def remind_of_expiring_results() -> int:
    """Remind owners a year, a month and a week before a result ends (daily)."""
    return expiring.remind()


@shared_task
def end_silent_consultations() -> int:
    """Take silence for consent where the law says so and the time to answer has passed. Index ``dossier_step_silence``."""
    with scoping.system("end silent consultations"):
        rows = DossierStep.objects.filter(state=Ending.OPEN, silence_agrees=True, due_sort__lt=now())
        asked = list(rows.order_by("due_sort", "id").values_list("dossier_id", "id")[:BATCH])
    done = 0
    for dossier_id, asked_id in asked:
        try:
            with scoping.system("end silent consultations"):
                done += let_silence_agree(dossier_id, asked_id)
        except (DomainError, ClockFault, OutOfCalendar):
            log.exception("silence_not_ended", dossier=str(dossier_id))
    return done


def _close(dossier_id: UUID) -> bool:
    """One dossier in a transaction of its own; False where somebody has it in hand."""
    with scoping.system("close supplement windows"):
        rows = Dossier.objects.select_for_update(skip_locked=True, of=("self",)).select_related(
            "version_of_procedure", "procedure", "agency"
        )
        row = rows.filter(id=dossier_id, status__in=_WAITING, supplement_until__lt=now()).first()
        if row is None or window_still_open(row):
            return False
        stop(
            dossier_id, actor=CLOCK, rule="window_expired",
            reason="Quá thời hạn bổ sung mà chưa nhận được giấy tờ bổ sung.",
        )  # fmt: skip
        return True
