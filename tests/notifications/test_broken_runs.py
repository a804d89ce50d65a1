"""A run of delivery that breaks off in the middle: what it sent, and what it held, is neither doubled nor forgotten."""

import time

import pytest

from foundation import scoping
from notifications import sweeping
from notifications.delivery.engine import Engine, deliver_due
from notifications.delivery.loop import SendingLoop
from notifications.delivery.renewals import Renewals
from notifications.models import Message
from tests.support.emulator import eventually
from tests.support.world import filed, person

pytestmark = pytest.mark.django_db(transaction=True)


def only() -> Message:
    with scoping.system("test"):
        return Message.objects.get()


def let_the_lease_expire() -> None:
    with scoping.system("test"):
        assert Message.objects.get().lease_until, "no lease: nobody would ever look for it again"
    time.sleep(2.1)
    sweeping.expired_leases()


def test_an_answer_that_landed_after_its_run_broke_off_is_written_by_the_next(connected, emulator):
    filed(connected, 1, accept=True, applicant=person(1))
    loop = SendingLoop()
    broken = Engine(loop)
    broken._fill()
    while broken.waiting or broken.asking:
        broken._launch()
    assert eventually(lambda: loop.landed.qsize() == 1)
    # … and here the database went away; the process lives and takes its next task
    Engine(loop).run()
    assert only().state == "accepted"
    time.sleep(2.1)
    sweeping.expired_leases()
    deliver_due()
    assert len(emulator.messages()) == 1


def test_a_message_whose_worker_dies_while_its_token_is_renewed_is_found_again(connected, emulator, monkeypatch):
    filed(connected, 1, accept=True, applicant=person(1))
    emulator.post("faults", kind="code", code=-124, path="/message/template", times=1)

    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch, pytest.raises(Killed):
        patch.setattr(Renewals, "ended", killed)
        deliver_due()
    assert only().state == "sending"
    let_the_lease_expire()
    assert only().state == "queued"
    assert eventually(lambda: deliver_due() or only().state == "accepted", 20)
    assert len(emulator.messages()) == 1
