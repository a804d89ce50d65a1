"""A bulk recalculation by a real worker, really killed in the middle: it goes on, nothing is done twice or left out."""

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest

from calendars.calendar import local_date
from calendars.clock import ClockKind
from calendars.models import CalendarDay
from dossiers.actions.recalculate import preview_recalculation, start_recalculation
from dossiers.models import ClockEntry, Dossier, DueRecord
from dossiers.recalculation.change import Change
from events.models import Event
from foundation import scoping
from foundation.embedded.processes import spawn, stop
from foundation.jobs import run_some
from foundation.local_time import now
from foundation.models import Job
from foundation.tasks import sweep_jobs
from notifications.models import Message
from tests.support import world as worlds
from tests.support.copies import copies
from tests.support.emptying import afresh
from tests.support.emulator import eventually
from tests.support.workers import ROOT, environment
from tests.support.world import filed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
COUNT, BATCH, PATIENCE = 600, 10, 180.0


class NoZalo:
    """Nothing is sent here."""

    def environment(self) -> dict[str, str]:
        return {}


def worker() -> "subprocess.Popen[bytes]":
    """A real worker of the queue in which bulk work waits."""
    command = [
        sys.executable, "-m", "celery", "-A", "portal.celery", "--quiet", "worker", "--queues", "default", "--pool", "solo",
        "--without-gossip", "--without-mingle", "--loglevel", "ERROR",
    ]  # fmt: skip
    return spawn(command, log=subprocess.DEVNULL, env=environment(NoZalo()), cwd=ROOT)


@pytest.fixture
def work(redis_url) -> Job:
    """A recalculation of many dossiers that has been started, in small batches."""
    afresh()
    world = worlds.build("H05", "Bắc Ninh")
    dossier = filed(world, accept=True)
    copies(dossier, COUNT - 1)
    with scoping.system("test"):
        day = local_date(dossier.due_at)
        CalendarDay.objects.create(date=day, province=world.province, kind="nghi_le", name="Thử", citation="thử")
    with world.scope("controller"):
        shown = preview_recalculation(Change(day, day), citation="Thử", actor=world.actor("controller"))
    run_some(shown.id, seconds=60)
    with world.scope("controller"):
        made = start_recalculation(shown.id, actor=world.actor("controller"))
    assert made.total == COUNT
    with scoping.system("test"):
        Job.objects.filter(id=made.id).update(parameters={**made.parameters, "batch": BATCH})
    return made


def state(work: Job) -> Job:
    with scoping.system("test"):
        return Job.objects.get(id=work.id)


def kept(work: Job) -> Counter[str]:
    """What stands in the tables because of the work."""
    with scoping.system("test"):
        return Counter(
            entries=ClockEntry.objects.filter(kind=ClockKind.RECKON).count(),
            dates=DueRecord.objects.filter(inputs__job=str(work.id)).count(),
            events=Event.objects.filter(kind="dossier.recalculated").count(),
            told=Message.objects.filter(kind="dossier.recalculated").count(),
        )


def swept_until(done: Callable[[], bool]) -> bool:
    """Wait, while the sweeper comes by as the beat would have it, only sooner."""
    last = 0.0

    def look() -> bool:
        nonlocal last
        if time.monotonic() - last > 3:
            sweep_jobs()
            last = time.monotonic()
        return done()

    return bool(eventually(look, PATIENCE))


def test_killed_again_and_again_each_promise_moves_once(work):
    current, seen = worker(), 0
    try:
        for _kill in range(2):
            # given a worker in the middle of it
            assert swept_until(lambda before=seen: state(work).done > before), "the worker does not begin"
            current.send_signal(signal.SIGKILL)
            current.wait(10)
            # then what was done is kept whole: the progress says what the tables say
            seen = state(work).done
            assert 0 < seen < COUNT and set(kept(work).values()) == {seen}
            # when its lease has run out, the sweeper gives it to the next
            with scoping.system("test"):
                Job.objects.filter(id=work.id).update(lease_until=now() - timedelta(seconds=1))
            current = worker()
            assert sweep_jobs() == 1
        assert swept_until(lambda: state(work).state == "done"), vars(state(work))
    finally:
        stop(current, signal.SIGKILL, 5)
    check(work)


def test_two_workers_on_one_work_double_nothing(work):
    both = [worker(), worker()]
    try:

        def done() -> bool:
            with scoping.system("test"):  # as if every lease ran out at once: both are let in
                Job.objects.filter(id=work.id).exclude(state="done").update(lease_until=None)
            sweep_jobs()
            return state(work).state == "done"

        assert eventually(done, PATIENCE), vars(state(work))
    finally:
        for process in both:
            stop(process, signal.SIGKILL, 5)
    check(work)


def check(work: Job) -> None:
    """Everything once, nothing left out."""
    whole = state(work)
    assert (whole.done, whole.changed, whole.failed) == (COUNT, COUNT, 0)
    assert kept(work) == Counter(entries=COUNT, dates=COUNT, events=COUNT, told=COUNT)
    with scoping.system("test"):
        assert ClockEntry.objects.filter(kind=ClockKind.RECKON).values("dossier_id").distinct().count() == COUNT
        assert len(set(Dossier.objects.values_list("due_at", "row_version"))) == 1
        assert Event.objects.filter(kind="recalculation.finished").count() == 1
