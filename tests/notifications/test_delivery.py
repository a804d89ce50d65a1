"""From an act to the phone: what is planned, by which way it goes, and how each answer of Zalo ends."""

import time
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.start import start
from dossiers.models import Party
from events.models import Event
from foundation import scoping
from foundation.local_time import now
from notifications import sweeping
from notifications.delivery.claim import claim
from notifications.delivery.engine import deliver_due
from notifications.models import Attempt, Message
from notifications.planning import message_id, plan
from notifications.queries import as_api, for_citizen
from notifications.receipts import apply
from tests.notifications.support import PHONE, accepted, attempts, ledger, make_due
from tests.support.emulator import eventually
from tests.support.world import person
from tests.support.zalo import link
from zalo.inbox import Receipt
from zalo.models import PhoneReach

pytestmark = pytest.mark.django_db(transaction=True)


class TestPlanning:
    def test_one_row_per_recipient_and_event_once(self, world):
        dossier = accepted(world, representative=person(2), notify_whom="both")
        assert {m.recipient_role for m in ledger()} == {"applicant", "representative"}
        with scoping.system("test"):
            event = Event.objects.get(kind="dossier.accepted")
            assert plan(event) == 0
        assert len(ledger(dossier)) == 2

    def test_the_key_is_a_function_of_event_recipient_and_kind(self, world):
        accepted(world)
        with scoping.system("test"):
            event = Event.objects.get(kind="dossier.accepted")
        one = uuid.uuid4()
        assert message_id(event, one, "a") == message_id(event, one, "a") != message_id(event, one, "b")
        assert message_id(event, one, "a").int >> 80 == event.id.int >> 80
        assert message_id(event, one, "a").version == 7

    def test_it_carries_what_the_law_asks_for(self, world):
        accepted(world)
        data = ledger()[0].data
        assert data["agency"] and data["official"] and data["received_at"] and data["due_at"] and data["code"]
        assert data["link"].endswith(f"/tra-cuu/?code={data['code']}")

    @pytest.mark.parametrize(
        ("changes", "reason"),
        [
            ({"notify_zalo": False}, "no_consent"),
            ({"person": {"phone": "09x", "kind": "business", "identity_kind": "tax_code"}}, "bad_phone"),
            ({"person": {"phone": "", "kind": "business", "identity_kind": "tax_code"}}, "no_contact"),
        ],
    )
    def test_what_cannot_go_is_withheld_with_its_reason(self, world, changes, reason):
        accepted(world, **changes)
        assert [(m.state, m.reason) for m in ledger()] == [("withheld", reason)]

    def test_a_progress_note_gives_way_to_a_newer_message(self, world):
        dossier = accepted(world)
        with world.scope("case_officer"):
            start(dossier.id, actor=world.actor("case_officer"))
            request_supplement(dossier.id, actor=world.actor("case_officer"), reason="Thiếu giấy tờ")
        assert [(m.kind, m.state) for m in ledger(dossier)] == [
            ("dossier.accepted", "queued"), ("dossier.started", "superseded"),
            ("dossier.supplement_requested", "queued"),
        ]  # fmt: skip

    def test_a_failing_planner_does_not_undo_the_act(self, world, monkeypatch):
        monkeypatch.setattr("notifications.subscribers.plan", lambda event: 1 / 0)
        dossier = accepted(world)
        assert dossier.code and ledger() == []
        monkeypatch.undo()
        sweeping_done = __import__("events.tasks", fromlist=["replan"]).replan()
        assert sweeping_done >= 1 and len(ledger(dossier)) == 1


class TestTheWay:
    def test_by_phone_to_a_stranger(self, connected, emulator):
        dossier = accepted(connected)
        assert deliver_due() == 1
        [message] = ledger(dossier)
        assert (message.state, message.channel, message.tries) == ("accepted", "zalo_phone", 1)
        [arrived] = emulator.messages(PHONE)
        assert arrived["data"]["code"] == dossier.code and arrived["data"]["status"] == "Đã tiếp nhận"
        assert arrived["tracking_id"] == f"{message.id.hex}-1"
        [attempt] = attempts()
        assert (attempt.outcome, attempt.provider_id) == ("accepted", arrived["id"])
        assert attempt.correlation_id == message.correlation_id

    def test_by_account_to_the_linked_owner(self, connected, emulator):
        dossier = accepted(connected)
        with scoping.system("test"):
            citizen = Party.objects.get(dossier=dossier).citizen_id
        link(connected, emulator, "p01", citizen)
        deliver_due()
        assert [(m.state, m.channel) for m in ledger(dossier)] == [("accepted", "zalo_uid")]
        assert [m["channel"] for m in emulator.messages(PHONE)] == ["uid"]

    def test_a_long_name_is_shortened_before_it_leaves(self, connected, emulator):
        accepted(connected, person={"full_name": "Nguyễn " * 50})
        deliver_due()
        assert len(emulator.messages(PHONE)[0]["data"]["customer_name"]) <= 30

    def test_without_an_account_it_waits(self, world, emulator):
        accepted(world)
        assert deliver_due() == 0
        assert [(m.state, m.reason) for m in ledger()] == [("queued", "no_account")]

    def test_a_number_without_zalo_fails_and_is_remembered(self, connected, emulator):
        dossier = accepted(connected, 37)
        deliver_due()
        make_due()
        deliver_due()
        assert [(m.state, m.reason) for m in ledger(dossier)] == [("failed", "no_zalo")]
        again = accepted(connected, 37)
        deliver_due()
        assert [(m.state, m.tries) for m in ledger(again)] == [("failed", 0)]

    def test_who_installs_zalo_is_told_of_what_happens_a_day_later(self, connected, emulator):
        # given somebody without Zalo, who is asked for once however much happens that day
        emulator.post("faults", kind="code", code=-118, path="/message/template", phone=PHONE)
        for _ in range(3):
            dossier = accepted(connected)
            deliver_due()
            make_due()
            deliver_due()
            assert [(m.state, m.reason) for m in ledger(dossier)] == [("failed", "no_zalo")]
        assert len(attempts()) == 1
        # when they have installed it, and a day is over
        emulator.clear_faults()
        with scoping.system("test"):
            PhoneReach.objects.update(learnt_at=now() - timedelta(hours=25))
        with connected.scope("case_officer"):
            request_supplement(dossier.id, actor=connected.actor("case_officer"), reason="Thiếu giấy tờ")
        # then they are told
        deliver_due()
        assert [m.state for m in ledger(dossier)] == ["failed", "accepted"]
        assert [m["data"]["status"] for m in emulator.messages(PHONE)] == ["Cần bổ sung giấy tờ"]

    def test_messages_of_one_dossier_keep_their_order(self, connected, emulator):
        dossier = accepted(connected)
        officer = connected.actor("case_officer")
        with connected.scope("case_officer"):
            request_supplement(dossier.id, actor=officer, reason="Thiếu giấy tờ")
            receive_supplement(dossier.id, actor=officer)
        deliver_due()
        assert [m["data"]["status"] for m in emulator.messages(PHONE)] == [
            "Đã tiếp nhận", "Cần bổ sung giấy tờ", "Đang giải quyết",
        ]  # fmt: skip


class TestMisfortune:
    @pytest.mark.parametrize(
        "fault",
        [
            {"kind": "http", "status": 500, "times": 2},
            {"kind": "http", "status": 503, "times": 1},
            {"kind": "code", "code": -32, "times": 1},
            {"kind": "code", "code": -100, "times": 2},
        ],
    )
    def test_what_passes_is_tried_again_and_arrives_once(self, connected, emulator, fault):
        emulator.post("faults", path="/message/template", **fault)
        dossier = accepted(connected)
        for _ in range(8):
            deliver_due()
            if ledger(dossier)[0].state == "accepted":
                break
            time.sleep(0.7)
            make_due()
        assert ledger(dossier)[0].state == "accepted"
        assert len(emulator.messages(PHONE)) == 1

    def test_a_refused_token_is_renewed_once_and_the_message_goes(self, connected, emulator):
        time.sleep(0.7)  # a token younger than the scaled minute is believed
        emulator.post("faults", kind="code", code=-124, path="/message/template", times=1)
        dossier = accepted(connected)
        deliver_due()
        assert ledger(dossier)[0].state == "accepted" and len(emulator.messages(PHONE)) == 1
        assert [a.outcome for a in attempts()] == ["refresh_once", "accepted"]

    @pytest.mark.parametrize("kind", ["truncate", "cut"])
    def test_what_left_without_an_answer_is_never_sent_again(self, connected, emulator, kind):
        emulator.post("faults", kind=kind, path="/message/template", times=1)
        dossier = accepted(connected)
        deliver_due()
        [message] = ledger(dossier)
        assert message.state == "sending" and message.ambiguous_since and message.reason == "ambiguous"
        for _ in range(3):
            make_due()
            deliver_due()
        assert len(emulator.messages(PHONE)) == 1

    def test_an_ambiguous_one_is_settled_by_its_receipt(self, connected, emulator):
        emulator.post("faults", kind="truncate", path="/message/template", times=1)
        dossier = accepted(connected)
        deliver_due()
        arrived = emulator.messages(PHONE)[0]
        with scoping.system("test"):
            apply([Receipt("delivered", arrived["id"], arrived["tracking_id"], now(), uuid.uuid4(), "")])
        assert ledger(dossier)[0].state == "delivered"

    def test_without_one_it_is_unconfirmed_and_says_so(self, connected, emulator, settings):
        settings.UNCONFIRMED_AFTER_SECONDS = 0
        emulator.post("faults", kind="truncate", path="/message/template", times=1)
        dossier = accepted(connected)
        deliver_due()
        assert sweeping.unmatched() == 1
        assert ledger(dossier)[0].state == "unconfirmed"
        with scoping.system("test"):
            assert "chưa rõ" in for_citizen(dossier.id)[0].text

    def test_an_ambiguous_one_holds_its_lane_only_for_a_while(self, connected, emulator):
        emulator.post("faults", kind="truncate", path="/message/template", times=1)
        dossier = accepted(connected)
        deliver_due()
        with connected.scope("case_officer"):
            request_supplement(dossier.id, actor=connected.actor("case_officer"), reason="Thiếu")
        assert deliver_due() == 0
        time.sleep(0.7)  # sixty seconds, scaled
        assert deliver_due() == 1
        assert len(emulator.messages(PHONE)) == 2

    def test_a_refusal_that_may_come_twice_is_counted_by_itself(self, connected, emulator):
        """Other troubles of the same message are not counted with it."""
        outage = {"kind": "http", "status": 503}
        refusal = {"kind": "code", "code": -152}
        dossier = accepted(connected)
        for fault, state in ((outage, "queued"), (outage, "queued"), (refusal, "queued"), (refusal, "failed")):
            emulator.clear_faults()
            emulator.post("faults", path="/message/template", times=1, **fault)
            assert eventually(lambda: make_due() or deliver_due() == 1, 20)
            [message] = ledger(dossier)
            assert message.state == state, fault
        assert message.reason == "permanent"
        assert [a.code for a in attempts()] == [None, None, -152, -152]

    def test_each_channel_counts_for_itself(self, connected, emulator):
        dossier = accepted(connected)
        emulator.post("faults", kind="code", code=-152, path="/message/template", times=1)
        deliver_due()
        with scoping.system("test"):
            Attempt.objects.update(channel="zalo_uid")
        emulator.post("faults", kind="code", code=-152, path="/message/template", times=1)
        assert eventually(lambda: make_due() or deliver_due() == 1, 20)
        assert [m.state for m in ledger(dossier)] == ["queued"]

    def test_a_permanent_refusal_is_shown(self, connected, emulator):
        emulator.post("faults", kind="code", code=-116, path="/message/template", times=1)
        dossier = accepted(connected)
        deliver_due()
        assert [(m.state, m.reason) for m in ledger(dossier)] == [("failed", "permanent")]
        with scoping.system("test"):
            assert as_api(ledger(dossier))[0]["attempts"][0]["code"] == -116

    def test_a_lost_worker_leaves_nothing_behind(self, connected, emulator):
        """Killed before the intent: queued again. Killed after it: ambiguous, never sent twice."""
        first, second = accepted(connected, 1), accepted(connected, 2)
        claimed = claim(10, uuid.uuid4())
        assert len(claimed) == 2
        with scoping.system("test"):
            Attempt.objects.create(
                message_id=ledger(first)[0].id, number=1, correlation_id=uuid.uuid4(), channel="zalo_phone",
                intent_at=now(),
            )  # fmt: skip
            Message.objects.update(lease_until=now() - timedelta(seconds=1))
        assert sweeping.expired_leases() == 2
        assert ledger(first)[0].ambiguous_since and ledger(second)[0].state == "queued"
        deliver_due()
        assert not emulator.messages(PHONE) and len(emulator.messages("+84900000002")) == 1


class TestReceipts:
    def test_by_tracking_id_and_by_message_id_twice_and_early(self, connected, emulator):
        dossier = accepted(connected)
        deliver_due()
        arrived = emulator.messages(PHONE)[0]
        receipt = Receipt("delivered", arrived["id"], "", now(), uuid.uuid4(), "")
        for _ in range(2):
            with scoping.system("test"):
                apply([receipt, receipt])
        assert ledger(dossier)[0].state == "delivered"

    def test_one_that_comes_before_the_answer_is_not_lost(self, connected, emulator):
        dossier = accepted(connected)
        with scoping.system("test"):
            citizen = Party.objects.get(dossier=dossier).citizen_id
        link(connected, emulator, "p01", citizen)
        provider = "early-0001"
        with scoping.system("test"):
            apply([Receipt("delivered", provider, "", now(), uuid.uuid4(), "")])
        import notifications.delivery.loop as loops

        real = loops.SendingLoop._fly

        async def with_that_id(self, flight):
            await real(self, flight)
            f, outcome = self.landed.get()
            from dataclasses import replace

            self.landed.put((f, replace(outcome, message_id=provider)))

        loops.SendingLoop._fly = with_that_id
        try:
            deliver_due()
        finally:
            loops.SendingLoop._fly = real
        assert ledger(dossier)[0].state == "delivered"

    def test_postgresql_lets_no_state_go_back(self, connected, emulator):
        accepted(connected)
        deliver_due()
        for state in ("queued", "sending", "failed"):
            with scoping.system("test"), pytest.raises(IntegrityError), transaction.atomic():
                connection.cursor().execute("UPDATE notifications_message SET state = %s", [state])


def test_other_provinces_and_units_read_nothing(world):
    from tests.support import world as worlds

    accepted(world)
    elsewhere = worlds.build("H19", "Đồng Nai", catalogue=False)
    for house, role, count in (
        (world, "case_officer", 1),
        (world, "other_officer", 0),
        (elsewhere, "admin", 0),
    ):
        with house.scope(role):
            assert Message.objects.count() == count
    assert Message.objects.count() == 0
