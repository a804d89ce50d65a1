"""A run of delivery: what leaves when, what is written when, and that nothing waits for what it need not wait for."""

import asyncio
import itertools
import json
import threading
import time
import uuid
from datetime import timedelta

import pytest
from django.db import DataError, OperationalError, connection

from foundation import scoping
from foundation.local_time import now
from foundation.redis import client, key
from notifications import sweeping
from notifications.delivery import engine, intents, recording
from notifications.delivery.claim import lease
from notifications.delivery.engine import IN_FLIGHT, Engine, deliver_due
from notifications.delivery.flush import flush
from notifications.delivery.loop import SendingLoop
from notifications.models import Attempt, Message
from tests.notifications.support import PHONE, accepted, attempts, ledger, make_due, states
from tests.support import world as worlds
from tests.support.emulator import eventually, running
from tests.support.zalo import connect, link
from zalo.errors import classify
from zalo.hosts import Host
from zalo.models import Alarm, Grant, OfficialAccount, TemplateMapping
from zalo.outcomes import Kind, Outcome

pytestmark = pytest.mark.django_db(transaction=True)
WHERE = "/message/template"


class Beside:
    """A run in a thread of its own, as a worker's."""

    def __init__(self) -> None:
        self.engine = Engine(SendingLoop())
        self.thread = threading.Thread(target=self._work)

    def _work(self) -> None:
        try:
            self.engine.run()
        finally:
            connection.close()

    def __enter__(self) -> "Beside":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.thread.join(60)
        assert not self.thread.is_alive()


class TestWhatLeaves:
    def test_no_more_than_a_wave_is_in_flight_and_each_has_its_intent(self, connected, emulator, monkeypatch):
        for number in range(1, 11):
            accepted(connected, number)
        emulator.post("faults", kind="slow", seconds=0.4, path=WHERE)
        with scoping.system("test"):
            model = Message.objects.get(recipient_masked__endswith="001")
            rows = []
            for index in range(140):
                lane = Message._meta.get_field("lane").to_python(f"{index:032x}")
                rows.append(_copy(model, lane))
            Message.objects.bulk_create(rows)
        most = 0
        real = intents.write_intents

        def watched(wave, owner):
            nonlocal most
            flights = real(wave, owner)
            with scoping.system("test"):
                most = max(most, Attempt.objects.filter(answered_at=None).count())
            return flights

        monkeypatch.setattr(engine, "write_intents", watched)
        assert deliver_due() == 150
        assert IN_FLIGHT // 2 < most <= IN_FLIGHT
        assert len(emulator.messages()) == 150

    def test_what_hangs_keeps_no_place_empty_beside_it(self, connected, emulator, monkeypatch):
        """One more hangs than would leave a quarter of the places free."""
        hanging, released, begun = IN_FLIGHT - IN_FLIGHT // 4 + 1, threading.Event(), itertools.count()

        async def send(self, flight):
            if next(begun) < hanging:
                while not released.is_set():
                    await asyncio.sleep(0.05)
            return Outcome(Kind.ACCEPTED, 0, message_id=flight.message.id.hex)

        monkeypatch.setattr(SendingLoop, "_send", send)
        accepted(connected)
        with scoping.system("test"):
            [model] = Message.objects.all()
            Message.objects.bulk_create([_copy(model, uuid.UUID(int=index)) for index in range(119)])
        try:
            with Beside():
                rest = 120 - hanging
                assert eventually(lambda: [s for s, _r in states()].count("accepted") == rest, 60), "they wait"
                assert [s for s, _r in states()].count("sending") == hanging
                released.set()
        finally:
            released.set()
        assert {s for s, _r in states()} == {"accepted"}

    def test_while_the_gate_thinks_other_work_is_still_looked_for(self, connected, emulator):
        """A slow gate once ended the search: the flight it let out hung, and nothing went beside it."""
        run = Engine()
        accepted(connected)
        assert run._fill() and len(run.waiting) == 1
        assert run._fill(), "nothing new is due, but what waits may hang once it flies"
        deliver_due()

    def test_an_intent_is_committed_before_anything_leaves(self, connected, emulator, monkeypatch):
        accepted(connected)
        seen = []
        real = SendingLoop.send

        def watched(self, flights):
            seen.append(_committed_elsewhere())
            real(self, flights)

        monkeypatch.setattr(SendingLoop, "send", watched)
        deliver_due()
        assert seen == [1]

    def test_what_the_limit_refuses_is_no_attempt(self, connected, emulator):
        with scoping.system("test"):
            oa = OfficialAccount.objects.get()
            OfficialAccount.objects.update(phone_rate=3)
        minute = int(time.time() // 60)
        for used in range(minute, minute + 4):  # whenever this test gets to it
            client().set(key(f"zalo:rate:{oa.app_id}:{oa.oa_id}:business:") + str(used), 3, ex=600)
        accepted(connected)
        assert deliver_due() == 0
        assert states() == [("queued", "limit")]
        assert attempts() == [] and emulator.messages() == []
        assert ledger()[0].next_attempt_at > now()

    def test_what_the_breaker_refuses_is_no_attempt(self, connected, emulator):
        account = emulator.get("world")["app_id"]
        name = key(f"zalo:breaker:{account}:business")
        client().hset(name, mapping={"state": "open", "until": int((time.time() + 60) * 1000), "times": 1})
        accepted(connected)
        assert deliver_due() == 0
        assert states() == [("queued", "retry")]
        assert attempts() == [] and emulator.messages() == []

    def test_a_half_open_breaker_lets_one_at_a_time_try_until_three_went_well(self, connected, emulator, monkeypatch):
        account = emulator.get("world")["app_id"]
        client().hset(key(f"zalo:breaker:{account}:business"), mapping={"state": "open", "until": 1, "times": 1})
        for number in range(1, 8):
            accepted(connected, number)
        waves = []
        monkeypatch.setattr(engine, "write_intents", lambda wave, owner: waves.append(len(wave)) or real(wave, owner))
        real = intents.write_intents

        def arrived() -> bool:
            make_due()
            deliver_due()
            return not [m for m in ledger() if m.state != "accepted"]

        assert eventually(arrived, 60)
        assert waves[:3] == [1, 1, 1]
        assert len(emulator.messages()) == len(attempts()) == 7


class TestWhatIsWritten:
    def test_answers_are_written_while_another_is_still_awaited(self, world, settings):
        settings.DELIVERY_TIME_SCALE, settings.ZALO_TIMEOUT_SECONDS = 0.01, 300
        with running("--no-rate-limit", "--receipt-delay", "-1") as own:
            own.settings(settings)
            connect(world, own)
            own.post("faults", kind="hang_after", seconds=300, path=WHERE, phone=PHONE)
            for number in range(1, 6):
                accepted(world, number)
            with Beside():
                assert eventually(lambda: sum(m.state == "accepted" for m in ledger()) == 4, 60)
                [hanging] = [m for m in ledger() if m.state == "sending"]
                with scoping.system("test"):
                    assert Attempt.objects.get(message_id=hanging.id).answered_at is None
                # and what comes meanwhile goes too
                accepted(world, 6)
                assert eventually(lambda: sum(m.state == "accepted" for m in ledger()) == 5, 60)
                own.process.kill()
        assert [(m.id, m.reason) for m in ledger() if m.state == "sending"] == [(hanging.id, "ambiguous")]

    def test_within_two_hundred_milliseconds_of_their_coming(self, connected, emulator, monkeypatch):
        """Not longer than the promise in the best of a few tries: a loaded machine may stall any single one."""
        waited = []

        def watched(landed):
            waited.append(max(time.monotonic() - flight.landed_at for flight, _o, _v in landed))
            flush(landed)

        monkeypatch.setattr(recording, "flush", watched)
        emulator.post("faults", kind="slow", seconds=1.0, path=WHERE, phone=PHONE)
        for number in range(1, 6):
            accepted(connected, number)
        deliver_due()
        assert min(waited) < 0.2

    def test_an_answer_that_cannot_be_written_is_written_by_the_next_run(self, connected, emulator, monkeypatch):
        accepted(connected, 1)
        accepted(connected, 2)
        emulator.post("faults", kind="http", status=500, path=WHERE, phone=PHONE, times=1)
        loop = SendingLoop()

        def gone(_landed):
            raise OperationalError("server closed the connection unexpectedly")

        with monkeypatch.context() as patch, pytest.raises(OperationalError):
            patch.setattr(recording, "flush", gone)
            Engine(loop).run()
        assert [m.state for m in ledger()] == ["sending"] * 2
        Engine(loop).run()
        # known answers, not guesses: the refusal is tried again, the acceptance is not
        assert states() == [("queued", "retry"), ("accepted", "")]
        make_due()
        Engine(loop).run()
        assert [m.state for m in ledger()] == ["accepted"] * 2
        assert len(emulator.messages()) == 2

    def test_the_sweeper_sends_a_worker_for_answers_that_nobody_wrote(self, connected, emulator, monkeypatch):
        accepted(connected)
        loop = SendingLoop()
        with monkeypatch.context() as patch, pytest.raises(OperationalError):
            patch.setattr(recording, "flush", _gone)
            Engine(loop).run()
        assert not [m for m in ledger() if m.state == "queued"]
        assert eventually(sweeping.something_is_due, 10)

    @pytest.mark.parametrize(
        ("code", "state"),
        [(-(10**12), "failed"), (-1122, "failed"), (-130, "failed"), (-137, "queued"), (-32, "queued")],
    )
    @pytest.mark.parametrize("words", ["a\0b", "a\ud800b", "\0", "ế" * 5000])
    def test_strange_words_of_zalo_do_not_stop_the_writing(self, connected, emulator, monkeypatch, code, state, words):
        answer = json.dumps({"error": code, "message": words}).encode()
        answering(monkeypatch, lambda _flight: classify(Host.BUSINESS, 200, answer))
        accepted(connected)
        assert deliver_due() == 1
        [message], [attempt] = ledger(), attempts()
        assert (message.state, attempt.code) == (state, code if code > -(2**31) else None)
        assert "\0" not in attempt.detail and "answer_" not in attempt.detail
        assert attempt.detail and attempt.outcome, "the answer itself was written, not only that there was one"

    @pytest.mark.parametrize("name", ["m\0", "\ud800m", "m" * 300])
    def test_strange_names_of_zalo_do_not_stop_the_writing(self, connected, emulator, monkeypatch, name):
        answer = json.dumps({"error": 0, "data": {"msg_id": name}}).encode()
        answering(monkeypatch, lambda _flight: classify(Host.BUSINESS, 200, answer))
        accepted(connected)
        assert deliver_due() == 1
        assert [m.state for m in ledger()] == ["accepted"]
        assert attempts()[0].provider_id == ("m" * 60 if len(name) > 60 else "m")

    @pytest.mark.parametrize("poison", ["a\0b", "a\ud800b"])
    def test_one_answer_that_cannot_be_written_is_written_plainly_and_holds_up_no_other(
        self, connected, emulator, monkeypatch, poison
    ):
        """Words that came past the cleaning: of an answer that raises an alarm, and beside one that is well."""
        strange = Outcome(Kind.PERMANENT, -1122, poison, alarm=True)

        def answer(flight):
            return strange if flight.route.address == PHONE else Outcome(Kind.ACCEPTED, 0, message_id="m2")

        answering(monkeypatch, answer)
        accepted(connected, 1)
        accepted(connected, 2)
        assert deliver_due() == 2
        assert [m.state for m in ledger()] == ["failed", "accepted"]
        accepted(connected, 3)
        assert deliver_due() == 1, "later runs of this process are free of it"

    def test_an_answer_that_cannot_be_written_at_all_is_left_to_its_lease(self, connected, emulator, monkeypatch):
        def refusing(landed):
            if any(flight.route.address == PHONE for flight, _o, _v in landed):
                raise DataError("whatever it is")
            flush(landed)

        accepted(connected, 1)
        accepted(connected, 2)
        with monkeypatch.context() as patch:
            patch.setattr(recording, "flush", refusing)
            assert deliver_due() == 2
        assert [m.state for m in ledger()] == ["sending", "accepted"]
        assert eventually(sweeping.expired_leases, 10) == 1
        assert states() == [("sending", "ambiguous"), ("accepted", "")]
        assert deliver_due() == 0
        assert len(emulator.messages()) == 2

    def test_a_sender_that_crashes_is_an_unclear_attempt_not_an_endless_run(self, connected, emulator, monkeypatch):
        async def crash(self, flight):
            raise TypeError("a mistake of ours")

        monkeypatch.setattr(SendingLoop, "_send", crash)
        accepted(connected)
        assert deliver_due() == 1
        [message] = ledger()
        assert (message.state, message.reason) == ("sending", "ambiguous")


class TestTokens:
    def test_one_provinces_renewal_holds_up_no_other_province(self, connected, emulator):
        elsewhere = worlds.build("H19", "Đồng Nai", catalogue=False)
        connect(elsewhere, emulator)
        with scoping.system("test"):
            Grant.objects.filter(oa__province=connected.province).update(expires_at=now())
        emulator.post("faults", kind="slow", seconds=4, path="/v4/oa/access_token")
        slow = accepted(connected)
        with Beside():
            assert eventually(lambda: bool(states(slow)) and states(slow)[0][0] == "sending", 30)
            quick = worlds.filed(elsewhere, 2, accept=True, applicant=worlds.person(2))
            assert eventually(lambda: states(quick) == [("accepted", "")], 30)
            assert states(slow)[0][0] == "sending", "its token is still being renewed"
        assert states(slow) == [("accepted", "")]
        assert len(emulator.messages()) == 2

    def test_a_lease_is_kept_while_the_token_is_renewed(self, connected, emulator, settings):
        settings.DELIVERY_TIME_SCALE = 0.03
        assert lease() < 4
        with scoping.system("test"):
            Grant.objects.update(expires_at=now())
        emulator.post("faults", kind="slow", seconds=6, path="/v4/oa/access_token")
        accepted(connected)
        with Beside() as run:
            assert eventually(lambda: len(run.engine.renewals) == 1, 30)
            for _ in range(10):
                time.sleep(0.5)
                assert sweeping.expired_leases() == 0
        assert states() == [("accepted", "")]

    def test_a_refresh_that_failed_is_tried_again_when_its_time_comes(self, connected, emulator):
        with scoping.system("test"):
            Grant.objects.update(expires_at=now())
        emulator.post("faults", kind="http", status=500, path="/v4/oa/access_token", times=1)
        accepted(connected)
        deliver_due()
        [message] = ledger()
        assert (message.state, message.reason) == ("queued", "token")
        assert message.next_attempt_at < now() + timedelta(seconds=2), "not a quarter of an hour (scaled) later"
        assert attempts() == []
        assert eventually(lambda: deliver_due() or ledger()[0].state == "accepted", 20)

    def test_a_refused_refresh_sends_them_back_with_the_reason(self, connected, emulator):
        with scoping.system("test"):
            Grant.objects.update(expires_at=now())
        emulator.post("faults", kind="no_error_member", path="/v4/oa/access_token")
        accepted(connected)
        deliver_due()
        make_due()
        deliver_due()
        assert states() == [("queued", "account_stopped")]
        with scoping.system("test"):
            assert Alarm.objects.get().kind == Alarm.Kind.GRANT_DEAD


class TestStopped:
    def test_a_stopped_phone_channel_is_left_alone_until_somebody_acts(self, connected, emulator):
        # given an account without money
        emulator.post("faults", kind="code", code=-137, path="/message/template", phone=PHONE)
        first = accepted(connected)
        deliver_due()
        assert states(first) == [("queued", "stopped")]
        # then nothing else is tried by phone
        second = accepted(connected, 2)
        deliver_due()
        assert states(second) == [("queued", "stopped")]
        assert len(attempts()) == 1
        # but a linked person is told by their account
        third = accepted(connected, 3)
        link(connected, emulator, "p03", _citizen(third))
        deliver_due()
        assert states(third) == [("accepted", "")]
        # and when the operator has mended it, what waited goes at once
        emulator.clear_faults()
        connect(connected, emulator)
        _work_off(connected)
        deliver_due()
        assert {m.state for m in ledger()} == {"accepted"}

    def test_what_has_not_left_yet_when_the_channel_stops_does_not_leave(self, connected, emulator):
        emulator.post("faults", kind="code", code=-137, path="/message/template")
        for number in range(1, 5):
            accepted(connected, number)
        run = Engine(SendingLoop())
        run._fill()
        held, run.waiting = run.waiting[1:], run.waiting[:1]
        while run.waiting or run.asking:
            run._launch()
        run.waiting = held
        while run.flying:
            run._collect()
        assert run.waiting == []
        assert [state for state, _r in states()] == ["queued"] * 4
        assert len(attempts()) == 1

    def test_a_stopped_account_is_not_called_a_missing_one(self, connected, emulator):
        with scoping.system("test"):
            OfficialAccount.objects.update(state=OfficialAccount.State.STOPPED)
        accepted(connected)
        deliver_due()
        assert states() == [("queued", "account_stopped")]

    def test_a_template_that_comes_back_wakes_what_waited_for_it(self, connected, emulator):
        with scoping.system("test"):
            TemplateMapping.objects.update(state=TemplateMapping.State.PAUSED)
        accepted(connected)
        deliver_due()
        assert states() == [("queued", "no_template")]
        assert ledger()[0].next_attempt_at > now()
        connect(connected, emulator)
        _work_off(connected)
        deliver_due()
        assert states() == [("accepted", "")]


def answering(monkeypatch, answer) -> None:
    """Zalo answers each flight so."""

    async def send(self, flight):
        return answer(flight)

    monkeypatch.setattr(SendingLoop, "_send", send)


def _gone(_landed: object) -> None:
    raise OperationalError("server closed the connection unexpectedly")


def _copy(model: Message, lane: object) -> Message:
    from foundation.ids import uuid7

    values = {f.attname: getattr(model, f.attname) for f in Message._meta.concrete_fields}
    return Message(**{**values, "id": uuid7(), "lane": lane})


def _committed_elsewhere() -> int:
    """How many intents another connection sees."""
    found: list[int] = []

    def look() -> None:
        try:
            with scoping.system("test"):
                found.append(Attempt.objects.filter(answered_at=None).count())
        finally:
            connection.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return found[0]


def _citizen(dossier: object) -> object:
    from dossiers.models import Party

    with scoping.system("test"):
        return Party.objects.get(dossier=dossier).citizen_id


def _work_off(world: worlds.World) -> None:
    """What the housekeeping worker does with the wake-up that the commands sent."""
    from notifications.tasks import wake

    wake(str(world.province.pk))
