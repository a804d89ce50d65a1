"""Every kind of misfortune: what the caller sees, and whether the message is at the phone."""

import http.client
import json
import time

import pytest

from tests.zalo_emulator.support import DATA, form, granted, send, text, user


def arrived(emulator):
    return len(emulator.messages())


@pytest.mark.parametrize("code", [-32, -124, -118, -100, -144])
def test_a_code(emulator, code):
    emulator.post("faults", kind="code", code=code, times=1)
    assert send(emulator).error == code and arrived(emulator) == 0
    assert send(emulator).error == 0


@pytest.mark.parametrize("status", [500, 502, 503, 429])
def test_a_status(emulator, status):
    emulator.post("faults", kind="http", status=status, times=2)
    assert [send(emulator).status for _ in range(3)] == [status, status, 200]
    assert arrived(emulator) == 1


def test_it_is_done_and_a_failure_is_answered(emulator):
    emulator.post("faults", kind="http_after", status=503, times=1)
    assert [send(emulator).status for _ in range(2)] == [503, 200]
    assert arrived(emulator) == 2


@pytest.mark.parametrize(("kind", "done"), [("cut", 1), ("cut_before", 0)])
def test_the_connection_breaks(emulator, kind, done):
    emulator.post("faults", kind=kind, times=1)
    with pytest.raises(http.client.IncompleteRead):
        send(emulator)
    assert arrived(emulator) == done
    assert send(emulator).error == 0


@pytest.mark.parametrize(("kind", "done"), [("hang_after", 1), ("hang_before", 0)])
def test_it_hangs(emulator, kind, done):
    emulator.post("faults", kind=kind, seconds=5, times=1)
    body = {"phone": "84900000001", "template_id": "500000", "template_data": DATA}
    from tests.zalo_emulator.support import TOKEN, call

    with pytest.raises(TimeoutError):
        call(emulator, "POST", "/message/template", body, timeout=0.4, access_token=TOKEN)
    assert arrived(emulator) == done


def test_it_is_slow(emulator):
    emulator.post("faults", kind="slow", seconds=0.3, times=1)
    began = time.monotonic()
    assert send(emulator).error == 0 and time.monotonic() - began >= 0.3


@pytest.mark.parametrize("kind", ["truncate", "empty"])
def test_the_answer_does_not_parse(emulator, kind):
    emulator.post("faults", kind=kind, times=1)
    answer = send(emulator)
    assert answer.status == 200 and arrived(emulator) == 1
    with pytest.raises(json.JSONDecodeError):
        _ = answer.json


def test_for_a_time_on_the_virtual_clock(emulator):
    emulator.post("faults", kind="code", code=-100, **{"for": 600})
    assert {send(emulator).error for _ in range(3)} == {-100}
    emulator.post("clock", advance=601)
    assert send(emulator).error == 0


def test_by_chance(emulator):
    emulator.post("faults", kind="code", code=-100, chance=0.5)
    told = [send(emulator).error for _ in range(200)]
    assert 50 < told.count(0) < 150


def test_only_where_the_filters_say(emulator):
    emulator.post("faults", kind="code", code=-100, phone="+84900000002")
    emulator.post("faults", kind="code", code=-210, oa="H36")
    emulator.post("faults", kind="code", code=-201, path="/oa/message/cs", contains="hỏng")
    assert [send(emulator, p).error for p in ("84900000001", "84900000002")] == [0, -100]
    assert granted(emulator, "GET", "/v2.0/oa/getoa", token="demo-access-H36").error == -210
    user_id = user(emulator)
    assert text(emulator, user_id, "tốt").error == 0
    body = json.dumps({"recipient": {"user_id": user_id}, "message": {"text": "hỏng"}}, ensure_ascii=False).encode()
    assert granted(emulator, "POST", "/v3.0/oa/message/cs", body).error == -201


def test_an_injected_code_looks_like_one_of_its_host(emulator):
    emulator.post("faults", kind="code", code=-32)
    account, business = granted(emulator, "GET", "/v2.0/oa/getoa"), granted(emulator, "GET", "/message/quota")
    assert account.headers["content-type"].startswith("text/json") and "x-ratelimit-remain" in account.headers
    assert business.headers["content-type"] == "application/json" and "x-ratelimit-remain" not in business.headers
    assert {account.error, business.error} == {-32} and set(account.json) == {"error", "message"}


def test_they_are_counted_and_cleared(emulator):
    emulator.post("faults", kind="code", code=-100, times=5)
    send(emulator)
    assert [f["hits"] for f in emulator.get("faults")] == [1]
    emulator.clear_faults()
    assert emulator.get("faults") == [] and send(emulator).error == 0


def test_control_and_pages_are_spared(emulator):
    emulator.post("faults", kind="http", status=500)
    assert emulator.get("stats")["sent"] == 0
    assert form(emulator, grant_type="refresh_token", refresh_token="x").status == 500
