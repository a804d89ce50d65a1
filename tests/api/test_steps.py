"""A connected system moves a dossier from step to step, as officials do on the pages."""

import pytest

from dossiers.actions.start import start
from tests.support.unchanged import nothing_changes
from tests.support.world import filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(world):
    row = filed(world, accept=True)
    with world.scope("case_officer"):
        return start(row.id, actor=world.actor("case_officer"))


def test_forwarded_sent_back_and_listed(api, dossier):
    address = f"/api/v1/dossiers/{dossier.id}/steps/"
    moved = api.post(address, {"action": "forward"})
    assert moved.status_code == 200, moved.content
    assert (moved.json()["step"], moved.json()["state"]) == ("xem_xet", "open")
    back = api.post(address, {"action": "send_back", "note": "Thiếu tờ trình"})
    assert back.json()["step"] == "tham_dinh"
    rows = api.get(address).json()["results"]
    assert [(r["step"], r["state"]) for r in rows] == [
        ("tiep_nhan", "done"), ("tham_dinh", "done"), ("xem_xet", "sent_back"), ("tham_dinh", "open"),
    ]  # fmt: skip
    assert rows[3]["due_at"].endswith("+07:00") and rows[0]["agency"].endswith(".000")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"action": "jump"}, 400), ({"action": "forward", "to": "ky"}, 400), ({"action": "send_back"}, 400),
        ({"action": "pull_back"}, 409), ({"action": "forward", "nonsense": 1}, 400),
    ],
)  # fmt: skip
def test_what_cannot_be_done_changes_nothing(api, dossier, body, status):
    with nothing_changes("accounts_idempotentcall"):
        answer = api.post(f"/api/v1/dossiers/{dossier.id}/steps/", body)
    assert answer.status_code == status, answer.content


def test_an_older_version_moves_nothing(api, dossier):
    with nothing_changes():
        answer = api.post(f"/api/v1/dossiers/{dossier.id}/steps/", {"action": "forward"}, if_match='"1"')
    assert answer.status_code == 412
