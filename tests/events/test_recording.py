import threading
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.actors import Actor
from events import registry
from events.checks import listeners
from events.models import Event, EventPosition, Unplanned, Unsequenced
from events.queries import feed, of_subject
from events.recording import record
from events.sequencer import advance_all
from events.tasks import replan
from events.vocabulary import ForbiddenData
from foundation import correlation, scoping
from foundation.ids import uuid7
from foundation.local_time import now
from tests.support.order import settle_positions

ACTOR = Actor.system("test")


def happened(kind: str = "dossier.accepted", subject=None, **data):
    return record(
        kind,
        subject=("dossier", subject or uuid7()),
        province_id=uuid7(),
        agency_ids=[uuid7()],
        actor=ACTOR,
        data=data,
    )


@pytest.fixture(autouse=True)
def _no_other_listeners(monkeypatch):
    """The rooms above react to dossiers that exist; the subjects here are made up."""
    monkeypatch.setattr(registry, "_subscriptions", {})


@pytest.fixture
def listener():
    """A subscriber under a name of the test's own; taken away afterwards."""
    names = []

    def add(function, pattern="dossier.*"):
        name = f"test.{uuid7()}"
        names.append(name)
        registry.subscribe(pattern, name=name)(function)
        return name

    yield add
    for name in names:
        registry._subscriptions.pop(name, None)


@pytest.mark.django_db
class TestOneEvent:
    def test_it_carries_the_id_of_the_click(self):
        with scoping.system("test"), correlation.bind() as click:
            assert happened().correlation_id == click

    @pytest.mark.parametrize(
        "data",
        [
            {"full_name": "Nguyễn Văn A"},
            {"phone": "+84900000001"},
            {"code": "có dấu và khoảng trắng"},
            {"due_at": "mai"},
            {"reason_code": {"a": 1}},
            {"count": "3"},
            {"note": "x"},
        ],
    )
    def test_personal_data_cannot_get_in(self, data):
        with scoping.system("test"), pytest.raises(ForbiddenData):
            happened(**data)
        with scoping.system("test"):
            assert Event.objects.count() == 0

    def test_an_unknown_kind_is_refused(self):
        with scoping.system("test"), pytest.raises(ForbiddenData):
            happened("dossier.eaten")

    @pytest.mark.parametrize("sql", ["UPDATE events_event SET kind = 'x'", "DELETE FROM events_event"])
    def test_it_can_be_neither_changed_nor_deleted(self, sql):
        with scoping.system("test"):
            happened()
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                connection.cursor().execute(sql)
            assert Event.objects.count() == 1


@pytest.mark.django_db
class TestListeners:
    def test_they_hear_in_the_same_transaction(self, listener):
        heard = []
        listener(heard.append)
        with scoping.system("test"):
            event = happened()
        assert [e.id for e in heard] == [event.id]

    def test_one_that_fails_does_not_undo_the_act_and_is_told_again(self, listener):
        broken = [True]
        heard = []

        def flaky(event):
            if broken:
                Event.objects.raw("SELECT nonsense")[0]
            heard.append(event.id)

        listener(flaky)
        with scoping.system("test"):
            event = happened()
            assert Event.objects.filter(id=event.id).exists()
            assert Unplanned.objects.get().event_id == event.id
        broken.clear()
        assert replan() == 1
        assert heard == [event.id]
        with scoping.system("test"):
            assert not Unplanned.objects.exists()

    def test_one_that_keeps_failing_stays_marked(self, listener):
        def never(event):
            raise ValueError("x")

        listener(never)
        with scoping.system("test"):
            happened()
        assert replan() == 0
        with scoping.system("test"):
            assert Unplanned.objects.get().tries == 2
            assert Unplanned.objects.get().due_at > now(), "tried again at growing distances"
        assert replan() == 0
        with scoping.system("test"):
            assert Unplanned.objects.get().tries == 2

    def test_one_that_can_never_go_well_does_not_hold_up_the_others(self, listener, settings):
        settings.DELIVERY_TIME_SCALE = 1
        poison, heard, broken = [], [], [True]

        def picky(event):
            if broken or event.id in poison:
                raise ValueError("x")
            heard.append(event.id)

        listener(picky)
        with scoping.system("test"):
            poison.extend(happened().id for _ in range(3))
            wanted = [happened().id for _ in range(2)]
        broken.clear()
        for _ in range(3):
            replan(limit=3)
        assert heard == wanted
        with scoping.system("test"):
            assert {row.event_id for row in Unplanned.objects.all()} == set(poison)

    def test_what_failed_is_planned_again_in_the_order_of_the_acts(self, listener):
        broken, heard = [True], []

        def flaky(event):
            if broken:
                raise ValueError("x")
            heard.append(event.id)

        listener(flaky)
        with scoping.system("test"):
            wanted = [happened().id for _ in range(5)]
        broken.clear()
        assert replan() == 5
        assert heard == wanted

    def test_an_unplanned_event_is_an_alarm_after_ten_minutes(self, listener):
        def never(event):
            raise ValueError("x")

        listener(never)
        with scoping.system("test"):
            happened()
            assert [f.level for f in listeners()] == ["ok"]
            Unplanned.objects.update(since=now() - timedelta(minutes=11))
            assert [f.level for f in listeners()] == ["error"]


@pytest.mark.django_db(transaction=True)
class TestOrder:
    def test_an_event_needs_the_transaction_of_its_act(self):
        with pytest.raises(transaction.TransactionManagementError):
            happened()

    def test_a_reader_by_position_misses_nothing_of_interleaved_transactions(self):
        """The first to draw its number commits last: a reader of ``seq`` would have passed it by."""
        subject_slow, subject_fast = uuid7(), uuid7()
        drawn, may_commit = threading.Event(), threading.Event()

        def slow():
            try:
                with scoping.system("slow"):
                    happened(subject=subject_slow)
                    drawn.set()
                    assert may_commit.wait(10)
            finally:
                connection.close()

        thread = threading.Thread(target=slow)
        thread.start()
        assert drawn.wait(10)
        with scoping.system("fast"):
            happened(subject=subject_fast)
        advance_all()
        with scoping.system("read"):
            before = feed(0, 10)
        # the fast one is committed but not ripe: the slow one could still come before it
        assert before == []
        may_commit.set()
        thread.join()
        settle_positions()
        with scoping.system("read"):
            after = feed(0, 10)
        assert [(p, e.subject_id) for p, e in after] == [(1, subject_slow), (2, subject_fast)]

    def test_positions_have_no_gap_after_a_rollback(self):
        with scoping.system("test"):
            happened()
        with pytest.raises(DatabaseError), scoping.system("test"):
            happened()
            connection.cursor().execute("SELECT 1/0")
        with scoping.system("test"):
            happened()
        settle_positions()
        with scoping.system("test"):
            assert list(EventPosition.objects.order_by("position").values_list("position", flat=True)) == [1, 2]
        assert not Unsequenced.objects.exists()

    def test_the_record_of_one_thing_is_in_the_order_of_its_acts(self):
        subject = uuid7()
        kinds = ["dossier.submitted", "dossier.accepted", "dossier.started"]
        for kind in kinds:
            with scoping.system("test"):
                happened(kind, subject=subject)
        with scoping.system("test"):
            assert [e.kind for e in of_subject("dossier", subject)] == kinds
