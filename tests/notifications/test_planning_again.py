"""Events whose messages could not be planned at first: told all the same, and in the order of the events."""

import time

import pytest

from dossiers.actions.complete import complete
from dossiers.actions.start import start
from events.models import Unplanned
from events.tasks import replan
from foundation import scoping
from notifications import subscribers
from notifications.delivery.engine import deliver_due
from notifications.tasks import sweep
from tests.notifications.support import PHONE, accepted, ledger

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def planner(monkeypatch):
    """Planning fails for the kinds in this set."""
    failing: set[str] = set()
    real = subscribers.plan

    def plan(event):
        if event.kind in failing:
            raise ValueError("a mistake of ours")
        return real(event)

    monkeypatch.setattr(subscribers, "plan", plan)
    return failing


def finish(world, dossier):
    with world.scope("case_officer"):
        start(dossier.id, actor=world.actor("case_officer"))
    with world.scope("signer"):
        complete(dossier.id, actor=world.actor("signer"), outcome="granted")


def told(emulator):
    return [m["data"]["status"] for m in emulator.messages(PHONE)]


def test_what_comes_after_waits_for_it(connected, emulator, planner, settings):
    settings.DELIVERY_TIME_SCALE = 0.5  # thirty seconds, longer than this test takes
    planner.add("dossier.accepted")
    dossier = accepted(connected)
    finish(connected, dossier)
    assert [m.kind for m in ledger()] == ["dossier.started", "dossier.completed"]
    assert deliver_due() == 0
    planner.clear()
    assert replan() == 1
    deliver_due()
    assert [(m.kind, m.state) for m in ledger()] == [
        ("dossier.accepted", "accepted"), ("dossier.started", "superseded"), ("dossier.completed", "accepted"),
    ]  # fmt: skip
    arrived = [m["tracking_id"].partition("-")[0] for m in emulator.messages(PHONE)]
    assert arrived == [m.id.hex for m in ledger() if m.state == "accepted"]


def test_but_not_for_ever(connected, emulator, planner):
    planner.add("dossier.accepted")
    dossier = accepted(connected)
    finish(connected, dossier)
    time.sleep(0.7)  # sixty seconds, scaled
    assert deliver_due() == 1
    with scoping.system("test"):
        assert Unplanned.objects.count() == 1, "still marked, still tried again"
    planner.clear()
    time.sleep(0.1)
    sweep()
    deliver_due()
    assert [m.state for m in ledger()] == ["accepted", "superseded", "accepted"]


def test_other_dossiers_do_not_wait(connected, emulator, planner, settings):
    settings.DELIVERY_TIME_SCALE = 0.5
    planner.add("dossier.accepted")
    accepted(connected, 1)
    planner.clear()
    accepted(connected, 2)
    assert deliver_due() == 1


def test_a_note_that_is_planned_after_something_newer_is_not_sent(connected, emulator, planner):
    planner.add("dossier.started")
    dossier = accepted(connected)
    finish(connected, dossier)
    time.sleep(0.7)
    deliver_due()
    assert [m.kind for m in ledger()] == ["dossier.accepted", "dossier.completed"]
    planner.clear()
    assert replan() == 1
    deliver_due()
    assert [(m.kind, m.state) for m in ledger()] == [
        ("dossier.accepted", "accepted"), ("dossier.started", "superseded"), ("dossier.completed", "accepted"),
    ]  # fmt: skip
    assert len(told(emulator)) == 2


def test_planning_the_same_event_twice_at_once_tells_once(connected, emulator, planner):
    planner.add("dossier.accepted")
    accepted(connected)
    planner.clear()
    with scoping.system("test"):
        row = Unplanned.objects.get()
    assert replan() == 1
    with scoping.system("test"):
        row.pk = None
        Unplanned(event_id=row.event_id, subject_id=row.subject_id, seq=row.seq, subscriber=row.subscriber,
                  error="", since=row.since).save()  # fmt: skip
    assert replan() == 1
    deliver_due()
    assert len(ledger()) == 1 and len(emulator.messages(PHONE)) == 1
