"""Every documented code has a class, and the engine is never left to guess."""

import json

import aiohttp
import httpx2
import pytest

from foundation.vietnamese_text import is_storable
from zalo.codes_business import BUSINESS
from zalo.codes_openapi import OPENAPI
from zalo.errors import classify, classify_failure, rule_of
from zalo.hosts import Host
from zalo.outcomes import Kind, Stops

_BUSINESS = {
    Kind.RETRY: {-100, -129, -152},
    Kind.REFRESH_ONCE: {-124},
    Kind.TOMORROW: {-133, -144, -1441, -147, -1471, -1472, -160},
    Kind.OTHER_CHANNEL: {-108, -110, -114, -118, -119, -134, -139, -140, -141},
    Kind.STOP_CHANNEL: {
        -101, -102, -103, -104, -105, -109, -115, -117, -120, -1201, -1202, -1241, -125, -126, -128, -131,
        -135, -1351, -136, -137, -138, -1381, -142, -145, -146,
    },
    Kind.PERMANENT: {
        -106, -107, -1091, -111, -112, -1121, -1122, -1123, -1124, -113, -1131, -116, -121, -122, -123, -127,
        -130, -132, -143, -148, -149, -1491, -150, -151, -153, -158, -159, -161, -162,
    },
}  # fmt: skip
_OPENAPI = {
    Kind.RETRY: {-32, -100, -200, -214},
    Kind.REFRESH_ONCE: {-216, -220},
    Kind.TOMORROW: {-211, -218, -234},
    Kind.OTHER_CHANNEL: {-213, -217, -222, -227, -230, -232, -244, -249, -305, -311},
    Kind.STOP_CHANNEL: {
        -204, -205, -207, -208, -209, -212, -215, -219, -221, -223, -235, -237, -242, -320, -321,
    },
    Kind.DEGRADE: {-224},
    Kind.PERMANENT: {-201, -202, -210, -233, -238, -240, -241, -248, -403, -1340, -1341},
}  # fmt: skip
# ours to mend: a fault in what we send, or something a person must decide
_ALARMING = {-106, -111, -112, -1121, -1122, -1124, -113, -1131, -121, -122, -127}


def _answer(code, message="x"):
    return b'{"error":%d,"message":"%s"}' % (code, message.encode())


def _rows(host, table):
    return [(host, code, kind) for kind, codes in table.items() for code in codes]


@pytest.mark.parametrize(("host", "code", "kind"), _rows(Host.BUSINESS, _BUSINESS) + _rows(Host.OPENAPI, _OPENAPI))
def test_each_code_has_its_class(host, code, kind):
    outcome = classify(host, 200, _answer(code))
    assert (outcome.kind, outcome.code, outcome.left) == (kind, code, True)
    assert not outcome.accepted


def test_the_lists_above_are_the_whole_tables():
    assert set().union(*_BUSINESS.values()) == set(BUSINESS)
    assert set().union(*_OPENAPI.values()) == set(OPENAPI)


def test_what_stops_the_channel_says_how_much_and_calls_a_person():
    for host, table in ((Host.BUSINESS, BUSINESS), (Host.OPENAPI, OPENAPI)):
        for code, rule in table.items():
            if rule.kind is Kind.STOP_CHANNEL:
                outcome = classify(host, 200, _answer(code))
                assert outcome.alarm, code
                assert outcome.stops or code == -237, code
    assert classify(Host.BUSINESS, 200, _answer(-146)).stops is Stops.TEMPLATE
    assert classify(Host.BUSINESS, 200, _answer(-137)).stops is Stops.PHONE
    assert classify(Host.OPENAPI, 200, _answer(-321)).stops is Stops.ACCOUNT


@pytest.mark.parametrize("code", sorted(_ALARMING))
def test_our_own_bugs_are_alarms(code):
    assert classify(Host.BUSINESS, 200, _answer(code)).alarm


@pytest.mark.parametrize("host", [Host.OPENAPI, Host.BUSINESS])
@pytest.mark.parametrize("code", [-9999, -77, 112, 1])
def test_an_unknown_code_is_permanent_and_an_alarm(host, code):
    outcome = classify(host, 200, _answer(code))
    assert outcome.kind is Kind.PERMANENT
    assert outcome.alarm


def test_codes_with_two_meanings_go_by_their_text():
    def kind(host, code, text):
        return classify(host, 200, _answer(code, text))

    assert kind(Host.OPENAPI, -100, "attachment_id was expired").kind is Kind.REUPLOAD
    assert kind(Host.OPENAPI, -100, "Unknown error").kind is Kind.RETRY
    assert kind(Host.BUSINESS, -100, "Unknown error").kind is Kind.RETRY
    assert kind(Host.OPENAPI, -32, "Your application reached limit call api").limited == "app"
    assert kind(Host.OPENAPI, -32, "Your OA reached limit call api").limited == "account"
    assert kind(Host.OPENAPI, -223, "Official Account has not authorized this API").kind is Kind.STOP_CHANNEL
    assert kind(Host.OPENAPI, -223, "Your OA has reach the limit quota create article").kind is Kind.TOMORROW


def test_a_code_of_the_other_host_keeps_its_meaning():
    assert rule_of(Host.OPENAPI, -144).kind is Kind.TOMORROW
    assert rule_of(Host.BUSINESS, -216).kind is Kind.REFRESH_ONCE


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, b'{"error":0,"data":{"msg_id":"a1"', Kind.AMBIGUOUS),
        (200, b"", Kind.AMBIGUOUS),
        (200, b"<html>ok</html>", Kind.AMBIGUOUS),
        (200, b'["error"]', Kind.AMBIGUOUS),
        (200, b'{"message":"Success"}', Kind.AMBIGUOUS),
        (200, b'{"error":true}', Kind.AMBIGUOUS),
        (500, b"oops", Kind.RETRY),
        (503, b"", Kind.RETRY),
        (500, b'{"error":0,"message":"Success"}', Kind.RETRY),
        (502, b"bad gateway", Kind.AMBIGUOUS),
        (504, b'{"error":-32}', Kind.AMBIGUOUS),
        (520, b"", Kind.AMBIGUOUS),
        (408, b"", Kind.AMBIGUOUS),
        (429, b"slow down", Kind.RETRY),
        (201, b"", Kind.AMBIGUOUS),
        (204, b"", Kind.AMBIGUOUS),
        (302, b"", Kind.RETRY),
        (403, b"<html>blocked by the gateway</html>", Kind.RETRY),
        (404, b"<html>not found</html>", Kind.RETRY),
        (407, b"", Kind.RETRY),
        (400, b'{"error":-201,"message":"phone is invalid!"}', Kind.PERMANENT),
        (401, b'{"error":-216,"message":"Access token is invalid"}', Kind.REFRESH_ONCE),
    ],
)
def test_http_answers(status, body, kind):
    assert classify(Host.OPENAPI, status, body).kind is kind


def test_an_accepted_message_by_phone_keeps_id_time_and_quota():
    body = (
        b'{"error":0,"message":"Success","data":{"msg_id":"a4d0243feee163bd3af2","sent_time":"1626926349402",'
        b'"sending_mode":"1","quota":{"dailyQuota":"500","remainingQuota":"499"}}}'
    )
    outcome = classify(Host.BUSINESS, 200, body)
    assert outcome.accepted
    assert outcome.message_id == "a4d0243feee163bd3af2"
    assert outcome.sent_time.isoformat() == "2021-07-22T03:59:09.402000+00:00"
    assert (outcome.quota.kind, outcome.quota.remaining, outcome.quota.total) == ("daily", 499, 500)
    assert outcome.raw == body


@pytest.mark.parametrize(
    ("quota", "expected"),
    [
        (b'"quota":{"quota_type":"reply","remain":"7","total":"8"},', ("reply", 7, 8)),
        (b'"quota":{"quota_type":"sub_quota","remain":"9","total":"10","expired_date":"1/2/23"},',
         ("sub_quota", 9, 10)),
        (b'"quota":{"quota_type":"purchase_quota","owner_type":"OA","owner_id":"1"},',
         ("purchase_quota", None, None)),
        (b'"quota":{"owner_type":"App","owner_id":"1"},', ("App", None, None)),
        (b'"quota":{"remain":"1","total":"8"},', ("reply", 1, 8)),
        (b"", None),
    ],
)  # fmt: skip
def test_every_form_of_quota_in_chat(quota, expected):
    body = b'{"data":{' + quota + b'"message_id":"63ec","user_id":"25"},"error":0,"message":"Success"}'
    outcome = classify(Host.OPENAPI, 200, body)
    assert outcome.message_id == "63ec"
    got = outcome.quota and (outcome.quota.kind, outcome.quota.remaining, outcome.quota.total)
    assert got == expected


def test_codes_as_text_count_too():
    assert classify(Host.BUSINESS, 200, b'{"error":"-118","message":"no account"}').kind is Kind.OTHER_CHANNEL


class _Key:
    host, port, ssl, is_ssl = "127.0.0.1", 1, True, False


@pytest.mark.parametrize(
    "error",
    [
        aiohttp.ClientConnectorError(_Key(), OSError(111, "refused")),
        aiohttp.ClientConnectorDNSError(_Key(), OSError(-2, "unknown name")),
        aiohttp.ClientConnectorSSLError(_Key(), OSError(1, "tls")),
        aiohttp.ConnectionTimeoutError("connect"),
        httpx2.ConnectError("refused"),
        httpx2.ConnectTimeout("connect"),
        httpx2.PoolTimeout("pool"),
        ConnectionRefusedError(),
    ],
)
def test_what_never_left_is_tried_again(error):
    outcome = classify_failure(error)
    assert outcome.kind is Kind.RETRY
    assert not outcome.left


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        aiohttp.ServerTimeoutError(),
        aiohttp.SocketTimeoutError("read"),
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientPayloadError("cut"),
        aiohttp.ClientOSError(104, "reset"),
        httpx2.ReadTimeout("read"),
        httpx2.WriteTimeout("write"),
        httpx2.RemoteProtocolError("cut"),
        httpx2.ReadError("reset"),
    ],
)
def test_what_left_without_a_complete_answer_is_ambiguous(error):
    outcome = classify_failure(error)
    assert outcome.kind is Kind.AMBIGUOUS
    assert outcome.left


@pytest.mark.parametrize("strange", ["a\0b", "a\ud800b", "\udfff", "a\0\ud83db"])
def test_the_words_of_an_answer_can_be_stored_and_sent_on(strange):
    for body in ({"error": -9999, "message": strange}, {"error": 0, "data": {"msg_id": strange}}):
        outcome = classify(Host.BUSINESS, 200, json.dumps(body).encode())
        for words in (outcome.message, outcome.message_id):
            assert is_storable(words)
