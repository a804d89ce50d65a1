"""The control API: what it gives, and clear answers to what does not fit."""

import json
import urllib.error

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.zalo_emulator.support import DATA, OA, call, form, granted, send


def refused(emulator, path, body):
    answer = call(emulator, "POST", f"/__emu/{path}", body)
    assert answer.status in (400, 404), answer.raw
    return answer.json["detail"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("faults", {}), ("faults", {"kind": "x"}), ("faults", {"kind": "code", "times": "many"}),
        ("faults", {"kind": "code", "where": "x"}), ("clock", {}), ("clock", {"advance": "x"}),
        ("clock", {"advance": 1e300}), ("clock", {"set": "yesterday"}), ("clock", {"set": -1}), ("people", {}),
        ("people", {"phone": "0900"}), ("people", {"phone": "84911111111", "id": "p01"}),
        ("people", {"phone": "84911111111", "colour": 1}), ("people", {"people": 7}), ("people/p01/say", {}),
        ("people/p01/say", {"text": 7}), ("people/p01/dance", {}), ("people/nobody/say", {"text": "a"}),
        ("people/p01/say", {"text": "a", "oa": "H99"}), ("people/p01/attach", {"kind": "smell"}),
        ("people/p01/attach", {}), ("people/p01/set", {"has_zalo": "no"}), ("people/p01/rate", {"msg_id": "x"}),
        ("templates", {}), ("templates", {"template_id": "500000", "status": 7}), ("oas/H99", {}),
        ("oas/H05", {"remaining": "x"}), ("oas/H05", {"verified": 1}), ("oas/H05", {"grant": None}),
        ("apps", {"callback": "x"}), ("modes", {"x": 1}), ("webhook", {"signing": "x"}),
        ("webhook", {"duplicates": 0}), ("webhook", {"receipt_delay": "x"}), ("nothing", {}),
        ("webhook", {"url": "no address"}), ("faults", b"{"), ("clock", b"[]"), ("faults", b"\xff\xfe"),
        ("faults", {"kind": "code", "code": "x"}), ("faults", {"kind": "code", "chance": 2}),
        ("faults", {"kind": "code", "times": -1}), ("faults", {"kind": "slow", "seconds": 1e9}),
        ("faults", {"kind": "slow", "seconds": None}), ("faults", {"kind": "http", "status": 99}),
        ("faults", {"kind": "code", "oa": "H99"}), ("faults", {"kind": ["code"]}), ("faults", {"kind": "code", "path": 7}),
        ("faults", b'{"kind":"slow","seconds":NaN}'), ("faults", b'{"kind":"slow","for":Infinity}'),
        ("clock", {"advance": None}), ("clock", {"advance": True}), ("clock", {"advance": 1, "set": 1}),
        ("clock", {"set": None}), ("clock", {"set": "2026-13-01"}), ("clock", {"set": "9999-12-31"}),
        ("clock", {"forward": 1}), ("clock", b'{"advance":NaN}'), ("clock", b'{"advance":1e400}'),
        ("people/p01/say", {"text": ""}), ("people/p01/say", {"text": "x" * 5001}), ("people/p01/say", {"text": None}),
        ("people/p01/say", {"text": ["a"]}), ("people/p01/say", {"text": "a", "hidden": "yes"}),
        ("people/p01/say", {"text": "a", "quote": 7}), ("people/p01/say", {"text": "a", "oa": {}}), ("people/p01/say", b"7"),
        ("people/p01/react", {"icon": "?", "msg_id": "x"}), ("people/p01/react", {"msg_id": "x"}),
        ("people/p01/rate", {"msg_id": "x", "rate": 6}), ("people/p01/rate", {"rate": 1.5}),
        ("people/p01/block", {"types": "cs"}), ("people/p01/block", {"types": ["post"]}),
        ("people/p01/attach", {"kind": "image", "payload": []}), ("people/p01/submit-info", {"info": "x"}),
        ("people/p01/set", {"colour": 1}), ("people/p01/set", {"refused_oas": "*"}), ("people/p01/set", {"last_active": "x"}),
        ("people/p01/human", {}), ("people/p01/widget", {"user_external_id": 7}), ("people", {"phone": 84911111111.5}),
        ("people", {"phone": "84911111111", "follows": "H05"}), ("people", {"phone": "84911111111", "id": "a/b"}),
        ("people", {"people": [7]}), ("templates", {"template_id": "500000", "params": {"a": "b"}}),
        ("templates", {"template_id": "500000", "rows": [["a", 7]]}), ("templates", {"template_id": "x", "oa": "H99"}),
        ("oas", {"oa_id": "a"}), ("oas/H05", {"scopes": ["all"]}), ("oas/H05", {"balance": True}), ("oas/H05", {"oa_secret": 7}),
        ("apps", {"products": "zbs"}), ("apps", {"calls_per_minute": "x"}), ("modes", {"echo_delay": "x"}),
        ("webhook", {"enabled": "no"}), ("webhook", {"events_off": "follow"}), ("webhook", {"url": 7}),
        ("webhook", {"url": "ftp://a.example/"}), ("webhook", {"reorder_seconds": -1}), ("webhook/test", {}),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_and_changes_nothing(emulator, path, body):
    names = ("world", "faults", "webhook", "modes", "people", "messages", "stats")
    before = {name: emulator.get(name) for name in names}
    assert refused(emulator, path, body)
    assert {name: emulator.get(name) for name in names} == before
    assert abs(emulator.get("clock")["offset"]) < 0.1


def test_several_people_come_all_or_none(emulator):
    good, bad = {"phone": "84911111111", "name": "Lò Thị Mai"}, {"phone": "0"}
    refused(emulator, "people", {"people": [good, bad]})
    assert len(emulator.get("people")) == 40
    assert emulator.post("people", people=[good])["people"] == 41
    assert send(emulator, "84911111111").error == 0


def test_the_world_is_enough_to_connect(emulator):
    world = emulator.get("world")
    assert [oa["province"] for oa in world["oas"]] == ["H05", "H19", "H36"]
    for oa in world["oas"]:
        pair = form(
            emulator, secret=world["app_secret"], grant_type="refresh_token", refresh_token=oa["refresh_token"]
        ).json
        assert (
            granted(emulator, "GET", "/v2.0/oa/getoa", token=pair["access_token"]).json["data"]["oa_id"] == oa["oa_id"]
        )
        assert set(oa["templates"]) == {"phone", "uid"}
    phones = [p["phone"] for p in world["people"]]
    assert phones == [f"849000000{n:02}" for n in range(1, 41)]


def test_messages_are_filtered(emulator):
    for number, phone in enumerate(["84900000001", "84900000002", "84900000001"]):
        send(emulator, phone, tracking_id=f"d-{number}")
    assert [m["tracking_id"] for m in emulator.messages("+84900000001")] == ["d-0", "d-2"]
    assert [m["phone"] for m in emulator.messages(tracking_id="d-1")] == ["84900000002"]
    assert len(emulator.get("messages?limit=2")) == 2 and emulator.get("messages?limit=0") == []
    assert emulator.get("messages?since=99999999999") == []
    assert emulator.get("messages?person=p02")[0]["data"] == DATA
    for query in ("since=x", "since=nan", "limit=-1", "limit=x", "after=1.5", "colour=1"):
        with pytest.raises(urllib.error.HTTPError, match="400"):
            emulator.get(f"messages?{query}")


def test_messages_are_paged(emulator):
    for number in range(7):
        send(emulator, tracking_id=f"d-{number}")
    seen, after = [], 0
    while rows := emulator.get(f"messages?after={after}&limit=3"):
        assert len(rows) <= 3
        seen += [m["tracking_id"] for m in rows]
        after = rows[-1]["number"]
    assert seen == [f"d-{n}" for n in range(7)]
    last = emulator.get("messages?limit=2")
    assert [m["tracking_id"] for m in last] == ["d-5", "d-6"]
    earlier = emulator.get(f"messages?limit=2&before={last[0]['number']}")
    assert [m["tracking_id"] for m in earlier] == ["d-3", "d-4"]


def test_the_calls_are_listed(emulator):
    told = emulator.get("")
    assert {
        ("GET", "/__emu/messages"),
        ("POST", "/__emu/faults"),
        ("POST", "/__emu/clock"),
        ("POST", "/__emu/people/*/*"),
    } <= {(c["method"], c["path"]) for c in told}
    assert all(c["does"] for c in told)


@pytest.mark.parametrize(
    ("method", "path", "status", "word"),
    [
        ("GET", "nothing", 404, "unknown"), ("POST", "messages", 405, "GET"), ("PUT", "faults", 405, "DELETE"),
        ("GET", "reset", 405, "POST"), ("GET", "people/nobody", 404, "nobody"), ("POST", "people/nobody/say", 404, "nobody"),
        ("DELETE", "people/p01", 405, "GET"), ("GET", "people/p01/say/x", 404, "unknown"),
    ],
)  # fmt: skip
def test_wrong_ways_are_named(emulator, method, path, status, word):
    answer = call(emulator, method, f"/__emu/{path}", {} if method == "POST" else None)
    assert answer.status == status and word in answer.json["detail"]
    assert answer.headers["content-type"] == "application/json"
    assert status != 405 or word in answer.headers["allow"]


def test_a_body_that_no_call_takes(emulator):
    answer = call(emulator, "POST", "/message/template", bytes(33 * 1_048_576))
    assert answer.status == 413
    assert emulator.get("stats")["sent"] == 0


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
NAMES = (
    "kind", "code", "seconds", "times", "for", "chance", "advance", "set", "text", "oa", "payload", "msg_id", "rate", "url",
    "phone", "people", "name", "template_id", "params", "rows", "scopes", "types", "enabled", "duplicates", "hidden", "icon",
)  # fmt: skip
PATHS = (
    "history", "faults", "clock", "people", "apps", "oas", "oas/H05", "templates", "modes", "webhook/test",
    *(f"people/p01/{verb}" for verb in ("say", "attach", "react", "rate", "quick-reply", "widget", "block", "set", "human")),
)  # fmt: skip


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(PATHS), body=st.dictionaries(st.sampled_from(NAMES) | st.text(max_size=6), JSON, max_size=4)
)
def test_whatever_is_sent_is_an_answer(process, path, body):
    raw = json.dumps(body).encode()  # NaN and Infinity too: our own reader takes them
    answer = call(process, "POST", f"/__emu/{path}", raw)
    assert answer.status in (200, 400, 404), (path, body, answer.raw)
    assert isinstance(answer.json, dict)
    process.clear_faults()
    assert process.get("clock")["local"]


def test_counts(emulator):
    for phone in ("84900000001", "84900000001", "84900000002"):
        send(emulator, phone, tracking_id=f"t-{phone[-1]}")
    told = emulator.get("stats?orders=1")
    assert (told["sent"], told["unique"], told["doubled"], told["delivered"]) == (3, 2, 1, 0)
    assert told["orders"] == {"84900000001": ["t-1", "t-1"], "84900000002": ["t-2"]}


def test_a_new_account_can_send(emulator):
    told = emulator.post("oas", oa_id="777", name="Trung tâm mới", province="H99", oa_secret="s")
    pair = form(emulator, grant_type="refresh_token", refresh_token=told["refresh_token"]).json
    emulator.post("templates", template_id="9", oa_id="777", name="Mới", text="<x>", params={"x": 10})
    body = {"phone": "84900000001", "template_id": "9", "template_data": {"x": "ơ"}}
    assert granted(emulator, "POST", "/message/template", body, token=pair["access_token"]).error == 0


def test_reset_is_the_beginning(emulator):
    send(emulator)
    emulator.post("people", phone="84911111111")
    emulator.post("clock", advance=86_400)
    emulator.post("faults", kind="code")
    emulator.post("reset")
    assert emulator.messages() == [] and len(emulator.get("people")) == 40
    assert emulator.get("faults") == [] and emulator.get("clock")["offset"] == 0.0


class TestHistory:
    ENTRY = {
        "id": "m1", "oa": "H05", "person": "p01", "channel": "phone", "template_id": "500000", "data": DATA,
        "at": 1_750_000_000, "delivered_at": 1_750_000_001, "tracking_id": "t", "seen": True,
    }  # fmt: skip

    def test_messages_of_the_past_stand_in_their_place(self, emulator, hook):
        emulator.post("webhook", receipt_delay=0)
        emulator.post("people/p01/say", text="hôm nay")
        hook.calls.clear()
        entries = [{**self.ENTRY, "id": f"m{n}", "at": 1_750_000_000 - n} for n in range(3)]
        left = granted(emulator, "GET", "/message/quota").json["data"]["remainingQuota"]
        assert emulator.post("history", messages=entries) == {"messages": 3}
        assert emulator.post("history", messages=entries) == {"messages": 0}  # those are there already
        log = emulator.get("people/p01")["ties"][OA]["log"]
        assert [line["id"] for line in log[:3]] == ["m2", "m1", "m0"] and log[3]["text"] == "hôm nay"
        assert log[0]["seen"] and log[0]["delivered"] and ["Mã hồ sơ", DATA["code"]] in log[0]["rows"]
        assert [m["tracking_id"] for m in emulator.messages()] == ["t"] * 3 and hook.calls == []
        assert granted(emulator, "GET", "/message/quota").json["data"]["remainingQuota"] == left

    @pytest.mark.parametrize(
        "wrong",
        [
            {"person": "nobody"}, {"template_id": "500010"}, {"channel": "post"}, {"at": "x"}, {"oa": "H99"}, {"data": 7},
            {"id": ""}, {"colour": 1}, {"seen": "yes"},
        ],
    )  # fmt: skip
    def test_all_or_none(self, emulator, wrong):
        assert refused(emulator, "history", {"messages": [self.ENTRY, {**self.ENTRY, "id": "m2", **wrong}]})
        assert emulator.messages() == [] and emulator.get("people/p01")["ties"] == {}
