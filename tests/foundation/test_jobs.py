"""Work in batches: it goes on where it stopped, whoever stopped it, and nothing is done twice or left out."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from foundation import jobs, scoping
from foundation.errors import Conflict, NotFound
from foundation.ids import uuid7
from foundation.jobs import Batch, run_some
from foundation.jobs.running import MOST_TRIES
from foundation.local_time import now
from foundation.models import Job, ReadRecord
from foundation.tasks import sweep_jobs

KIND, ALL, EACH = "tests.counting", 50, 10
faults: list[Exception] = []


@jobs.job(KIND)
def count_ten(work: Job) -> Batch:
    """Writes a row for each number."""
    start = int(work.cursor or 0)
    for number in range(start, start + EACH):
        ReadRecord.objects.create(
            at=now(),
            reader_kind="system",
            subject_kind="counted",
            subject_ids=[],
            way=str(number),
            correlation_id=work.id,
        )
    if faults:
        raise faults.pop()
    end = start + EACH
    return Batch(str(end) if end < ALL else None, EACH, EACH, result={"up_to": end})


def begun(**changes) -> Job:
    with scoping.system("test"):
        return jobs.begin(KIND, province_id=uuid7(), started_by=None, parameters={}, total=ALL, **changes)


def again(work: Job) -> Job:
    with scoping.system("test"):
        return Job.objects.get(id=work.id)


def counted() -> list[int]:
    with scoping.system("test"):
        return sorted(int(way) for way in ReadRecord.objects.values_list("way", flat=True))


@pytest.fixture(autouse=True)
def _no_fault_left():
    faults.clear()


@pytest.mark.django_db
def test_it_goes_on_where_its_last_turn_ended():
    work = begun()
    assert run_some(work.id, seconds=60, batches=2) is True
    half = again(work)
    assert (half.state, half.done, half.percent, half.lease_until) == ("running", 20, 40, None)
    assert run_some(work.id, seconds=60) is False
    whole = again(work)
    assert (whole.state, whole.done, whole.percent, whole.result) == ("done", ALL, 100, {"up_to": ALL})
    assert whole.finished_at and counted() == list(range(ALL))
    assert run_some(work.id, seconds=60) is False and counted() == list(range(ALL))


@pytest.mark.django_db
def test_paused_resumed_and_cancelled():
    work = begun()
    run_some(work.id, seconds=60, batches=1)
    with scoping.system("test"):
        jobs.pause(work.id)
    assert run_some(work.id, seconds=60) is False and len(counted()) == EACH
    with scoping.system("test"):
        with pytest.raises(Conflict):
            jobs.pause(work.id)
        jobs.resume(work.id)
    run_some(work.id, seconds=60, batches=1)
    with scoping.system("test"):
        jobs.cancel(work.id)
        with pytest.raises(Conflict):
            jobs.resume(work.id)
    assert run_some(work.id, seconds=60) is False
    assert (again(work).state, counted()) == ("cancelled", list(range(2 * EACH)))


@pytest.mark.django_db
def test_a_batch_that_fails_leaves_nothing_and_is_tried_again_later():
    work = begun()
    run_some(work.id, seconds=60, batches=1)
    faults.append(RuntimeError("no"))
    assert run_some(work.id, seconds=60) is False
    failed = again(work)
    assert (failed.state, failed.done, failed.error, failed.tries) == ("running", EACH, "RuntimeError", 1)
    assert counted() == list(range(EACH)) and failed.lease_until > now()
    # too early: it is left alone; then it goes on
    assert run_some(work.id, seconds=60) is False and again(work).done == EACH
    elapse(work)
    run_some(work.id, seconds=60)
    assert (again(work).state, again(work).tries, counted()) == ("done", 0, list(range(ALL)))


@pytest.mark.django_db
def test_what_always_fails_waits_for_a_person():
    work = begun()
    for _n in range(MOST_TRIES):
        faults.append(RuntimeError("no"))
        elapse(work)
        run_some(work.id, seconds=60)
    assert again(work).state == "failed" and counted() == []
    with scoping.system("test"):
        jobs.resume(work.id)
    run_some(work.id, seconds=60)
    assert again(work).state == "done" and counted() == list(range(ALL))


@pytest.mark.django_db
def test_work_that_another_has_in_hand_is_let_be_until_the_lease_runs_out():
    work = begun()
    with scoping.system("test"):
        Job.objects.filter(id=work.id).update(state="running", worker="else", lease_until=now() + timedelta(seconds=9))
    assert run_some(work.id, seconds=60) is False and counted() == []
    elapse(work)
    run_some(work.id, seconds=60)
    assert counted() == list(range(ALL))


@pytest.mark.django_db
def test_the_sweeper_asks_for_a_turn_at_what_nobody_works_on(monkeypatch):
    waiting, held, paused = begun(), begun(), begun()
    with scoping.system("test"):
        Job.objects.filter(id=held.id).update(state="running", lease_until=now() + timedelta(seconds=9))
        jobs.pause(paused.id)
    asked = []
    monkeypatch.setattr("foundation.tasks.tell", asked.append)
    assert sweep_jobs() == 1 and asked == [waiting.id]


@pytest.mark.django_db
def test_nobody_of_another_province_sees_it_or_stops_it():
    work = begun()
    with scoping.staff(uuid7(), None):
        assert not Job.objects.exists()
        with pytest.raises(NotFound):
            jobs.cancel(work.id)
    with scoping.staff(work.province_id, None):
        assert Job.objects.get().id == work.id
    assert again(work).state == "queued"


@pytest.mark.django_db(transaction=True)
def test_many_at_once_on_one_job_double_nothing():
    work = begun()

    def turn() -> None:
        try:
            while again(work).is_alive:
                run_some(work.id, seconds=60, batches=1)
        finally:
            connection.close()

    threads = [threading.Thread(target=turn) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (again(work).state, again(work).done, counted()) == ("done", ALL, list(range(ALL)))


def elapse(work: Job) -> None:
    """The lease runs out."""
    with scoping.system("test"):
        Job.objects.filter(id=work.id).update(lease_until=now() - timedelta(seconds=1))


@pytest.mark.django_db(transaction=True)
def test_who_works_at_it_is_not_driven_away_by_others_that_look(redis_url):
    """Given a job at work, when others ask for a turn all the time, then its worker goes on to the end: it used to find the row
    locked by one that only looked, and left without giving the job back, so that nobody worked at it for a minute."""
    work, done = begun(), threading.Event()

    def look() -> None:
        while not done.is_set():
            run_some(work.id, seconds=0.001, batches=0)
            with scoping.system("look"):
                Job.objects.select_for_update(skip_locked=True).filter(id=work.id).first()
                done.wait(0.02)
        connection.close()

    run_some(work.id, seconds=60, batches=1)
    others = [threading.Thread(target=look) for _n in range(4)]
    for other in others:
        other.start()
    try:
        while again(work).lease_until is None and again(work).is_alive:
            run_some(work.id, seconds=60)
    finally:
        done.set()
        for other in others:
            other.join()
    whole = again(work)
    assert (whole.state, whole.done) == ("done", ALL) and counted() == list(range(ALL))
