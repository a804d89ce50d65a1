"""Receipts early, late, twice, out of order, of nobody: a state never goes back, and no receipt is lost."""

import uuid
from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, connection

from dossiers.models import Party
from foundation import scoping
from foundation.local_time import now
from notifications import sweeping
from notifications.delivery.engine import deliver_due
from notifications.models import EarlyReceipt, Message
from notifications.queries import as_api, for_citizen, of_subject
from notifications.receipts import apply
from notifications.states import State, may_move
from tests.notifications.support import PHONE, accepted, attempts, ledger, make_due, states
from tests.support.world import person as somebody
from tests.support.zalo import link
from zalo.inbox import Receipt

pytestmark = pytest.mark.django_db(transaction=True)


def receipt(message_id: str = "", tracking_id: str = "", at=None) -> Receipt:
    return Receipt("delivered", message_id, tracking_id, at or now(), uuid.uuid4(), "")


def came(*found: Receipt) -> None:
    with scoping.system("test"):
        apply(list(found))


def test_one_written_down_while_its_answer_was_is_found_by_the_sweeper(connected, emulator):
    """Receipt and answer looked for each other before either had committed."""
    dossier = accepted(connected)
    with scoping.system("test"):
        citizen = Party.objects.get(dossier=dossier).citizen_id
    link(connected, emulator, "p01", citizen)
    deliver_due()
    [attempt] = attempts()
    moment = now() - timedelta(seconds=3)
    with scoping.system("test"):
        EarlyReceipt.objects.create(provider_id=attempt.provider_id, delivered_at=moment)
    assert states() == [("accepted", "")]
    assert sweeping.early_receipts() == 1
    assert [(m.state, m.delivered_at) for m in ledger()] == [("delivered", moment)]
    assert sweeping.early_receipts() == 0


def test_receipts_of_messages_that_are_not_ours_are_forgotten(connected, emulator):
    came(receipt("of-another-program"))
    sweeping.early_receipts()
    with scoping.system("test"):
        assert EarlyReceipt.objects.count() == 1
        EarlyReceipt.objects.update(received_at=now() - timedelta(days=8))
    sweeping.early_receipts()
    with scoping.system("test"):
        assert not EarlyReceipt.objects.exists()


def test_the_first_receipt_tells_when_and_later_ones_change_nothing(connected, emulator):
    accepted(connected)
    deliver_due()
    arrived = emulator.messages(PHONE)[0]
    first = now() - timedelta(seconds=10)
    came(receipt(arrived["id"], arrived["tracking_id"], first))
    came(receipt(arrived["id"], arrived["tracking_id"], now()))
    assert [(m.state, m.delivered_at) for m in ledger()] == [("delivered", first)]


def test_receipts_of_one_person_may_come_in_the_wrong_order(connected, emulator):
    from dossiers.actions.request_supplement import request_supplement

    dossier = accepted(connected)
    with connected.scope("case_officer"):
        request_supplement(dossier.id, actor=connected.actor("case_officer"), reason="Thiếu giấy tờ")
    deliver_due()
    one, two = emulator.messages(PHONE)
    came(receipt(two["id"], two["tracking_id"]))
    assert [m.state for m in ledger()] == ["accepted", "delivered"]
    came(receipt(one["id"], one["tracking_id"]))
    assert [m.state for m in ledger()] == ["delivered", "delivered"]


@pytest.mark.parametrize("state", ["unconfirmed", "failed"])
def test_a_late_one_settles_what_had_been_given_up(connected, state):
    accepted(connected)
    [message] = ledger()
    with scoping.system("test"):
        for step in ("sending", state):
            Message.objects.update(state=step, reason="unconfirmed")
    came(receipt("late", f"{message.id.hex}-1"))
    assert states() == [("delivered", "")]


@pytest.mark.parametrize("state", ["withheld", "superseded", "queued"])
def test_one_for_what_never_left_changes_nothing(connected, state):
    accepted(connected)
    [message] = ledger()
    if state != "queued":
        with scoping.system("test"):
            Message.objects.update(state=state)
    came(receipt("forged", f"{message.id.hex}-1"))
    assert [m.state for m in ledger()] == [state]


def test_one_that_comes_while_the_next_try_is_waited_for_ends_the_message(connected, emulator):
    """Zalo took the message and answered that it had failed."""
    emulator.post("faults", kind="http_after", status=500, path="/message/template", times=1)
    accepted(connected)
    deliver_due()
    assert states() == [("queued", "retry")]
    [arrived] = emulator.messages(PHONE)
    came(receipt(arrived["id"], arrived["tracking_id"]))
    assert states() == [("delivered", "")]
    make_due()
    assert deliver_due() == 0
    assert len(emulator.messages(PHONE)) == 1


@pytest.mark.parametrize("tries", [0, 1])
def test_postgresql_lets_a_message_go_the_ways_of_the_table_and_no_other(world, tries):
    accepted(world)
    wrong = []
    with scoping.system("test"), connection.cursor() as cursor:
        for before, following in product(State, State):
            if before == following:
                continue
            cursor.execute("SAVEPOINT one")
            cursor.execute("ALTER TABLE notifications_message DISABLE TRIGGER notifications_guard")
            cursor.execute("UPDATE notifications_message SET state = %s, tries = %s", [before.value, tries])
            cursor.execute("ALTER TABLE notifications_message ENABLE TRIGGER notifications_guard")
            try:
                cursor.execute("UPDATE notifications_message SET state = %s", [following.value])
                went = True
            except IntegrityError:
                went = False
            cursor.execute("ROLLBACK TO SAVEPOINT one")
            if went != may_move(before, following, tries=tries):
                wrong.append((before, following, went))
    assert wrong == []


@pytest.mark.parametrize("tracking", ["", "x", "00-1", "z" * 32 + "-1", "0" * 32 + "-1", "0" * 32 + "-", "-1"])
def test_a_strange_tracking_id_names_nobody(connected, emulator, tracking):
    accepted(connected)
    deliver_due()
    came(receipt("unknown", tracking))
    assert [m.state for m in ledger()] == ["accepted"]


class TestInWords:
    def test_an_unclear_one_is_unclear_to_the_citizen_too(self, connected, emulator):
        emulator.post("faults", kind="truncate", path="/message/template", times=1)
        dossier = accepted(connected)
        deliver_due()
        with scoping.system("test"):
            [told] = for_citizen(dossier.id)
            [shown] = as_api(list(of_subject(dossier.id)))
        assert "chưa rõ tin đã đến chưa" in told.text and not told.good
        assert "không tự gửi lại" in shown["reason"]

    def test_a_number_without_zalo_is_named_as_the_reason(self, connected, emulator):
        dossier = accepted(connected, 37)
        deliver_due()
        make_due()
        deliver_due()
        with scoping.system("test"):
            [told] = for_citizen(dossier.id)
            [shown] = as_api(list(of_subject(dossier.id)))
        assert "không có Zalo" in told.text and not told.good
        assert shown["state"] == "failed" and "không có tài khoản Zalo" in shown["reason"]

    def test_a_number_that_is_none_is_named_as_the_reason(self, connected, emulator):
        business = {"phone": "09x", "kind": "business", "identity_kind": "tax_code"}
        dossier = accepted(connected, person=business)
        deliver_due()
        assert emulator.messages() == [] and attempts() == []
        with scoping.system("test"):
            [told] = for_citizen(dossier.id)
            [shown] = as_api(list(of_subject(dossier.id)))
        assert "số điện thoại ghi trong hồ sơ không dùng được" in told.text and not told.good
        assert shown["state"] == "withheld" and "không dùng được" in shown["reason"]

    def test_of_several_parties_what_went_best_is_told_once_for_each_event(self, connected, emulator):
        """Who of them reads is not known: «không ghi số điện thoại» beside «đã đến máy» would be true of nobody."""
        dossier = accepted(connected, co_applicants=(somebody(2, phone=""),))
        deliver_due()
        with scoping.system("test"):
            [told] = for_citizen(dossier.id)
        assert sorted(m.state for m in ledger()) == ["accepted", "withheld"]
        assert told.text.startswith("Đã gửi Zalo lúc") and told.good

    def test_what_somebody_did_not_want_is_no_failure(self, connected):
        dossier = accepted(connected, notify_zalo=False)
        with scoping.system("test"):
            [told] = for_citizen(dossier.id)
        assert "chưa đồng ý" in told.text and told.good
