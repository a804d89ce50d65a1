"""The sender on a real loop against a platform on this machine: whatever happens comes back as an outcome."""

import asyncio
import json
import time
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.zalo.fake_zalo import hang_up
from zalo import requests
from zalo.client import Sender
from zalo.credentials import AccountCredentials
from zalo.outcomes import Kind
from zalo.requests import Button

ACCOUNT = AccountCredentials(uuid.uuid4(), "oa", "app", "secret-token")
ACCEPTED = b'{"error":0,"message":"Success","data":{"msg_id":"m1","sent_time":"1626926349402"}}'


@pytest.fixture(autouse=True)
def _services(platform, redis_url):
    return platform


def run(work, **options):
    async def main():
        async with Sender(**options) as sender:
            return await work(sender)

    # in a thread of its own: the browser tests of the same process keep a loop running in this one
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(asyncio.run, main()).result()


def by_phone(sender, **options):
    return sender.by_phone(
        ACCOUNT, phone="+84900000001", template_id="7", data={"ma": "H05"}, tracking_id="t-1", **options
    )


def test_an_accepted_message(platform):
    platform.script = [(200, ACCEPTED)]
    outcome = run(by_phone)
    assert (outcome.kind, outcome.message_id) == (Kind.ACCEPTED, "m1")
    [(method, path, headers, body)] = platform.calls
    assert (method, path, headers["access_token"]) == ("POST", "/message/template", "secret-token")
    assert headers["Content-Type"] == "application/json"
    assert json.loads(body)["phone"] == "84900000001"


def test_a_connection_that_the_server_closed_meanwhile_is_not_used(platform):
    """What is written into it may or may not have arrived; a message of that kind is never sent again."""

    async def again_and_again(sender):
        first = await asyncio.gather(*[by_phone(sender, admitted=True) for _ in range(8)])
        time.sleep(3.5)  # the loop sees nothing meanwhile, as on a machine that does other things
        return [*first, *await asyncio.gather(*[by_phone(sender, admitted=True) for _ in range(8)])]

    platform.script = [(200, ACCEPTED)] * 16
    assert {outcome.kind for outcome in run(again_and_again)} == {Kind.ACCEPTED}
    assert len(platform.calls) == 16


def test_an_answer_that_never_comes_is_ambiguous(platform):
    platform.script = [lambda _handler: time.sleep(1)]
    outcome = run(by_phone, seconds=0.3)
    assert (outcome.kind, outcome.left) == (Kind.AMBIGUOUS, True)


def test_a_cut_connection_and_a_cut_answer_are_ambiguous(platform):
    def half(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "500")
        handler.end_headers()
        handler.wfile.write(ACCEPTED)
        hang_up(handler)

    platform.script = [hang_up, half, (200, ACCEPTED[:-9])]

    async def three(sender):
        return [await by_phone(sender) for _time in range(3)]

    outcomes = run(three)
    assert [outcome.kind for outcome in outcomes] == [Kind.AMBIGUOUS] * 3
    assert len(platform.calls) == 3  # and none of them was sent again


def test_a_closed_port_is_a_retry_that_never_left(settings):
    settings.ZALO_BUSINESS_URL = "http://127.0.0.1:9"
    outcome = run(by_phone)
    assert (outcome.kind, outcome.left) == (Kind.RETRY, False)


def test_a_demo_refuses_other_hosts_before_anything_leaves(settings):
    settings.DEMO, settings.ZALO_BUSINESS_URL = True, "https://business.openapi.zalo.me"
    outcome = run(by_phone)
    assert (outcome.kind, outcome.left, outcome.alarm) == (Kind.STOP_CHANNEL, False, True)


def test_buttons_that_the_package_lacks_become_text(platform):
    platform.script = [
        (200, b'{"error":-224,"message":"upgrade"}'),
        (200, ACCEPTED.replace(b"msg_id", b"message_id")),
    ]

    async def say(sender):
        return await sender.consultation(
            ACCOUNT, user_id="25", text="Chào", buttons=[Button.url("Xem", "https://x.vn/")]
        )

    assert run(say).accepted
    second = json.loads(platform.calls[1][3])["message"]
    assert second == {"text": "Chào\nXem: https://x.vn/"}


def test_text_alone_that_needs_a_better_package_stops_the_channel(platform):
    platform.script = [(200, b'{"error":-224,"message":"upgrade"}')]
    outcome = run(lambda s: s.consultation(ACCOUNT, user_id="25", text="Chào"))
    assert outcome.kind is Kind.STOP_CHANNEL


def test_the_limit_is_an_outcome_and_nothing_leaves(platform, settings):
    settings.ZALO_APP_RATE_PER_MINUTE = 3

    async def ask(sender):
        return await asyncio.gather(*[sender.window(ACCOUNT, user_id="1") for _time in range(10)])

    answers = run(ask)
    assert sum(a.outcome.accepted for a in answers) == 3
    held = [a.outcome for a in answers if not a.outcome.accepted]
    assert {(o.kind, o.left, o.message) for o in held} == {(Kind.RETRY, False, "limit")}
    assert all(0 < o.retry_after <= 60 for o in held)
    assert len(platform.calls) == 3


def test_a_limit_that_zalo_names_holds_the_next_calls(platform):
    platform.script = [(200, b'{"error":-32,"message":"Your application reached limit call api"}')]

    async def twice(sender):
        return [(await sender.window(ACCOUNT, user_id="1")).outcome for _time in range(2)]

    first, second = run(twice)
    assert (first.kind, first.left) == (Kind.RETRY, True)
    assert (second.kind, second.left) == (Kind.RETRY, False)
    assert len(platform.calls) == 1


def test_a_spent_quota_is_asked_about_once_a_minute(platform):
    platform.script = [(200, b'{"error":-144,"message":"quota"}')]

    async def many(sender):
        return [await by_phone(sender) for _time in range(10)]

    outcomes = run(many)
    assert outcomes[0].kind is Kind.TOMORROW
    assert {(o.kind, o.left) for o in outcomes[1:]} == {(Kind.RETRY, False)}
    assert 50 < outcomes[-1].retry_after <= 60
    assert len(platform.calls) == 1


def test_a_dead_host_opens_the_breaker(platform):
    platform.script = [(500, b"oops")] * 100

    async def many(sender):
        return [await by_phone(sender) for _time in range(60)]

    outcomes = run(many)
    assert outcomes[-1].message == "breaker"
    assert len(platform.calls) < 40


def test_an_upload_gives_a_token(platform):
    platform.script = [(200, b'{"error":0,"message":"Success","data":{"token":"abc"}}')]
    answer = run(lambda s: s.upload_file(ACCOUNT, name="kq.pdf", content=b"%PDF-1.4", media_type="application/pdf"))
    assert answer.data == {"token": "abc"}
    [(method, path, headers, body)] = platform.calls
    assert (method, path) == ("POST", "/v2.0/oa/upload/file")
    assert headers["Content-Type"].startswith("multipart/form-data")
    assert b"%PDF-1.4" in body
    assert b'name="file"' in body


def test_a_list_comes_back_as_data(platform):
    platform.script = [(200, b'{"data":[{"src":0,"message_id":"m"}],"error":0,"message":"Success"}')]
    answer = run(lambda s: s.call(ACCOUNT, requests.conversation(user_id="25")))
    assert answer.data == [{"src": 0, "message_id": "m"}]


def test_the_token_is_in_no_log(platform, caplog):
    platform.script = [(200, b'{"error":-124,"message":"x"}'), hang_up]

    async def twice(sender):
        return [await by_phone(sender) for _time in range(2)]

    outcomes = run(twice)
    assert outcomes[0].kind is Kind.REFRESH_ONCE
    assert "secret-token" not in caplog.text + repr(outcomes) + repr(ACCOUNT)
