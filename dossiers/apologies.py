"""Asking heads for apologies in time (NĐ 61/2018 Đ19(9)): which dates will be missed, and telling so once for each."""

from datetime import timedelta

from django.db.models import F, Q, QuerySet

from accounts.actors import Actor
from calendars.queries import calendar_for
from dossiers.acting import finish
from dossiers.lateness import is_time_to_ask, will_be_missed
from dossiers.models import Dossier
from dossiers.process import Process
from dossiers.states import RUNNING
from dossiers.stepping import here, plan_of, steps_for
from foundation import scoping
from foundation.local_time import now

BATCH = 500
FAR = timedelta(days=16)  # two working days never lie further apart, Tết included
_ACTOR = Actor.system("clock")


def ask_for_apologies() -> int:
    """Record ``dossier.apology_asked`` once for each date that will be missed; how many. Index ``dossier_running_due``."""
    moment, asked = now(), 0
    new = Q(apology_asked_for=None) | ~Q(apology_asked_for=F("due_at"))
    with scoping.system("ask for apologies"):
        rows = (
            Dossier.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("procedure", "agency", "version_of_procedure")
            .filter(
                new, status__in=[s.value for s in RUNNING], due_at__gt=moment, due_at__lte=moment + FAR, extended=False,
                mirror_system="",
            )
            .order_by("due_at")[:BATCH]
        )  # fmt: skip
        for dossier in rows:
            if _is_needed(dossier):
                dossier.apology_asked_for = dossier.due_at
                finish(dossier, "dossier.apology_asked", actor=_ACTOR, at=moment)
                asked += 1
    return asked


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
    """Of these dossiers those whose head is asked for an apology and can still give one. Reads along the desk's index."""
    return rows.filter(
        apology_asked_for=F("due_at"), extended=False, status__in=[s.value for s in RUNNING], due_sort__gt=now()
    ).order_by("due_sort", "id")  # fmt: skip
