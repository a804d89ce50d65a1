"""Events whose messages could not be planned at first: told all the same, and in the order of the events."""

import time
from datetime import datetime, timedelta

import pytest

from dossiers.actions.complete import complete
from dossiers.actions.recall import recall
from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.start import start
from dossiers.models import Dossier
from events.models import Event, Unplanned
from events.tasks import replan
from foundation import scoping
from foundation.local_time import now
from notifications import subscribers
from notifications.delivery.engine import deliver_due
from notifications.snapshot import clock_text
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
    assert told(emulator) == ["Đã tiếp nhận", "Đã có kết quả"]


def test_what_is_planned_late_tells_what_the_event_did_and_not_what_came_later(connected, emulator, planner):
    kinds = ("dossier.accepted", "dossier.supplement_requested", "dossier.completed", "dossier.recalled")
    planner.update(kinds)
    dossier = accepted(connected)
    with connected.scope("case_officer"):
        officer = connected.actor("case_officer")
        request_supplement(dossier.id, actor=officer, reason="Thiếu bản vẽ")
        receive_supplement(dossier.id, actor=officer)
    with connected.scope("signer"):
        complete(dossier.id, actor=connected.actor("signer"), outcome="refused", reason="Không đủ điều kiện")
    with connected.scope("signer"):
        recall(dossier.id, actor=connected.actor("signer"), reason="Sai số nhà")
    with scoping.system("test"):  # as if the date had been put off since
        Dossier.objects.filter(id=dossier.id).update(due_at=now() + timedelta(days=300))
    planner.clear()
    replan()
    late = {m.kind: m.data for m in ledger() if m.kind in kinds}
    assert [late[kind]["status"] for kind in kinds] == [
        "Đã tiếp nhận", "Cần bổ sung giấy tờ", "Không được giải quyết", "Đang giải quyết",
    ]  # fmt: skip
    with scoping.system("test"):
        events = {e.kind: e for e in Event.objects.filter(subject_id=dossier.id)}
    for kind in kinds:
        assert late[kind]["due_at"] == clock_text(datetime.fromisoformat(events[kind].data["due_at"])), kind
        assert late[kind]["handled_at"] == clock_text(events[kind].occurred_at), kind
        assert late[kind]["returned_at"] == "—"
    assert late["dossier.supplement_requested"]["until"] != "—" and late["dossier.accepted"]["until"] == "—"
    assert late["dossier.completed"]["reason"] == "Không đủ điều kiện"


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
