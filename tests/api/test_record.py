"""Events of a dossier, its ledger, and the feed of all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.models import Message
from tests.api.conftest import ApiClient, act, problem
from tests.support import world as worlds
from tests.support.order import settle_positions
from tests.support.world import filed

EVENT = {"id", "kind", "subject", "occurred_at", "recorded_at", "actor", "data", "correlation_id"}
MESSAGE = {
    "id", "event_id", "kind", "recipient", "channel", "state", "reason", "planned_at", "sent_at", "delivered_at", "attempts",
}  # fmt: skip


@pytest.mark.django_db
class TestEvents:
    def test_each_act_is_one_event_with_codes_and_times_only(self, api, dossier):
        act(api, dossier, "start", note="Ghi chú nội bộ")
        act(api, dossier, "request_supplement", reason="Thiếu bản sao bằng của ông Thử")
        answer = api.get(f"dossiers/{dossier['id']}/events/")
        told = answer.json()["results"]
        assert [e["kind"] for e in told] == [
            "dossier.submitted", "dossier.accepted", "dossier.started", "dossier.supplement_requested",
        ]  # fmt: skip
        assert all(set(e) == EVENT for e in told)
        assert [e["data"]["version"] for e in told] == [2, 3, 4, 5]
        assert all(e["occurred_at"].endswith("+07:00") and e["actor"]["kind"] == "client" for e in told)
        for private in ("Sông Cầu", "2300000000", "900000001", "Thử", "Ghi chú"):
            assert private not in answer.content.decode()

    def test_pages(self, api, dossier):
        for action, more in (("start", {}), ("complete", {"outcome": "granted"}), ("return_result", {})):
            act(api, dossier, action, **more)
        seen, path = [], f"dossiers/{dossier['id']}/events/?page_size=2"
        while path:
            page = api.get(path).json()
            seen += [e["data"]["version"] for e in page["results"]]
            path = page["next"] and page["next"].replace("http://testserver", "")
        assert seen == [2, 3, 4, 5, 6]


@pytest.mark.django_db
class TestMessages:
    def test_the_shape_of_a_line(self, api, dossier):
        [told] = api.get(f"dossiers/{dossier['id']}/messages/").json()["results"]
        accepted = api.get(f"dossiers/{dossier['id']}/events/").json()["results"][1]
        assert set(told) == MESSAGE and set(told["recipient"]) == {"role", "masked"}
        assert (told["event_id"], told["kind"], told["state"]) == (accepted["id"], "dossier.accepted", "queued")
        assert told["recipient"]["role"] == "applicant" and "Cầu" not in told["recipient"]["masked"]
        assert told["recipient"]["masked"].endswith("001") and "900000001" not in told["recipient"]["masked"]
        assert told["planned_at"].endswith("+07:00") and told["attempts"] == []
        assert told["channel"] is None and told["sent_at"] is None and told["delivered_at"] is None

    def test_pages_in_a_constant_number_of_queries(self, api, body):
        body["co_applicants"] = [
            {"kind": "citizen", "full_name": f"Người {n}", "phone": f"09000001{n:02}"} for n in range(9)
        ]
        made = api.post("dossiers/", body).json()
        path, costs, seen = f"dossiers/{made['id']}/messages/?page_size=", [], []
        for size in (1, 9):
            with CaptureQueriesContext(connection) as queries:
                page = api.get(f"{path}{size}").json()
            costs.append(len(queries))
            assert len(page["results"]) == size
        assert costs[0] == costs[1]
        following = f"dossiers/{made['id']}/messages/?page_size=3"
        while following:
            page = api.get(following).json()
            seen += [m["id"] for m in page["results"]]
            following = page["next"] and page["next"].replace("http://testserver", "")
        assert len(seen) == len(set(seen)) == 10
        with worlds.scoping.system("test"):
            assert Message.objects.count() == 10


@pytest.mark.django_db(transaction=True)
class TestFeed:
    def test_committed_events_in_order_from_a_position_on(self, api, body, world):
        made = [api.post("dossiers/", {**body, "summary": str(n)}).json()["id"] for n in range(3)]
        settle_positions()
        feed = api.get("events/").json()
        assert [e["position"] for e in feed["results"]] == [1, 2, 3, 4, 5, 6] and feed["last_position"] == 6
        assert [e["subject"]["id"] for e in feed["results"]] == [i for i in made for _twice in range(2)]
        assert all(set(e) == EVENT | {"position"} for e in feed["results"])
        seen, after = [], 0
        while True:
            page = api.get(f"events/?after={after}&page_size=4").json()
            if not page["results"]:
                break
            seen += [e["position"] for e in page["results"]]
            after = page["last_position"]
        assert seen == [1, 2, 3, 4, 5, 6]
        assert api.get("events/?after=6").json() == {"results": [], "last_position": 6}
        assert api.get("events/?after=999999").json() == {"results": [], "last_position": 999999}

    def test_each_reads_its_own_and_passes_over_the_rest(self, world, redis_url):
        filed(world, 1)
        elsewhere = worlds.build("H19", "Đồng Nai", catalogue=False)
        for n in range(4):
            filed(elsewhere, n, receiving_agency="H19.000")
        filed(world, 2)
        settle_positions()
        for house, positions in ((world, [1, 6]), (elsewhere, [2, 3, 4, 5])):
            reader = ApiClient(worlds.client_of(house, "events:read"))
            page = reader.get("events/?page_size=200").json()
            assert [e["position"] for e in page["results"]] == positions and page["last_position"] == 6
        limited = ApiClient(worlds.client_of(world, "events:read", agencies=("land",)))
        assert limited.get("events/").json() == {"results": [], "last_position": 6}

    @pytest.mark.parametrize(
        "query", ["after=x", "after=-1", "after=1.5", "after=9999999999999999999", "before=3", "page_size=0"]
    )
    def test_what_does_not_read(self, api, query):
        problem(api.get(f"events/?{query}"), 400, query.split("=")[0])
