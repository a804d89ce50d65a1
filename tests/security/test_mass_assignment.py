"""What the house decides is not taken from a caller; a key of another system opens nothing."""

import pytest

from accounts.models import IdempotentCall
from dossiers.models import Dossier
from foundation import scoping
from tests.api.conftest import ApiClient, problem
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db
OWN = {
    "id": "0190a2b3-7c4d-7e5f-8a9b-012345678901", "code": "H05.101.01-261124-0001", "status": "completed", "version": 9,
    "row_version": 9, "province": "H19", "province_id": "0190a2b3-7c4d-7e5f-8a9b-012345678901", "outcome": "granted",
    "accepted_at": "2026-01-01T00:00:00Z", "due_at": "2036-01-01T00:00:00Z", "completed_at": "2026-01-01T00:00:00Z",
    "receipt_code": "AAAAAAAA", "created_by": "admin", "assignee": "x", "sensitive": False, "source_system": "bca",
    "overdue": False, "actor": "x",
}  # fmt: skip
OF_A_PERSON = {
    "id": "0190a2b3-7c4d-7e5f-8a9b-012345678901",
    "citizen": "x",
    "verified": True,
    "user": "admin",
    "role": "owner",
}


@pytest.fixture
def world(redis_url):
    return worlds.build()


@pytest.fixture
def api(world):
    return ApiClient(worlds.client_of(world))


@pytest.fixture
def body(world):
    person = {
        "kind": "citizen", "full_name": "Trần Thị Thử", "identity_kind": "cccd", "identity_number": "027090000001",
        "phone": "0900000001",
    }  # fmt: skip
    return {"procedure": worlds.HOTEL, "agency": world.department.code, "channel": "counter", "applicant": person}


def test_a_new_dossier_takes_no_member_that_we_decide(api, body):
    with nothing_changes():
        for name, value in OWN.items():
            problem(api.post("dossiers/", {**body, name: value}), 400, name)
        for name, value in OF_A_PERSON.items():
            wrong = {**body, "applicant": {**body["applicant"], name: value}}
            problem(api.post("dossiers/", wrong), 400, f"applicant.{name}")


def test_nor_does_an_act(api, world):
    dossier = worlds.filed(world, accept=True)
    with nothing_changes():
        for name, value in {k: v for k, v in OWN.items() if k not in ("outcome", "due_at")}.items():
            wrong = {"action": "start", name: value}
            problem(api.post(f"dossiers/{dossier.id}/transitions/", wrong), 400, name)
    # members that another act takes are no way around this one
    answer = api.post(
        f"dossiers/{dossier.id}/transitions/", {"action": "start", "outcome": "granted", "due_at": OWN["due_at"]}
    )
    with scoping.system("test"):
        after = Dossier.objects.get(pk=dossier.pk)
    assert answer.status_code in (200, 400) and after.outcome == "" and after.status in ("accepted", "processing")
    assert "2036" not in str(api.get(f"dossiers/{dossier.id}/").json()["due_at"])


def test_nor_do_a_batch_and_a_mirror(api, body):
    with nothing_changes():
        told = api.post("dossiers:batch", {"items": [{"create": {**body, "status": "completed"}}]}).json()
    [item] = told["results"]
    assert item["status"] == 400 and "status" in str(item), item
    mirrored = {
        "procedure": worlds.MOTORBIKE, "agency": "H05.301", "applicant": body["applicant"], "status": "accepted",
        "received_at": "2026-11-23T09:00:00+07:00", "source_version": 1,
    }  # fmt: skip
    path = "dossiers/mirror/bca/G09.20-20261123-0092637/"
    with nothing_changes():
        for name in ("id", "code", "version", "province", "receipt_code", "overdue", "source_system"):
            problem(api.call("PUT", path, {**mirrored, name: OWN[name]}), 400, name)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_a_dossier_is_changed_by_acts_alone(api, world, method):
    dossier = worlds.filed(world, accept=True)
    with nothing_changes():
        answer = api.http.generic(
            method, f"/api/v1/dossiers/{dossier.id}/", b'{"status": "completed"}', content_type="application/json",
            headers={"authorization": f"Bearer {api.token}"},
        )  # fmt: skip
    assert answer.status_code in (403, 405)


def test_the_key_of_another_system_tells_nothing(api, world, body):
    """Neither its answer, nor that the key was ever used: the same refusal, the same fresh dossier."""
    first = api.post("dossiers/", body, idempotency_key="chung").json()
    near = ApiClient(worlds.client_of(world))
    far = ApiClient(worlds.client_of(worlds.build("H19", "Đồng Nai", catalogue=False)))
    made = near.post("dossiers/", body, idempotency_key="chung")
    assert made.status_code == 201 and made.json()["id"] != first["id"] and "Idempotent-Replay" not in made.headers
    with nothing_changes():
        told = [far.post("dossiers/", body, idempotency_key=key) for key in ("chung", "chua-ai-dung")]
    assert told[0].json() == told[1].json() and told[0].status_code == told[1].status_code >= 400
    assert first["id"] not in told[0].content.decode() and "Idempotent-Replay" not in told[0].headers
    other = near.post("dossiers/", {**body, "summary": "khác"}, idempotency_key="chua-ai-dung")
    assert other.status_code == 201, "no conflict with a key that only others know"


def test_kept_answers_are_not_seen_from_another_province(api, world, body):
    from accounts.scopes import scope_for_client

    api.post("dossiers/", body, idempotency_key="rieng")
    stranger = worlds.client_of(worlds.build("H19", "Đồng Nai", catalogue=False))
    with scoping.enter(scope_for_client(stranger)):
        assert not IdempotentCall.objects.exists()
