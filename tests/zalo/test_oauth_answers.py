"""The token call fails with HTTP 200 and sometimes without a number: what counts is the pair."""

from datetime import timedelta

import pytest

from foundation.local_time import now
from zalo.oauth import Result, read


def test_a_granted_pair():
    answer = read(200, b'{"access_token":"a","refresh_token":"r","expires_in":"90000"}')
    assert (answer.result, answer.access_token, answer.refresh_token) == (Result.GRANTED, "a", "r")
    assert abs(answer.expires_at - now() - timedelta(hours=25)) < timedelta(seconds=5)
    assert '"a"' not in repr(answer)


@pytest.mark.parametrize("life", [b'"x"', b"null", b"-5", b'""'])
def test_an_odd_lifetime_is_the_usual_one(life):
    answer = read(200, b'{"access_token":"a","refresh_token":"r","expires_in":' + life + b"}")
    assert answer.result is Result.GRANTED
    assert abs(answer.expires_at - now() - timedelta(hours=25)) < timedelta(seconds=5)


@pytest.mark.parametrize(
    ("status", "body", "result"),
    [
        (200, b'{"error_name":"Invalid refresh token","error":-14014}', Result.REFUSED),
        (200, b'{"error_name":"Invalid refresh token"}', Result.REFUSED),
        (200, b'{"access_token":"a","refresh_token":""}', Result.REFUSED),
        (200, b'{"access_token":"a"}', Result.REFUSED),
        (200, b'{"access_token":null,"refresh_token":null}', Result.REFUSED),
        (401, b'{"error":-14002,"error_reason":"x"}', Result.REFUSED),
        (200, b'{"error":-32,"message":"limit"}', Result.UNCLEAR),
        (200, b'{"access_token":"a","refr', Result.UNCLEAR),
        (200, b"", Result.UNCLEAR),
        (500, b'{"error":-1}', Result.UNCLEAR),
        (502, b"gateway", Result.UNCLEAR),
    ],
)
def test_refused_only_by_a_complete_answer(status, body, result):
    assert read(status, body).result is result


def test_the_message_is_taken_from_whatever_there_is():
    assert read(200, b'{"error_name":"n","error_reason":"","error_description":"d"}').message == "d"
