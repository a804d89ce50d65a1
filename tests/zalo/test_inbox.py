"""What is stored is handled: together where that is cheap, alone where one fails, never twice, never lost."""

import json
import threading
import time
from datetime import timedelta

import pytest
from django.db import connection

from foundation import scoping
from foundation.ids import uuid7
from foundation.local_time import now
from tests.zalo.conftest import OA_ID, connect
from zalo.inbox import registry
from zalo.inbox.handling import handle_batch
from zalo.inbox.receipts import receipts
from zalo.inbox.registry import handles
from zalo.models import Alarm, ConversationLine, InboundEvent, TemplateMapping, ZaloUser
from zalo.tasks import forget_old, sweep_inbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(redis_url):
    return connect()


@pytest.fixture
def handlers(monkeypatch):
    """A registry of the test's own."""
    kept = {}
    monkeypatch.setattr(registry, "_handlers", kept)
    return kept


def put(house, name, **body):
    moment = now()
    with scoping.system("test"):
        return InboundEvent.objects.create(
            oa=house.oa, name=name, dedupe_key=uuid7().bytes * 2, received_at=moment, due_at=moment,
            body=json.dumps({"event_name": name, "timestamp": "1790000000000", **body}),
        )  # fmt: skip


def open_events():
    with scoping.system("test"):
        return InboundEvent.objects.filter(handled_at=None).count()


def test_events_of_one_name_come_together(house, handlers):
    batches = []
    handles("user_received_message")(lambda events: batches.append([e.text("message", "msg_id") for e in events]))
    for number in range(3):
        put(house, "user_received_message", message={"msg_id": str(number)})
    assert handle_batch() == 3
    assert batches == [["0", "1", "2"]]
    assert handle_batch() == 0


def test_a_batch_costs_a_constant_number_of_queries(house, handlers, django_assert_max_num_queries):
    handles("user_received_message")(lambda events: None)
    for number in range(100):
        put(house, "user_received_message", message={"msg_id": str(number)})
    with django_assert_max_num_queries(9):
        assert handle_batch() == 100


def test_one_bad_event_does_not_hold_back_the_others(house, handlers):
    seen = []

    @handles("x")
    def fragile(events):
        for event in events:
            if event.text("bad"):
                raise KeyError("bad")
            seen.append(event.id)

    good, bad, also_good = put(house, "x"), put(house, "x", bad=1), put(house, "x")
    handle_batch()
    assert set(seen[-2:]) == {good.pk, also_good.pk}
    with scoping.system("test"):
        left = InboundEvent.objects.get(handled_at=None)
    assert (left.pk, left.tries, left.error) == (bad.pk, 1, "KeyError")
    assert left.due_at > now()


def test_what_a_failing_handler_wrote_is_taken_back(house, handlers):
    @handles("x")
    def half(events):
        put(house, "unknown")
        raise ValueError

    put(house, "x")
    handle_batch()
    assert open_events() == 1


def test_an_event_that_nobody_wants_is_done(house, handlers):
    put(house, "shop_has_order")
    handle_batch()
    assert open_events() == 0


def test_the_sweeper_handles_what_no_hint_told_of(house, handlers):
    put(house, "x")
    assert sweep_inbox() == 1
    assert open_events() == 0


def test_receipts_of_both_kinds(house, handlers):
    got = []
    handles("user_received_message", "user_seen_message")(lambda events: got.extend(receipts(events)))
    put(house, "user_received_message", recipient={"id": "84900000001"},
        message={"delivery_time": "1790000005000", "msg_id": "m1", "tracking_id": "t1"})  # fmt: skip
    put(house, "user_received_message", recipient={"id": "25"}, message={"msg_id": "m2"})
    put(house, "user_seen_message", recipient={"id": "25"}, message={"msg_ids": ["m2", "m3"]})
    put(house, "user_received_message", message="odd")
    handle_batch()
    assert [(r.kind, r.message_id, r.tracking_id, int(r.at.timestamp())) for r in got] == [
        ("delivered", "m1", "t1", 1790000005), ("delivered", "m2", "", 1790000000),
        ("seen", "m2", "", 1790000000), ("seen", "m3", "", 1790000000),
    ]  # fmt: skip


def test_people_are_known_once_and_their_last_word_never_goes_back(house):
    put(house, "follow", follower={"id": "25"}, user_id_by_app="77", timestamp="1790000100000")
    put(house, "user_send_text", sender={"id": "25"}, recipient={"id": OA_ID}, timestamp="1790000050000",
        message={"text": "Chào", "msg_id": "a"})  # fmt: skip
    handle_batch()
    with scoping.system("test"):
        person = ZaloUser.objects.get()
        line = ConversationLine.objects.get()
    assert (person.user_id, person.user_id_by_app, person.follower) == ("25", "77", True)
    assert int(person.last_interaction_at.timestamp()) == 1790000100
    assert (line.by, line.text, line.message_id) == ("person", "Chào", "a")
    put(house, "unfollow", follower={"id": "25"}, timestamp="1790000200000")
    handle_batch()
    with scoping.system("test"):
        assert not ZaloUser.objects.get().follower


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("last", ["follow", "unfollow"])
@pytest.mark.parametrize("late", [True, False])
def test_whoever_changes_their_mind_twice_is_what_they_were_last(house, together, last, late):
    """In one batch or two, and in whatever order they came."""
    first = "unfollow" if last == "follow" else "follow"
    told = [(first, "1790000100000"), (last, "1790000100500")]
    for name, moment in reversed(told) if late else told:
        put(house, name, follower={"id": "25"}, timestamp=moment)
        if not together:
            handle_batch()
    handle_batch()
    assert open_events() == 0
    with scoping.system("test"):
        person = ZaloUser.objects.get()
    assert person.follower is (last == "follow")
    assert int(person.follower_since.timestamp() * 1000) == 1790000100500


def test_an_official_who_writes_silences_the_bot(house):
    moment = int(now().timestamp() * 1000)
    put(house, "oa_send_text", sender={"id": OA_ID}, recipient={"id": "25"}, timestamp=str(moment),
        message={"text": "tự động", "msg_id": "a"})  # fmt: skip
    handle_batch()
    with scoping.system("test"):
        assert ZaloUser.objects.get().bot_muted_until is None
    put(house, "oa_send_text", sender={"id": OA_ID, "admin_id": "9"}, recipient={"id": "25"},
        timestamp=str(moment), message={"text": "Chào bác", "msg_id": "b"})  # fmt: skip
    handle_batch()
    with scoping.system("test"):
        assert ZaloUser.objects.get().bot_muted_until > now() + timedelta(minutes=100)
        assert list(ConversationLine.objects.order_by("id").values_list("by", flat=True)) == [
            "program",
            "official",
        ]


def test_who_withdraws_is_forgotten(house):
    put(
        house,
        "user_send_text",
        sender={"id": "25"},
        message={"text": "Chào", "msg_id": "a"},
        user_id_by_app="77",
    )
    handle_batch()
    put(house, "user_withdraw", user_id="25")
    handle_batch()
    with scoping.system("test"):
        person = ZaloUser.objects.get()
        assert not ConversationLine.objects.exists()
    assert (person.user_id_by_app, person.citizen_id, person.verified_citizen_id) == ("", None, None)
    assert person.withdrawn_at


def test_a_template_that_zalo_switches_off_is_paused_and_comes_back(house):
    with scoping.system("test"):
        TemplateMapping.objects.create(oa=house.oa, kind="default", by="phone", template_id="7")
    status = {
        "template_id": "7",
        "status": {"prev_status": "ENABLE", "new_status": "DISABLE"},
        "reason": "LOW",
    }
    put(house, "change_template_status", **status)
    handle_batch()
    with scoping.system("test"):
        assert TemplateMapping.objects.get().state == "paused"
        assert Alarm.objects.get(cleared_at=None).subject == "7"
    put(house, "change_template_status", template_id="7", status={"new_status": "ENABLE"})
    handle_batch()
    with scoping.system("test"):
        assert TemplateMapping.objects.get().state == "enabled"
        assert not Alarm.objects.filter(cleared_at=None).exists()


def test_bodies_are_cleared_after_thirty_days_and_keys_stay(house):
    row = put(house, "x")
    handle_batch()
    with scoping.system("test"):
        InboundEvent.objects.update(received_at=now() - timedelta(days=31))
    assert forget_old() == 1
    with scoping.system("test"):
        kept = InboundEvent.objects.get()
    assert (kept.body, bytes(kept.dedupe_key)) == ("", row.dedupe_key)
    assert forget_old() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_handle_each_event_once(redis_url, handlers):
    house, seen, lock = connect(), [], threading.Lock()

    @handles("x")
    def slow(events):
        time.sleep(0.05)
        with lock:
            seen.extend(event.id for event in events)

    rows = {put(house, "x").pk for _number in range(40)}

    def work():
        try:
            while handle_batch(5):
                pass
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(seen) == 40
    assert set(seen) == rows
