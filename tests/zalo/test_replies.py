"""An answer in chat is recorded once and sent at most once."""

import json
from datetime import timedelta

import pytest

from foundation import scoping
from foundation.ids import uuid7
from foundation.local_time import now
from tests.zalo.conftest import connect
from tests.zalo.fake_zalo import hang_up
from zalo.actions.queue_reply import queue_reply
from zalo.inbox.handling import handle_batch
from zalo.models import Alarm, ConversationLine, InboundEvent, Reply, ZaloUser
from zalo.replies import send_due
from zalo.requests import Button

pytestmark = pytest.mark.django_db
SENT = b'{"error":0,"message":"Success","data":{"message_id":"m1","sent_time":"1790000000000"}}'


@pytest.fixture
def house(platform, redis_url):
    house = connect(expires_at=now() + timedelta(hours=20))
    moment = now()
    with scoping.system("test"):
        house.person = ZaloUser.objects.create(oa=house.oa, province=house.province, user_id="25")
        house.inbound = InboundEvent.objects.create(
            oa=house.oa, name="user_send_text", dedupe_key=uuid7().bytes * 2, received_at=moment,
            due_at=moment, handled_at=moment, body="{}",
        )  # fmt: skip
    return house


def queue(house, text="Chào bác"):
    buttons = [Button.url("Tra cứu", "https://x.vn/tra-cuu/")]
    with scoping.system("test"):
        return queue_reply(house.inbound.pk, house.person.pk, text, buttons)


def reply():
    with scoping.system("test"):
        return Reply.objects.get()


def test_one_answer_per_message_however_often_it_is_handled(house, platform):
    assert queue(house)
    assert queue(house, "another") is None
    platform.script = [(200, SENT)]
    assert send_due() == 1
    assert send_due() == 0
    assert (reply().state, reply().message_id) == ("sent", "m1")
    [(_m, _p, _h, body)] = platform.calls
    assert json.loads(body)["message"]["text"] == "Chào bác"
    with scoping.system("test"):
        assert ConversationLine.objects.get().by == "program"


@pytest.mark.parametrize("step", [hang_up, (502, b""), (200, b'{"error":0,"da')])
def test_an_unclear_end_is_not_sent_again(house, platform, step):
    queue(house)
    platform.script = [step]
    send_due()
    send_due()
    assert reply().state == "unconfirmed"
    assert len(platform.calls) == 1


def test_the_echo_confirms_it(house, platform):
    queue(house)
    platform.script = [hang_up]
    send_due()
    moment = now()
    body = {
        "event_name": "oa_send_text", "sender": {"id": house.oa.oa_id}, "recipient": {"id": "25"},
        "message": {"text": "Chào bác", "msg_id": "echo"}, "timestamp": str(int(moment.timestamp() * 1000)),
    }  # fmt: skip
    with scoping.system("test"):
        InboundEvent.objects.create(
            oa=house.oa, name="oa_send_text", dedupe_key=uuid7().bytes * 2, received_at=moment, due_at=moment,
            body=json.dumps(body),
        )  # fmt: skip
    handle_batch()
    assert (reply().state, reply().message_id) == ("sent", "echo")


def test_a_worker_that_dies_while_sending_leaves_it_unconfirmed(house, platform):
    queue(house)
    with scoping.system("test"):
        Reply.objects.update(state="sending", lease_until=now() - timedelta(seconds=1))
    assert send_due() == 0
    assert reply().state == "unconfirmed"
    assert platform.calls == []


def test_a_failure_of_zalo_is_tried_again_later(house, platform):
    queue(house)
    platform.script = [(500, b"oops"), (200, SENT)]
    send_due()
    waiting = reply()
    assert (waiting.state, waiting.tries) == ("queued", 1)
    assert waiting.due_at > now()
    with scoping.system("test"):
        Reply.objects.update(due_at=now())
    send_due()
    assert reply().state == "sent"


def test_a_token_refused_once_is_refreshed_and_the_answer_goes(house, platform):
    queue(house)
    platform.script = [(200, b'{"error":-216,"message":"Access token is invalid"}'), (200, SENT)]
    # in the test's transaction the refresh must not open another connection
    from zalo import tokens

    tokens_detached, tokens.detached = tokens.detached, lambda work: work()
    try:
        send_due()
    finally:
        tokens.detached = tokens_detached
    assert reply().state == "sent"
    assert platform.calls[-1][2]["access_token"] == "at-1"


def test_a_refusal_that_may_come_twice_is_counted_by_itself(house, platform):
    queue(house)
    refused = (200, b'{"error":-200,"message":"Send message failed"}')
    platform.script = [(500, b"oops"), refused, (500, b"oops"), refused]
    states = []
    for _ in range(4):
        with scoping.system("test"):
            Reply.objects.update(due_at=now())
        send_due()
        states.append(reply().state)
    assert states == ["queued", "queued", "queued", "failed"]


@pytest.mark.parametrize(
    ("answer", "alarm"),
    [
        (b'{"error":-230,"message":"not interacted"}', False),
        (b'{"error":-201,"message":"user_id is invalid!"}', True),
        (b'{"error":-9999,"message":"?"}', True),
    ],
)
def test_what_zalo_refuses_ends(house, platform, answer, alarm):
    queue(house)
    platform.script = [(200, answer)]
    send_due()
    assert reply().state == "failed"
    with scoping.system("test"):
        assert Alarm.objects.exists() is alarm


def test_a_stopped_account_is_an_alarm_and_stands_still(house, platform):
    queue(house)
    platform.script = [(200, b'{"error":-321,"message":"out of money"}')]
    send_due()
    with scoping.system("test"):
        oa = type(house.oa).objects.get(pk=house.oa.pk)
        assert Alarm.objects.get().kind == "stopped"
    assert (oa.state, oa.stopped_reason) == ("stopped", "-321: out of money")


def test_texts_are_encrypted_at_rest(house):
    from django.db import connection

    queue(house, "bí mật")
    with scoping.system("test"), connection.cursor() as cursor:
        cursor.execute("SELECT text, buttons FROM zalo_reply")
        assert "bí mật".encode() not in b"".join(bytes(value) for value in cursor.fetchone())
