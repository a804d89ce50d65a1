"""Reminding owners of results that end (chủ động nhắc thực hiện, NĐ 224/2026 Đ16): a year, a month and a week ahead."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

import structlog
from django.db import DatabaseError

from accounts.actors import Actor
from calendars.due import add_months
from dossiers.acting import finish, locked
from dossiers.models import Result
from dossiers.states import Status
from dossiers.validity import Reminder, reminder_on
from foundation import scoping
from foundation.errors import DomainError
from foundation.local_time import LOCAL, iso_local, now, today_local

log = structlog.get_logger(__name__)
BATCH = 500  # of each kind in one run; the next run does the next
_ACTOR = Actor.system("expiring results")


def remind() -> int:
    """Record ``dossier.result_expiring`` for each result that has come nearer to its end than when its owner was last
    reminded; how many. Index ``result_expiring``."""
    today = today_local()
    windows = [
        (Reminder.WEEK, today + timedelta(days=7)),
        (Reminder.MONTH, add_months(today, 1)),
        (Reminder.YEAR, add_months(today, 12)),
    ]
    done = 0
    for kind, until in windows:
        with scoping.system("expiring results"):
            rows = Result.objects.filter(
                valid_until__gte=today, valid_until__lte=until, revoked_at=None, replaced_by=None, reminded__lt=kind,
                dossier__status=Status.RETURNED, dossier__mirror_system="",
            )  # fmt: skip
            near = list(rows.order_by("valid_until", "id").values_list("id", "dossier_id")[:BATCH])
        done += sum(_tried(result_id, dossier_id, today) for result_id, dossier_id in near)
    return done


def _tried(result_id: UUID, dossier_id: UUID, today: date) -> bool:
    """One that cannot be reminded of does not keep the others from it; the next run tries again."""
    try:
        return _one(result_id, dossier_id, today)
    except (DomainError, DatabaseError) as error:
        log.error("result_not_reminded", result=str(result_id), error=type(error).__name__)
        return False


def _one(result_id: UUID, dossier_id: UUID, today: date) -> bool:
    """One result in a transaction of its own; False where somebody was quicker."""
    with scoping.system("expiring results"):
        dossier = locked(dossier_id)
        result = dossier.results.get(id=result_id)
        assert result.valid_until is not None
        kind = reminder_on(today, result.valid_until)
        if kind <= result.reminded or not result.stands(today):
            return False
        result.reminded = kind
        result.save(update_fields=["reminded"])
        last = datetime.combine(result.valid_until, time(23, 59), LOCAL)
        finish(
            dossier, "dossier.result_expiring", actor=_ACTOR, at=now(), action="remind", result_id=result.id,
            until=iso_local(last), count=int(kind),
        )  # fmt: skip
        return True
