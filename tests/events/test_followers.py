"""Who reads on from where it stopped: in order, once where all goes well, and without holding up the others."""

import threading

import pytest
from django.db import connection

from accounts.actors import Actor
from events import registry
from events.followers import run
from events.models import EventPosition, FollowerCursor
from events.recording import record
from events.sequencer import LOCK, advance_all
from events.tasks import sequence_and_follow
from foundation import scoping
from foundation.ids import uuid7
from tests.support.order import settle_positions

pytestmark = pytest.mark.django_db(transaction=True)
ACTOR = Actor.system("test")


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(registry, "_subscriptions", {})
    monkeypatch.setattr(registry, "_followers", {})


def happened(times: int, subject=None) -> list:
    found = []
    for _ in range(times):
        with scoping.system("test"):
            found.append(
                record(
                    "dossier.started", subject=("dossier", subject or uuid7()), province_id=uuid7(),
                    agency_ids=[uuid7()], actor=ACTOR,
                ).id
            )  # fmt: skip
    settle_positions()
    return found


def cursor_of(name: str) -> FollowerCursor:
    with scoping.system("test"):
        return FollowerCursor.objects.get(name=name)


def test_it_reads_everything_in_order_and_goes_on_from_there():
    read = []
    registry.follow("reader")(lambda events: read.extend((p, e.id) for p, e in events))
    first = happened(3)
    assert run("reader") == 3
    assert run("reader") == 0
    second = happened(2)
    assert run("reader") == 2
    assert read == list(enumerate(first + second, start=1))


def test_a_large_backlog_comes_in_batches():
    sizes = []
    registry.follow("reader")(lambda events: sizes.append(len(events)))
    happened(5)
    while run("reader", batch=2):
        pass
    assert sizes == [2, 2, 1]


def test_one_that_fails_is_given_the_same_again_and_what_it_wrote_is_taken_back():
    broken, read = [True], []

    def half(events):
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO events_followercursor (name, position, error) VALUES ('written', 1, '')")
        if broken:
            raise TypeError("a mistake in the follower")
        read.extend(e.id for _p, e in events)

    registry.follow("reader")(half)
    wanted = happened(2)
    assert run("reader") == 0
    with scoping.system("test"):
        assert not FollowerCursor.objects.filter(name="written").exists()
    assert (cursor_of("reader").position, cursor_of("reader").error) == (0, "TypeError")
    since = cursor_of("reader").failing_since
    assert run("reader") == 0
    assert cursor_of("reader").failing_since == since, "the alarm counts from the first failure"
    broken.clear()
    assert run("reader") == 2
    assert read == wanted
    assert (cursor_of("reader").position, cursor_of("reader").failing_since) == (2, None)


def test_one_that_fails_does_not_hold_up_the_others():
    read = []
    registry.follow("broken")(lambda events: {}["missing"])
    registry.follow("reader")(lambda events: read.extend(e.id for _p, e in events))
    wanted = happened(2)
    sequence_and_follow()
    assert read == wanted
    assert cursor_of("broken").error == "KeyError"


def test_two_processes_give_a_follower_each_event_once():
    inside, go_on, read = threading.Event(), threading.Event(), []

    def slow(events):
        inside.set()
        assert go_on.wait(30)
        read.extend(e.id for _p, e in events)

    registry.follow("reader")(slow)
    wanted = happened(2)

    def other():
        try:
            run("reader")
        finally:
            connection.close()

    thread = threading.Thread(target=other)
    thread.start()
    assert inside.wait(30)
    assert run("reader") == 0, "somebody else is at it"
    go_on.set()
    thread.join()
    assert run("reader") == 0
    assert read == wanted


def test_a_record_that_was_dropped_with_its_month_does_not_stop_a_reader():
    read = []
    registry.follow("reader")(lambda events: read.extend(p for p, _e in events))
    happened(1)
    with scoping.system("test"):
        EventPosition.objects.filter(position=1).update(event_id=uuid7())
    assert run("reader") == 0
    assert cursor_of("reader").position == 1
    happened(1)
    assert run("reader") == 1
    assert read == [2]


class TestNumbering:
    def test_one_process_at_a_time(self):
        with scoping.system("test"):
            record("dossier.started", subject=("dossier", uuid7()), province_id=uuid7(), agency_ids=[], actor=ACTOR)
        locked, done = threading.Event(), threading.Event()

        def holder():
            try:
                with scoping.system("test"), connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
                    locked.set()
                    assert done.wait(30)
            finally:
                connection.close()

        thread = threading.Thread(target=holder)
        thread.start()
        assert locked.wait(30)
        assert advance_all() == 0
        done.set()
        thread.join()
        settle_positions()
        assert EventPosition.objects.count() == 0  # read without a scope: nothing
        with scoping.system("test"):
            assert EventPosition.objects.count() == 1

    def test_many_writers_and_many_numberers_leave_no_gap_and_keep_each_subject_in_order(self):
        subjects, stop = [uuid7() for _ in range(4)], threading.Event()

        def write(subject):
            try:
                for _ in range(10):
                    with scoping.system("test"):
                        record(
                            "dossier.started", subject=("dossier", subject), province_id=subject, agency_ids=[],
                            actor=ACTOR,
                        )  # fmt: skip
            finally:
                connection.close()

        def number():
            try:
                while not stop.is_set():
                    advance_all()
            finally:
                connection.close()

        writers = [threading.Thread(target=write, args=(s,)) for s in subjects]
        numberers = [threading.Thread(target=number) for _ in range(2)]
        for thread in (*numberers, *writers):
            thread.start()
        for thread in writers:
            thread.join()
        stop.set()
        for thread in numberers:
            thread.join()
        settle_positions()
        with scoping.system("test"):
            rows = list(EventPosition.objects.order_by("position").values_list("position", "event_id"))
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT p.position, e.subject_id, e.seq FROM events_eventposition p "
                    "JOIN events_event e ON e.id = p.event_id ORDER BY p.position"
                )
                order = cursor.fetchall()
        assert [p for p, _e in rows] == list(range(1, 41))
        for subject in subjects:
            seqs = [seq for _p, s, seq in order if s == subject]
            assert seqs == sorted(seqs)
            assert len(seqs) == 10
