"""The door that Zalo knocks at: 200 to everything, and only what verifies is kept, once."""

import json
import time

import pytest
from django.db import DataError, ProgrammingError
from django.test import RequestFactory

from foundation import scoping
from tests.zalo.conftest import APP_ID, APP_SECRET, OA_ID, OA_SECRET, connect
from zalo.inbox import accounts, hints
from zalo.inbox.spool import drain
from zalo.models import Alarm, InboundEvent
from zalo.signature import mac_of

pytestmark = pytest.mark.django_db


def event(name="user_send_text", **changes):
    body = {
        "app_id": APP_ID, "sender": {"id": "246845883529197922"}, "recipient": {"id": OA_ID},
        "event_name": name,
        "message": {"text": "Tra cứu hồ sơ", "msg_id": "96d3cdf3af150460909"}, "timestamp": "1790000000000",
    }  # fmt: skip
    return {**body, **changes}


def raw(body):
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def knock(content, *, secret=OA_SECRET, first=APP_ID, header=None, server="OA OpenAPI", method="post"):
    from portal.webhooks.zalo import zalo

    if header is None:
        try:
            moment = str(json.loads(content)["timestamp"])
        except (ValueError, KeyError, TypeError, RecursionError):
            moment = ""
        header = "mac=" + mac_of(first, content, moment, secret)
    request = getattr(RequestFactory(), method)(
        "/webhooks/zalo/", content, content_type="application/json", headers={
            "X-ZEvent-Signature": header, "X-ZEvent-Server": server,
        },
    )  # fmt: skip
    return zalo(request)


def stored():
    with scoping.system("test"):
        return list(InboundEvent.objects.order_by("id"))


@pytest.fixture
def sent(monkeypatch):
    names = []
    monkeypatch.setattr(hints.current_app, "send_task", lambda name, **_kw: names.append(name))
    return names


@pytest.fixture
def house(redis_url, sent):
    return connect()


def test_a_signed_event_is_stored_word_for_word_and_the_worker_woken(house, sent):
    content = raw(event())
    assert knock(content).status_code == 200
    [row] = stored()
    assert (row.body.encode(), row.name, row.oa_id, row.form) == (
        content,
        "user_send_text",
        house.oa.pk,
        "app_id",
    )
    assert row.handled_at is None
    assert sent == ["zalo.tasks.handle_inbound"]


def test_many_events_wake_one_task(house, sent):
    for number in range(5):
        knock(raw(event(message={"msg_id": str(number)})))
    assert len(stored()) == 5
    assert len(sent) == 1
    hints.begin()
    knock(raw(event(message={"msg_id": "later"})))
    assert len(sent) == 2


def test_the_same_event_again_is_one_row(house, sent):
    content = raw(event())
    for _time in range(3):
        assert knock(content).status_code == 200
    # the same message in other bytes (another timestamp) is still the same message
    knock(raw(event(timestamp="1790000000999")))
    assert len(stored()) == 1


def test_a_reaction_may_come_again(house):
    knock(raw(event("user_reacted_message", message={"msg_id": "m", "react_icon": "/-heart"})))
    knock(raw(event("user_reacted_message", message={"msg_id": "m", "react_icon": "/-strong"})))
    assert len(stored()) == 2


@pytest.mark.parametrize(
    ("content", "options"),
    [
        (b"", {"header": ""}),
        (b"{}", {"header": ""}),
        (b"not json", {}),
        (b"[1,2]", {}),
        (b'"text"', {}),
        (b"\xff\xfe", {}),
        (b"[" * 3000, {}),
        (raw(event()), {"header": ""}),
        (raw(event()), {"header": "mac=" + "0" * 64}),
        (raw(event()), {"secret": "another"}),
        (raw(event()), {"secret": ""}),
        (raw(event(app_id="1", recipient={"id": "2"}, sender={"id": "3"})), {}),
        (raw({"event_name": "user_send_text"}), {}),
        (raw({"event_name": ["x"], "timestamp": {}}), {}),
        (raw(event(sender="x", recipient=None, message=7)), {"secret": "another"}),
        *(
            (json.dumps(event(**{field: value})).encode(), {"header": "mac=" + "0" * 64})
            for strange in ("\0", "\ud800", "1\0", "9" * 5000)
            for field, value in (
                ("app_id", strange),
                ("timestamp", strange),
                ("event_name", strange),
                ("oa_id", strange),
                ("sender", {"id": strange}),
                ("message", {"msg_id": strange}),
            )
        ),
        (b'{"event_name":"x","timestamp":"1","app_id":"\\u0000"}', {"header": "mac=" + "0" * 64}),
        (raw({"event_name": "x", "timestamp": "1", "app_id": 10**4299}), {"header": "mac=" + "0" * 64}),
        (raw(event(message={"msg_id": "This is message id", "text": "This is testing message"})), {}),
    ],
)
def test_what_does_not_verify_is_answered_and_forgotten(house, sent, content, options):
    answer = knock(content, **options)
    assert answer.status_code == 200
    assert stored() == []
    assert sent == []
    # nor does it make the database look away, behind whose back nothing is verified
    knock(raw(event(message={"msg_id": "the next one"})))
    assert len(stored()) == 1
    assert drain() == 0


@pytest.mark.parametrize("strange", ["\0", "\ud800"])
def test_what_verifies_but_cannot_be_kept_is_answered_and_forgotten(house, strange):
    content = json.dumps(event(message={"msg_id": f"m{strange}"})).encode()
    assert knock(content).status_code == 200
    assert stored() == []
    assert drain() == 0


def test_words_that_cannot_be_kept_as_they_are_do_not_hold_up_the_event(house):
    """The event is stored word for word; what is made of its words is the handlers' to bear."""
    content = json.dumps(event(message={"msg_id": "m", "text": "a\0b\ud800"})).encode()
    assert knock(content).status_code == 200
    assert [row.body.encode() for row in stored()] == [content]


@pytest.mark.parametrize("error", [DataError("strange"), ProgrammingError("no such column"), TypeError("ours")])
def test_an_event_that_fails_is_kept_alone_and_says_nothing_about_the_others(house, monkeypatch, error):
    from portal.webhooks import zalo as view

    real, first = view.take, [error]

    def once(*given):
        if first:
            raise first.pop()
        return real(*given)

    monkeypatch.setattr(view, "take", once)
    assert knock(raw(event(message={"msg_id": "1"}))).status_code == 200
    assert knock(raw(event(message={"msg_id": "2"}))).status_code == 200
    assert len(stored()) == 1, "the second was not put aside with the first"
    assert drain() == 1
    assert len(stored()) == 2


def test_operators_may_open_the_address(house):
    assert knock(b"", method="get").status_code == 200


def test_the_address_is_the_promised_one_and_needs_no_token_of_ours(house, client):
    content = raw(event())
    header = "mac=" + mac_of(APP_ID, content, "1790000000000", OA_SECRET)
    answer = client.post(
        "/webhooks/zalo/", content, content_type="application/json", headers={"X-ZEvent-Signature": header}
    )
    assert answer.status_code == 200
    assert len(stored()) == 1


def test_a_huge_body_is_not_read(house):
    assert knock(b"x" * 600_000, header="mac=" + "0" * 64).status_code == 200
    assert stored() == []


def test_a_changed_byte_is_refused(house):
    content = raw(event())
    header = "mac=" + mac_of(APP_ID, content, "1790000000000", OA_SECRET)
    knock(content.replace(b"Tra", b"tra"), header=header)
    assert stored() == []


def test_the_account_id_as_first_term_is_accepted_and_noted(house):
    knock(raw(event()), first=OA_ID)
    assert [row.form for row in stored()] == ["oa_id"]


def test_a_signature_by_the_apps_secret_is_refused_and_named_to_the_operator(house):
    for _time in range(2):
        assert knock(raw(event()), secret=APP_SECRET).status_code == 200
    assert stored() == []
    with scoping.system("test"):
        alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.count) == (Alarm.Kind.WEBHOOK_SECRET, 2)


def test_each_account_of_an_app_has_its_own_secret(house):
    other = connect("T02", "999")
    with scoping.system("test"):
        type(other.oa).objects.filter(pk=other.oa.pk).update(oa_secret="second")
    accounts.forget()
    knock(raw(event(recipient={"id": "999"})), secret="second")
    knock(raw(event(recipient={"id": "999"}, message={"msg_id": "x"})), secret=OA_SECRET)
    assert [row.oa_id for row in stored()] == [other.oa.pk]


@pytest.mark.parametrize(
    "body",
    [
        {"oa_id": OA_ID, "follower": {"id": "1"}, "event_name": "follow", "app_id": APP_ID, "timestamp": "1"},
        {"oaId": OA_ID, "quota": {"prev_value": 1}, "event_name": "change_oa_daily_quota",
         "timestamp": 1790000000000},
        {"sender": {"id": OA_ID}, "recipient": {"id": "84900000001"}, "event_name": "user_received_message",
         "message": {"delivery_time": "1", "msg_id": "m", "tracking_id": "t"}, "app_id": APP_ID,
         "timestamp": "1"},
        {"user_id": "1", "event_name": "user_withdraw", "app_id": APP_ID, "timestamp": "1"},
        {"sender": {"id": 388613280878808645}, "recipient": {"id": 1}, "event_name": "oa_send_text",
         "message": {"msg_id": "m"}, "app_id": APP_ID, "timestamp": "1"},
    ],
)  # fmt: skip
def test_every_shape_finds_its_account(house, body):
    knock(raw(body))
    assert [row.name for row in stored()] == [body["event_name"]]


def test_template_events_are_told_from_conversation(house):
    receipt = {"sender": {"id": OA_ID}, "recipient": {"id": "1"}, "app_id": APP_ID, "timestamp": "1"}
    knock(raw({**receipt, "event_name": "user_received_message", "message": {"msg_id": "a"}}))
    knock(raw({**receipt, "event_name": "user_received_message", "message": {"msg_id": "b"}}), server="ZNS")
    knock(raw({**receipt, "event_name": "user_received_message", "message": {"msg_id": "c", "tracking_id": "t"}}))
    assert [row.template for row in stored()] == [False, True, True]


def test_an_account_connected_a_moment_ago_is_known_soon(redis_url, sent, monkeypatch):
    content = raw(event())
    knock(content)
    assert stored() == []
    connect()
    later = time.monotonic() + 4
    monkeypatch.setattr(time, "monotonic", lambda: later)
    knock(content)
    assert len(stored()) == 1


def test_while_the_database_is_away_events_wait_in_redis(house, sent, monkeypatch):
    from django.db import OperationalError

    from portal.webhooks import zalo as view

    def away(*_args):
        raise OperationalError("the database system is shutting down")

    content = raw(event())
    monkeypatch.setattr(view, "take", away)
    monkeypatch.setattr(view, "_down_until", 0.0)
    assert knock(content).status_code == 200
    assert knock(raw(event(message={"msg_id": "second"}))).status_code == 200
    assert knock(raw(event()), secret="forged").status_code == 200
    assert stored() == []
    # then, when it is back, the sweeper verifies and stores them
    assert drain() == 3
    assert stored()[0].body.encode() == content
    assert len(stored()) == 2
    assert drain() == 0


def test_a_database_that_does_not_answer_takes_less_than_zalos_two_seconds(house, monkeypatch):
    from portal.webhooks import deadline
    from portal.webhooks import zalo as view

    monkeypatch.setattr(deadline, "pooled", lambda: True)
    monkeypatch.setattr(view, "take", lambda *_args: time.sleep(2.5))
    monkeypatch.setattr(view, "_down_until", 0.0)
    began = time.monotonic()
    for _time in range(3):
        assert knock(raw(event())).status_code == 200
    assert time.monotonic() - began < 2
    monkeypatch.undo()
    view._down_until = 0.0
    assert drain() == 3
    assert len(stored()) == 1


def test_without_database_and_redis_zalo_is_asked_to_bring_it_again(house, monkeypatch):
    from django.db import OperationalError

    from portal.webhooks import zalo as view

    def away(*_args):
        raise OperationalError("gone")

    monkeypatch.setattr(view, "take", away)
    monkeypatch.setattr(view, "put", lambda *_args: False)
    monkeypatch.setattr(view, "_down_until", 0.0)
    assert knock(raw(event())).status_code == 503


def test_while_the_database_is_away_junk_is_not_kept(house, monkeypatch):
    from portal.webhooks import zalo as view

    monkeypatch.setattr(view, "_down_until", time.monotonic() + 60)
    for content, header in [
        (b"\xff\xfe", "mac=" + "0" * 64), (b"not json", "mac=" + "0" * 64), (raw(event()), ""), (raw(event()), "mac=x"),
    ]:  # fmt: skip
        assert knock(content, header=header).status_code == 200
    assert drain() == 0


def test_a_full_spool_keeps_what_it_has_and_asks_zalo_to_come_again(house, monkeypatch):
    from portal.webhooks import zalo as view
    from zalo.inbox import spool

    monkeypatch.setattr(view, "_down_until", time.monotonic() + 60)
    monkeypatch.setattr(spool, "_LONGEST", 2)
    answers = [knock(raw(event(message={"msg_id": str(n)}))).status_code for n in range(3)]
    assert answers == [200, 200, 503]
    assert drain() == 2
    assert len(stored()) == 2


def test_a_spool_is_full_by_bytes_too_and_has_room_again_when_it_was_emptied(house, monkeypatch):
    from portal.webhooks import zalo as view
    from zalo.inbox import spool

    monkeypatch.setattr(view, "_down_until", time.monotonic() + 60)
    monkeypatch.setattr(spool, "_LARGEST", 30_000)
    large = [raw(event(message={"msg_id": str(n), "text": "x" * 8000})) for n in range(6)]
    answers = [knock(content).status_code for content in large[:4]]
    assert answers[0] == 200 and answers[-1] == 503
    assert drain() == answers.count(200)
    assert [knock(content).status_code for content in large[4:]] == [200, 200]
    assert knock(raw(event(message={"msg_id": "x", "text": "x" * 70_000}))).status_code == 503
    assert drain() == 2
    assert len(stored()) == answers.count(200) + 2


def test_one_item_that_cannot_be_stored_does_not_hold_up_the_others(house, monkeypatch):
    from foundation.redis import client, key
    from portal.webhooks import zalo as view

    monkeypatch.setattr(view, "_down_until", time.monotonic() + 60)
    client().rpush(key("zalo:inbox:spool"), b"written under a key that is gone")
    knock(raw(event()))
    assert drain() == 2
    assert len(stored()) == 1
    assert client().llen(key("zalo:inbox:aside")) == 1


def test_a_secret_that_was_changed_counts_after_a_moment(house, monkeypatch):
    knock(raw(event(message={"msg_id": "1"})))
    with scoping.system("test"):
        row = type(house.oa).objects.get()
        row.oa_secret = "renewed"
        row.save()
    knock(raw(event(message={"msg_id": "2"})), secret="renewed")
    assert len(stored()) == 1, "not asked for at every forged signature"
    later = time.monotonic() + 2.5
    monkeypatch.setattr(time, "monotonic", lambda: later)
    knock(raw(event(message={"msg_id": "2"})), secret="renewed")
    assert len(stored()) == 2


def test_no_staff_or_citizen_reads_the_inbox(house):
    knock(raw(event()))
    with scoping.staff(house.province.id, None):
        assert not InboundEvent.objects.exists()
    assert not InboundEvent.objects.exists()
