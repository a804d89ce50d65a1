"""What a kill leaves: everything that the product was told, and what was under way."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.emulator import eventually, running
from tests.zalo_emulator.support import OA, PNG, form, granted, send, text, upload, user


@pytest.fixture
def keep(tmp_path):
    return str(tmp_path / "zalo" / "state")


def killed(emulator):
    emulator.process.kill()
    emulator.process.wait(10)


def test_it_survives_a_kill(keep):
    with running("--state", keep, "--receipt-delay", "0") as first:
        pair = form(first, grant_type="refresh_token", refresh_token="demo-refresh-H05").json
        killed(first)
    with running("--state", keep, "--receipt-delay", "0") as second:
        assert form(second, grant_type="refresh_token", refresh_token="demo-refresh-H05").json["error"] < 0
        user_id = second.post("people/p01/say", text="xin chào")["user_id"]
        second.post("clock", advance=3600)
        body = {"recipient": {"user_id": user_id}, "message": {"text": "Chào"}}
        assert granted(second, "POST", "/v3.0/oa/message/cs", body, token=pair["access_token"]).error == 0
        killed(second)  # at once: what was answered is written
    with running("--state", keep, "--receipt-delay", "0") as third:
        assert [line["text"] for line in third.get("people/p01")["ties"][OA]["log"]] == ["xin chào", "Chào"]
        assert third.get("clock")["offset"] >= 3600 and third.messages(person="p01")[0]["text"] == "Chào"


def test_everything_that_was_told_is_there_after_a_kill(keep):
    with running("--state", keep, "--receipt-delay", "-1") as first:
        for number in range(50):
            send(first, tracking_id=f"t-{number}")
        picture = upload(first, "image", PNG, "a.png").json["data"]["attachment_id"]
        first.post("people", phone="84900000777", name="Hà Thị Mơ")
        first.post("people/p02/follow", oa="H36")
        first.post("people/p03/block")
        first.post("oas/H05", scopes=["send", "zbs"])
        granted(
            first, "POST", "/v3.0/oa/message/cs", {"recipient": {"user_id": user(first)}, "message": {"text": "Chào"}}
        )
        first.post("people/p01/seen")
        before = {name: first.get(name) for name in ("world", "people", "messages", "webhook")}
        left = first.get("stats")
        killed(first)
    with running("--state", keep, "--receipt-delay", "-1") as second:
        assert {name: second.get(name) for name in before} == before
        assert second.get("stats") == left
        assert granted(second, "GET", "/v2.0/oa/getoa").error == -223  # the narrowed grant
        element = {"media_type": "image", "attachment_id": picture}
        attachment = {"type": "template", "payload": {"template_type": "media", "elements": [element]}}
        assert text(second, user(second), attachment=attachment).error == 0
        assert send(second, tracking_id="next").json["data"]["quota"]["remainingQuota"] == "19949"


def test_receipts_that_were_not_given_follow_after_a_kill(keep, receiver):
    with running("--state", keep, "--receipt-delay", "30") as first:
        first.post("webhook", url=receiver.url)
        sent = send(first, tracking_id="d-1").json["data"]["msg_id"]
        killed(first)
    with running("--state", keep, "--receipt-delay", "0") as second:
        assert eventually(lambda: receiver.named("user_received_message"))
        assert [c.event["message"]["msg_id"] for c in receiver.named("user_received_message")] == [sent]
        assert eventually(lambda: second.messages()[0]["delivered_at"])


def test_events_that_were_not_taken_are_tried_again_after_a_kill(keep, receiver):
    with running("--state", keep, "--receipt-delay", "-1") as first:
        first.post("webhook", url=receiver.url)
        receiver.status = 503
        first.post("people/p01/say", text="còn đó không")
        assert first.get("webhook")["waiting"] == 1
        killed(first)
    receiver.status = 200
    with running("--state", keep, "--receipt-delay", "-1") as second:
        assert second.get("webhook")["waiting"] == 1
        second.post("clock", advance=31)
        assert eventually(lambda: len(receiver.named("user_send_text")) == 2)
        first_try, again = receiver.named("user_send_text")
        assert again.raw == first_try.raw and again.headers["num_retry"] == "1"
        assert eventually(lambda: second.get("webhook")["waiting"] == 0)


def test_an_address_on_the_command_line_switches_the_webhook_on(keep, receiver):
    with running("--state", keep, "--receipt-delay", "-1") as first:
        first.post("webhook", url=receiver.url, enabled=False)
        killed(first)
    with running("--state", keep, "--receipt-delay", "-1") as same:
        assert same.get("webhook")["enabled"] is False
        killed(same)
    with running("--state", keep, "--receipt-delay", "-1", "--webhook", receiver.url) as second:
        assert second.get("webhook")["enabled"] is True


def test_a_reset_is_kept_too(keep):
    with running("--state", keep, "--receipt-delay", "-1") as first:
        send(first)
        first.post("people", phone="84900000777")
        first.post("reset")
        killed(first)
    with running("--state", keep, "--receipt-delay", "-1") as second:
        assert second.messages() == [] and len(second.get("people")) == 40


def start(*options):
    command = [sys.executable, "-m", "zalo_emulator", "--port", "0", *map(str, options)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.parametrize("content", [b"[]", b"", b"not a database, but long enough to look at" * 40])
def test_a_file_that_is_not_ours(tmp_path, content):
    keep = tmp_path / "state"
    keep.write_bytes(content)
    if not content:  # an empty file is a fresh one
        with running("--state", str(keep), "--receipt-delay", "-1") as emulator:
            assert send(emulator).error == 0
        return
    told = start("--state", keep)
    assert told.returncode == 1 and "no state" in told.stderr and keep.read_bytes() == content


def test_a_database_of_somebody_else(tmp_path):
    import sqlite3

    keep = tmp_path / "state"
    with sqlite3.connect(keep) as other:
        other.execute("CREATE TABLE theirs (a)")
    other.close()
    told = start("--state", keep)
    assert told.returncode == 1 and "no state" in told.stderr
    names = sqlite3.connect(keep).execute("SELECT name FROM sqlite_master").fetchall()
    assert names == [("theirs",)]


def test_one_file_one_process(keep):
    with running("--state", keep, "--receipt-delay", "-1") as emulator:
        told = start("--state", keep)
        assert told.returncode == 1 and "another process" in told.stderr
        assert send(emulator).error == 0


def test_without_a_file_nothing_is_written(tmp_path, keep):
    with running("--state", keep, "--memory-only", "--receipt-delay", "-1") as emulator:
        send(emulator)
    assert not list(tmp_path.iterdir())


def test_ids_of_two_runs_differ_unless_seeded():
    def told(*options):
        with running("--receipt-delay", "-1", *options) as emulator:
            return send(emulator).json["data"]["msg_id"]

    assert told() != told()
    assert told("--seed", "7") == told("--seed", "7")


def test_people_of_ones_own(tmp_path):
    file = tmp_path / "people.json"
    file.write_text(json.dumps([{"name": "Hà Thị Mơ", "phone": "84900000777", "official": True, "follows": ["H05"]}]))
    with running("--people", str(file)) as emulator:
        [person] = emulator.get("people")
        assert person["official"] and person["ties"][OA]["follower"]
    file.write_text('[{"name": "a", "phone": "0900"}]')
    assert "phone must be" in start("--people", file).stderr


def test_a_port_in_use_is_said(keep):
    with running("--receipt-delay", "-1") as emulator:
        told = start("--state", keep, "--port", emulator.port)
        assert not Path(keep).exists() and told.returncode == 1 and str(emulator.port) in told.stderr
