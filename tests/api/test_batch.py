"""``POST dossiers:batch``: a thousand creates and acts, each with its own outcome."""

import pytest

from dossiers.models import Dossier
from foundation import scoping
from tests.api.conftest import ApiClient, problem
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db
PATH = "dossiers:batch"


def count() -> int:
    with scoping.system("test"):
        return Dossier.objects.count()


def test_each_has_its_own_outcome_and_one_fault_stops_no_other(api, body, dossier, world):
    other = api.post("dossiers/", body).json()
    items = [
        {"create": body}, {"create": {**body, "agency": "H05.999"}}, {"create": {**body, "accept": False}},
        {"transition": {"dossier": dossier["id"], "action": "start"}},
        {"transition": {"dossier": dossier["id"], "action": "start"}},
        {"transition": {"dossier": dossier["id"], "action": "complete", "outcome": "granted"}},
        {"transition": {"dossier": other["id"], "action": "start", "if_match": '"1"'}},
        {"transition": {"dossier": other["id"], "action": "withdraw"}},
        {"transition": {"dossier": "019e0000-0000-7000-8000-000000000000", "action": "start"}},
        {"transition": {"dossier": "x", "action": "start"}}, {"transition": {"action": "start"}}, {"transition": 1},
        {"create": body, "transition": {}}, {"delete": {}}, {}, 5, None, {"create": None},
    ]  # fmt: skip
    answer = api.post(PATH, {"items": items})
    told = answer.json()
    assert answer.status_code == 200
    assert [r["status"] for r in told["results"]] == [
        201, 400, 201, 200, 409, 200, 412, 400, 404, 400, 400, 400, 400, 400, 400, 400, 400, 400,
    ]  # fmt: skip
    assert [r["index"] for r in told["results"]] == list(range(len(items)))
    assert (told["succeeded"], told["failed"]) == (4, 14)
    first, wrong, waiting, started, again, done, stale, *_ = told["results"]
    assert (
        set(first) == {"index", "status", "dossier"}
        and first["dossier"] == api.get(f"dossiers/{first['dossier']['id']}/").json()
    )
    assert set(wrong) == {"index", "status", "problem"} and wrong["problem"]["errors"][0]["field"] == "agency"
    assert waiting["dossier"]["status"] == "submitted" and started["dossier"]["status"] == "processing"
    assert (
        again["problem"]["allowed"] and stale["problem"]["status"] == 412 and done["dossier"]["status"] == "completed"
    )
    assert count() == 4


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({}, "items"), ({"items": []}, "items"), ({"items": {}}, "items"), ([], "items"), ({"items": [{}] * 1001}, "items"),
        ({"items": [{}], "colour": "red"}, "colour"),
    ],
)  # fmt: skip
def test_what_is_no_batch_is_refused_whole(api, told, field):
    with nothing_changes():
        problem(api.post(PATH, told), 400, field)


def test_a_thousand_faults_are_a_thousand_outcomes(api, body):
    with nothing_changes():
        told = api.post(PATH, {"items": [{"transition": {"dossier": "x", "action": "start"}}] * 1000}).json()
    assert told["failed"] == 1000 and {r["status"] for r in told["results"]} == {400}


def test_codes_are_in_the_order_of_the_items(api, body):
    told = api.post(PATH, {"items": [{"create": {**body, "summary": str(n)}} for n in range(20)]}).json()
    codes = [r["dossier"]["code"] for r in told["results"]]
    assert codes == sorted(codes) and len(set(codes)) == 20
    assert [r["dossier"]["summary"] for r in told["results"]] == [str(n) for n in range(20)]


class TestOnce:
    def test_the_same_batch_is_done_once(self, api, body, dossier):
        items = {"items": [{"create": body}, {"transition": {"dossier": dossier["id"], "action": "start"}}]}
        first = api.post(PATH, items, idempotency_key="b").json()
        again = api.post(PATH, items, idempotency_key="b").json()
        assert first == again and count() == 2

    def test_another_batch_under_the_same_key_is_refused_whole(self, api, body):
        api.post(PATH, {"items": [{"create": body}]}, idempotency_key="b")
        with nothing_changes():
            told = problem(
                api.post(PATH, {"items": [{"create": {**body, "summary": "khác"}}]}, idempotency_key="b"), 409
            )
        assert told["code"] == "idempotency_key_reused"

    def test_what_was_refused_is_tried_again_and_the_rest_is_not(self, api, body, dossier):
        items = {
            "items": [
                {"create": body},
                {"transition": {"dossier": dossier["id"], "action": "complete", "outcome": "granted"}},
            ]
        }
        first = api.post(PATH, items, idempotency_key="b").json()
        assert [r["status"] for r in first["results"]] == [201, 409]
        api.post(f"dossiers/{dossier['id']}/transitions/", {"action": "start"})
        again = api.post(PATH, items, idempotency_key="b").json()
        assert [r["status"] for r in again["results"]] == [201, 200] and count() == 2
        assert again["results"][0] == first["results"][0]

    def test_a_call_that_broke_off_halfway_goes_on_where_it_was(self, api, body, monkeypatch):
        """The process died after three items: the answer was lost, what was done is kept."""
        from portal.api.batch import Batch

        whole, items = Batch._one, {"items": [{"create": {**body, "summary": str(n)}} for n in range(6)]}

        def dies(self, index, item, key):
            if index == 3:
                raise SystemExit
            return whole(self, index, item, key)

        monkeypatch.setattr(Batch, "_one", dies)
        with pytest.raises(SystemExit):
            api.post(PATH, items, idempotency_key="b")
        assert count() == 3
        monkeypatch.setattr(Batch, "_one", whole)
        told = api.post(PATH, items, idempotency_key="b").json()
        assert told["succeeded"] == 6 and count() == 6


def test_a_fault_of_ours_in_one_item_is_its_outcome_and_leaves_nothing_of_it(api, body, monkeypatch):
    from portal.api import batch

    real = batch.create

    def breaks(told, caller):
        made = real(told, caller)
        if told["summary"] == "1":
            raise ZeroDivisionError
        return made

    monkeypatch.setattr(batch, "create", breaks)
    told = api.post(PATH, {"items": [{"create": {**body, "summary": str(n)}} for n in range(3)]}).json()
    assert [r["status"] for r in told["results"]] == [201, 500, 201] and count() == 2
    assert "ZeroDivision" not in str(told["results"][1]) and told["results"][1]["problem"]["title"] == "Lỗi hệ thống"


def test_each_item_stays_within_the_callers_agencies(world, body, dossier):
    stranger = ApiClient(worlds.client_of(world, agencies=("land",)))
    items = [{"create": body}, {"transition": {"dossier": dossier["id"], "action": "start"}}]
    with nothing_changes():
        told = stranger.post(PATH, {"items": items}).json()
    assert [r["status"] for r in told["results"]] == [403, 404]
