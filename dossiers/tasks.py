"""What time does to dossiers: warnings before and after the date, and windows that close."""

from datetime import timedelta

from celery import shared_task
from django.db import transaction
from django.db.models import F, Q

from accounts.actors import Actor
from dossiers.acting import finish
from dossiers.actions.stop import stop
from dossiers.models import Dossier
from dossiers.states import RUNNING, Status
from foundation import scoping
from foundation.local_time import now

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
    done = 0
    with scoping.system("close supplement windows"):
        ids = list(
            Dossier.objects.filter(status__in=_WAITING, supplement_until__lt=now(), mirror_system="")
            .order_by("supplement_until")
            .values_list("id", flat=True)[:BATCH]
        )
        for dossier_id in ids:
            with transaction.atomic():
                still = (
                    Dossier.objects.select_for_update(skip_locked=True)
                    .filter(id=dossier_id, status__in=_WAITING, supplement_until__lt=now())
                    .exists()
                )
                if still:
                    stop(
                        dossier_id, actor=CLOCK, rule="window_expired",
                        reason="Quá thời hạn bổ sung mà chưa nhận được giấy tờ bổ sung.",
                    )  # fmt: skip
                    done += 1
    return done
