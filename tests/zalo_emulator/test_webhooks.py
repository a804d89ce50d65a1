"""What the platform sends: signed bytes, receipts, echoes, retries on the virtual clock."""

import hashlib

import pytest

from tests.support.emulator import eventually
from tests.zalo_emulator.support import DATA, OA, granted, printed, same, send, text, user

APP, SECRET = "360846524940903967", "demoOaSecretH05"


def mac(call, first=APP, secret=SECRET):
    stamp = call.event["timestamp"]
    return hashlib.sha256(first.encode() + call.raw + stamp.encode() + secret.encode()).hexdigest()


def wait(hook, name, count=1):
    assert eventually(lambda: len(hook.named(name)) >= count), [c.raw for c in hook.calls]
    return hook.named(name)


class TestSignature:
    def test_over_the_exact_bytes(self, emulator, hook):
        emulator.post("people/p01/say", text="Tra cứu hồ sơ")
        [call] = hook.named("user_send_text")
        assert call.headers["x-zevent-signature"] == f"mac={mac(call)}"
        assert call.headers["x-zevent-server"] == "OA OpenAPI" and call.headers["user-agent"] == "ZaloWebhook"
        assert call.headers["content-type"] == "application/json" and "num_retry" not in call.headers
        assert "Tra cứu hồ sơ".encode() in call.raw and b": " not in call.raw

    def test_each_account_has_its_own_secret(self, emulator, hook):
        emulator.post("people/p01/say", text="a", oa="H36")
        [call] = hook.named("user_send_text")
        assert call.headers["x-zevent-signature"] == f"mac={mac(call, secret='demoOaSecretH36')}"

    @pytest.mark.parametrize("mode", ["spaced", "upper", "app_secret", "oa_id_first", "none"])
    def test_the_odd_ways(self, emulator, hook, mode):
        emulator.post("webhook", signing=mode)
        emulator.post("people/p01/say", text="a")
        [call] = hook.named("user_send_text")
        right = {
            "spaced": f"mac = {mac(call)}", "upper": f"mac={mac(call).upper()}",
            "app_secret": f"mac={mac(call, secret='demoAppSecret0123456789')}", "oa_id_first": f"mac={mac(call, OA)}",
            "none": None,
        }  # fmt: skip
        assert call.headers.get("x-zevent-signature") == right[mode]


class TestConsole:
    def test_saving_probes_unsigned(self, emulator, hook):
        emulator.post("webhook", url=hook.url)
        assert [c.raw for c in hook.calls] == [b"{}", b""]
        assert not any("x-zevent-signature" in c.headers for c in hook.calls)

    def test_an_address_that_does_not_answer_is_not_saved(self, emulator, hook):
        hook.status = 403
        with pytest.raises(OSError, match="400"):
            emulator.post("webhook", url=hook.url + "other")
        assert emulator.get("webhook")["url"] == hook.url

    def test_the_test_button(self, emulator, hook):
        assert emulator.post("webhook/test")["status"] == 200
        [call] = hook.calls
        assert call.event["message"] == {"text": "This is testing message", "msg_id": "This is message id"}
        assert call.event["sender"]["id"] == "246845883529197922"
        assert call.headers["x-zevent-signature"] == f"mac={mac(call)}"

    def test_events_are_switched_one_by_one(self, emulator, hook):
        emulator.post("webhook", events_off=["follow"])
        emulator.post("people/p01/follow")
        emulator.post("people/p01/unfollow")
        assert [c.event["event_name"] for c in hook.calls] == ["unfollow"]

    def test_only_messages_with_a_hash(self, emulator, hook):
        emulator.post("webhook", hash_filter=True)
        emulator.post("people/p01/say", text="tra cứu")
        emulator.post("people/p01/say", text="#tracuu")
        assert [c.event["message"]["text"] for c in hook.calls] == ["#tracuu"]


class TestReceipts:
    def test_of_a_template_by_phone(self, emulator, hook):
        emulator.post("webhook", receipt_delay=30)
        told = send(emulator, tracking_id="d-1").json["data"]["msg_id"]
        assert hook.named("user_received_message") == []
        emulator.post("clock", advance=31)
        [call] = wait(hook, "user_received_message")
        assert call.headers["x-zevent-server"] == "ZNS"
        same(call.event, printed("events", "receipt of a template"))
        assert call.event["message"]["msg_id"] == told and call.event["recipient"]["id"] == "84900000001"

    def test_of_a_hashed_number(self, emulator, hook):
        emulator.post("webhook", receipt_delay=0)
        hashed = hashlib.sha256(b"84900000001").hexdigest()
        body = {"hash_phone": hashed, "template_id": "500000", "template_data": DATA}
        granted(emulator, "POST", "/message/template/hashphone", body)
        assert wait(hook, "user_received_message")[0].event["recipient"]["id"] == hashed

    def test_of_free_text_with_its_echo(self, emulator, hook):
        emulator.post("webhook", receipt_delay=0)
        told = text(emulator, user(emulator), "Chào").json["data"]["message_id"]
        [receipt], [echo] = wait(hook, "user_received_message"), wait(hook, "oa_send_text")
        assert receipt.headers["x-zevent-server"] == "OA OpenAPI"
        assert receipt.event["message"] == {"msg_id": told}
        assert echo.event["message"] == {"text": "Chào", "msg_id": told} and echo.event["sender"] == {"id": OA}

    def test_none_where_they_are_off(self, emulator, hook):
        send(emulator)
        assert emulator.messages()[0]["delivered_at"] is None
        assert hook.named("user_received_message") == []

    def test_of_a_template_by_user_id(self, emulator, hook):
        body = {"user_id": user(emulator), "template_id": "500001", "template_data": DATA}
        granted(emulator, "POST", "/v3.0/oa/message/template", body)
        assert wait(hook, "oa_send_template")


class TestRetries:
    def test_five_times_then_the_webhook_is_off(self, emulator, hook):
        hook.status = 500
        emulator.post("people/p01/say", text="a")
        for count, seconds in enumerate((30, 300, 900, 1800, 3600), start=1):
            emulator.post("clock", advance=seconds - 5)
            assert len(hook.named("user_send_text")) == count
            emulator.post("clock", advance=6)
            calls = wait(hook, "user_send_text", count + 1)
        assert [c.headers.get("num_retry") for c in calls] == [None, "1", "2", "3", "4", "5"]
        assert len({c.raw for c in calls}) == len({c.headers["x-zevent-signature"] for c in calls}) == 1
        assert eventually(lambda: not emulator.get("webhook")["enabled"])
        assert emulator.get("webhook")["notices"]
        hook.status = 200
        emulator.post("people/p01/say", text="b")
        assert len(hook.calls) == 6
        emulator.post("webhook", enabled=True)
        emulator.post("people/p01/say", text="c")
        assert hook.calls[-1].event["message"]["text"] == "c"

    def test_a_success_ends_them(self, emulator, hook):
        hook.status = 503
        emulator.post("people/p01/say", text="a")
        hook.status = 200
        emulator.post("clock", advance=31)
        wait(hook, "user_send_text", 2)
        assert eventually(lambda: len(emulator.get("webhook/deliveries")) == 2)  # it is written down after the answer
        emulator.post("clock", advance=100_000)
        told = emulator.get("webhook/deliveries")
        assert [(d["number"], d["status"]) for d in told] == [(0, 503), (1, 200)]

    def test_who_takes_more_than_two_seconds_has_failed(self, emulator, hook):
        hook.pause = 2.3
        emulator.post("people/p01/say", text="a")
        [late] = emulator.get("webhook/deliveries")
        assert late["status"] == 0 and 1.9 < late["took"] < 3.5
        hook.pause = 0
        emulator.post("clock", advance=31)
        assert eventually(lambda: emulator.get("webhook/deliveries")[-1]["status"] == 200)
        assert [c.headers.get("num_retry") for c in hook.named("user_send_text")] == [None, "1"]

    def test_nobody_listens(self, emulator):
        emulator.post("webhook", url="http://127.0.0.1:9/", probe=False)
        emulator.post("people/p01/say", text="a")
        assert emulator.get("webhook/deliveries")[0]["status"] == 0


def test_twice_and_out_of_order(emulator, hook):
    emulator.post("webhook", duplicates=2, reorder_seconds=20)
    for number in range(6):
        emulator.post("people/p01/say", text=str(number))
    emulator.post("clock", advance=21)
    calls = wait(hook, "user_send_text", 12)
    told = [c.event["message"]["text"] for c in calls]
    assert sorted(told) == sorted("001122334455") and len({c.raw for c in calls}) == 6


def test_nothing_flows_without_a_grant(emulator, hook):
    emulator.post("oas/H05", scopes=[])
    emulator.post("people/p01/say", text="a")
    emulator.post("people/p01/say", text="b", oa="H36")
    assert [c.event["message"]["text"] for c in hook.calls] == ["b"]


class TestUnderLoad:
    def test_a_crowd_waits_its_turn_before_its_two_seconds_begin(self, emulator, hook):
        """300 receipts at a product that takes 0.3 s for each, 32 at once: the last waits three seconds, none fails."""
        hook.pause = 0.3
        emulator.post("people", people=[{"phone": f"8490000{n:04}"} for n in range(300, 600)])
        emulator.post("webhook", receipt_delay=0)
        for number in range(300, 600):
            send(emulator, f"8490000{number:04}", tracking_id=f"t-{number}")
        assert eventually(lambda: len(hook.named("user_received_message")) == 300, 40)
        assert eventually(lambda: emulator.get("webhook")["waiting"] == 0)
        told = emulator.get("webhook/deliveries?limit=5000")
        assert {(d["status"], d["number"]) for d in told} == {(200, 0)}

    def test_the_console_shows_who_waits(self, emulator, hook):
        hook.status = 500
        emulator.post("people/p01/say", text="a")
        told = emulator.get("webhook")
        assert (told["waiting"], told["fails"], told["enabled"]) == (1, 1, True)
        hook.status = 200
        emulator.post("clock", advance=31)
        assert eventually(lambda: emulator.get("webhook")["waiting"] == 0)
        assert emulator.get("webhook")["fails"] == 0
