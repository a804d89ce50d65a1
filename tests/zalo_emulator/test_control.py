"""The control API: what it gives, and clear answers to what does not fit."""

import json
import urllib.error

import pytest

from tests.support.emulator import running
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
        ("webhook", {"url": "no address"}), ("faults", b"{"), ("clock", b"[]"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_and_changes_nothing(emulator, path, body):
    before = (emulator.get("world"), emulator.get("faults"), emulator.get("webhook"))
    assert refused(emulator, path, body)
    assert (emulator.get("world"), emulator.get("faults"), emulator.get("webhook")) == before


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
    with pytest.raises(urllib.error.HTTPError, match="400"):
        emulator.get("messages?since=x")


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


class TestState:
    def test_it_survives_a_kill(self, tmp_path):
        keep = str(tmp_path / "zalo" / "state.json")
        with running("--state", keep, "--receipt-delay", "0") as first:
            pair = form(first, grant_type="refresh_token", refresh_token="demo-refresh-H05").json
            first.process.kill()
            first.process.wait(10)
        with running("--state", keep, "--receipt-delay", "0") as second:
            assert form(second, grant_type="refresh_token", refresh_token="demo-refresh-H05").json["error"] < 0
            user_id = second.post("people/p01/say", text="xin chào")["user_id"]
            second.post("clock", advance=3600)
            body = {"recipient": {"user_id": user_id}, "message": {"text": "Chào"}}
            assert granted(second, "POST", "/v3.0/oa/message/cs", body, token=pair["access_token"]).error == 0
        with running("--state", keep, "--receipt-delay", "0") as third:
            assert [line["text"] for line in third.get("people/p01")["ties"][OA]["log"]] == ["xin chào", "Chào"]
            assert third.get("clock")["offset"] >= 3600 and third.messages(person="p01")[0]["text"] == "Chào"

    def test_ids_of_two_runs_differ(self):
        told = []
        for _ in range(2):
            with running("--receipt-delay", "-1") as emulator:
                told.append(send(emulator).json["data"]["msg_id"])
        assert told[0] != told[1]

    def test_a_file_that_is_not_ours(self, tmp_path):
        import subprocess
        import sys

        keep = tmp_path / "state.json"
        keep.write_text("[]")
        told = subprocess.run(
            [sys.executable, "-m", "zalo_emulator", "--port", "0", "--state", str(keep)],
            capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip
        assert told.returncode == 1 and "no state" in told.stderr and keep.read_text() == "[]"

    def test_people_of_ones_own(self, tmp_path):
        file = tmp_path / "people.json"
        file.write_text(
            json.dumps([{"name": "Hà Thị Mơ", "phone": "84900000777", "official": True, "follows": ["H05"]}])
        )
        with running("--people", str(file)) as emulator:
            [person] = emulator.get("people")
            assert person["official"] and person["ties"][OA]["follower"]
