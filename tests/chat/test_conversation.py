"""A person writes, the account answers: once, the same to every stranger, silent when an official speaks."""

import json
from datetime import timedelta

import pytest

from foundation import scoping
from foundation.ids import uuid7
from foundation.local_time import now
from tests.zalo.conftest import connect
from zalo.inbox.handling import handle_batch
from zalo.models import InboundEvent, Reply, ZaloUser

pytestmark = pytest.mark.django_db
CODE = "H05.101.01-261124-0001"


@pytest.fixture
def house(redis_url):
    import portal.chat.inbound  # noqa: F401 - as the application does when it starts

    return connect()


def say(house, text, *, user="25", name="user_send_text", **message):
    moment = now()
    body = {
        "event_name": name, "sender": {"id": user}, "recipient": {"id": house.oa.oa_id},
        "message": {"text": text, "msg_id": uuid7().hex, **message},
        "timestamp": str(int(moment.timestamp() * 1000)),
    }  # fmt: skip
    with scoping.system("test"):
        row = InboundEvent.objects.create(
            oa=house.oa, name=name, dedupe_key=uuid7().bytes * 2, received_at=moment, due_at=moment,
            body=json.dumps(body),
        )  # fmt: skip
    handle_batch()
    return row


def answers():
    with scoping.system("test"):
        return list(Reply.objects.order_by("id"))


def test_a_stranger_gets_the_page_with_the_code_and_the_way_to_link(house):
    say(house, f"tra cuu {CODE.lower()}")
    [reply] = answers()
    assert CODE in reply.text
    assert "liên kết" in reply.text
    [button] = json.loads(reply.buttons)
    assert button == [
        "Tra cứu trên trang",
        "oa.open.url",
        {"url": f"http://127.0.0.1:8000/tra-cuu/?code={CODE}"},
    ]


def test_the_province_may_have_its_own_address(house):
    with scoping.system("test"):
        type(house.province).objects.filter(pk=house.province.pk).update(public_url="https://motcua.example.vn/")
    say(house, f"tra cứu {CODE}")
    assert f"https://motcua.example.vn/tra-cuu/?code={CODE}" in answers()[0].buttons


def test_unknown_text_gets_help_with_buttons(house):
    say(house, "xin chào")
    [reply] = answers()
    assert "tra cứu" in reply.text
    kinds = [button[1] for button in json.loads(reply.buttons)]
    assert kinds == ["oa.query.hide", "oa.open.url"]
    # and the button's own payload, which comes back as a text, is understood
    say(house, json.loads(reply.buttons)[0][2])
    assert "ví dụ" in answers()[1].text


def test_a_message_is_answered_once_even_if_it_is_handled_twice(house):
    row = say(house, f"tra cứu {CODE}")
    with scoping.system("test"):
        InboundEvent.objects.filter(pk=row.pk).update(handled_at=None)
    handle_batch()
    assert len(answers()) == 1


def test_our_own_echo_is_not_answered(house):
    moment = now()
    body = {
        "event_name": "oa_send_text", "sender": {"id": house.oa.oa_id}, "recipient": {"id": "25"},
        "message": {"text": f"tra cứu {CODE}", "msg_id": "m"},
        "timestamp": str(int(moment.timestamp() * 1000)),
    }  # fmt: skip
    with scoping.system("test"):
        InboundEvent.objects.create(
            oa=house.oa, name="oa_send_text", dedupe_key=uuid7().bytes * 2, received_at=moment, due_at=moment,
            body=json.dumps(body),
        )  # fmt: skip
    handle_batch()
    assert answers() == []


def test_the_bot_is_silent_while_an_official_has_the_conversation(house):
    say(house, "xin chào")
    with scoping.system("test"):
        ZaloUser.objects.update(bot_muted_until=now() + timedelta(hours=1))
    say(house, f"tra cứu {CODE}")
    assert len(answers()) == 1


def test_who_writes_without_pause_is_not_answered_without_end(house):
    for _time in range(20):
        say(house, "a")
    assert len(answers()) == 12
    say(house, "a", user="26")
    assert len(answers()) == 13


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_said_nothing_answered(house, text):
    say(house, text)
    assert answers() == []


def test_an_event_without_a_sender_is_harmless(house):
    say(house, "chào", user="")
    assert answers() == []
    with scoping.system("test"):
        assert not InboundEvent.objects.filter(handled_at=None).exists()
