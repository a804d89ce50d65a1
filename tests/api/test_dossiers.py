"""The API as the engineer of another system meets it."""

import io
import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dossiers.models import Dossier
from events.models import Event
from foundation import scoping
from tests.api.conftest import ApiClient
from tests.support import world as worlds
from tests.support.order import settle_positions

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def count() -> int:
    with scoping.system("test"):
        return Dossier.objects.count()


class TestTokens:
    def test_without_one_the_answer_is_a_problem(self, world, client):
        answer = client.get("/api/v1/dossiers/")
        assert answer.status_code == 401 and answer["Content-Type"] == "application/problem+json"
        assert answer.json()["title"] == "Chưa xác thực"

    def test_a_wrong_secret_gets_none(self, world):
        with pytest.raises(AssertionError):
            ApiClient(worlds.client_of(world), secret="sai")

    def test_a_token_does_only_what_its_scopes_say(self, world, body):
        reader = ApiClient(worlds.client_of(world, "dossiers:read"))
        assert reader.get("dossiers/").status_code == 200
        answer = reader.post("dossiers/", body)
        assert answer.status_code == 403 and count() == 0
        assert reader.get("procedures/").status_code == 403

    def test_the_token_is_kept_as_a_digest_only(self, world, api):
        from oauth2_provider.models import AccessToken

        with scoping.system("test"):
            assert AccessToken.objects.get().token == ""


class TestCreate:
    def test_create_and_accept_in_one_call(self, api, body, world):
        answer = api.post("dossiers/", body)
        made = answer.json()
        assert answer.status_code == 201 and made["status"] == "accepted" and made["national_status"] == 2
        assert made["code"].startswith("H05.101.01-") and made["due_at"].endswith("+07:00")
        assert answer["ETag"] == f'"{made["version"]}"'
        read = api.get(f"dossiers/{made['id']}/")
        assert read.json() == made and read["ETag"] == answer["ETag"]
        assert api.get(f"dossiers/{made['id']}/", if_none_match=read["ETag"]).status_code == 304

    def test_the_same_key_gives_the_same_answer_once(self, api, body):
        first = api.post("dossiers/", body, idempotency_key="k-1")
        second = api.post("dossiers/", body, idempotency_key="k-1")
        assert (second.status_code, second.json()) == (201, first.json()) and count() == 1

    def test_the_same_key_with_another_body_is_refused(self, api, body):
        api.post("dossiers/", body, idempotency_key="k-1")
        answer = api.post("dossiers/", {**body, "summary": "khác"}, idempotency_key="k-1")
        assert answer.status_code == 409 and answer.json()["code"] == "idempotency_key_reused" and count() == 1

    def test_a_key_of_a_refused_call_may_be_used_again(self, api, body):
        assert api.post("dossiers/", {**body, "agency": "H05.999"}, idempotency_key="k-1").status_code == 400
        assert api.post("dossiers/", body, idempotency_key="k-1").status_code == 201

    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"procedure": "9.999999"}, "procedure"),
            ({"agency": "H05.102.01"}, "agency"),
            ({"agency": "H05.999"}, "agency"),
            ({"channel": "pigeon"}, "channel"),
            ({"applicant": {"kind": "citizen", "full_name": ""}}, "applicant.full_name"),
            ({"applicant": {"kind": "citizen", "full_name": "x" * 401}}, "applicant.full_name"),
            ({"misspelt": 1}, "misspelt"),
            ({"applicant": "nobody"}, "applicant"),
            ({"summary": "x" * 1001}, "summary"),
        ],
    )
    def test_a_fault_is_a_field_and_nothing_is_made(self, api, body, change, field):
        answer = api.post("dossiers/", {**body, **change})
        assert answer.status_code == 400 and count() == 0
        assert field in {e["field"] for e in answer.json()["errors"]}, answer.json()

    @pytest.mark.parametrize("raw", [b"{", b"[1]", b"null", b'"x"', b"\xff\xfe"])
    def test_what_is_not_the_body_is_a_clear_error(self, api, raw):
        answer = api.http.generic(
            "POST", "/api/v1/dossiers/", raw, content_type="application/json",
            headers={"authorization": f"Bearer {api.token}"},
        )  # fmt: skip
        assert answer.status_code == 400 and answer["Content-Type"] == "application/problem+json" and count() == 0

    def test_a_decomposed_name_and_a_bad_phone_are_taken(self, api, body):
        body["applicant"].update(full_name=unicodedata.normalize("NFD", "Đặng Ưng"), phone="090x")
        made = api.post("dossiers/", body).json()
        [message] = api.get(f"dossiers/{made['id']}/messages/").json()["results"]
        assert message["state"] == "withheld" and "Số điện thoại" in message["reason"]

    def test_no_message_is_in_english(self, api, body):
        answers = [
            api.post("dossiers/", {}), api.post("dossiers/", {**body, "channel": 5, "accept": "maybe"}),
            api.get("dossiers/?status=zzz"), api.get("dossiers/?due_before=zzz"), api.get("dossiers/?page_size=0"),
            api.call("DELETE", "dossiers/"), api.get("dossiers/?assignee=zzz"), api.get("dossiers/00000000-0000-0000-0000-000000000000/"),
        ]  # fmt: skip
        for answer in answers:
            text = answer.content.decode()
            assert answer.status_code in (400, 404, 405)
            for word in (
                "required",
                "valid ",
                "This field",
                "Select",
                "Enter",
                "must",
                "not allowed",
                "Not found",
            ):
                assert word not in answer.json()["detail"] and not any(
                    word in e["message"] for e in answer.json()["errors"]
                ), text


class TestTransitions:
    @pytest.fixture
    def dossier(self, api, body):
        return api.post("dossiers/", body).json()

    def act(self, api, dossier, action, **more):
        headers = {k: more.pop(k) for k in ("if_match", "idempotency_key") if k in more}
        return api.post(f"dossiers/{dossier['id']}/transitions/", {"action": action, **more}, **headers)

    def test_to_the_result(self, api, dossier):
        assert self.act(api, dossier, "start").json()["status"] == "processing"
        assert self.act(api, dossier, "complete", outcome="granted").json()["national_status"] == 9
        assert self.act(api, dossier, "return_result").json()["status"] == "returned"
        kinds = [e["kind"] for e in api.get(f"dossiers/{dossier['id']}/events/").json()["results"]]
        assert kinds == [f"dossier.{k}" for k in ("submitted", "accepted", "started", "completed", "returned")]

    def test_a_stale_version_is_412_and_a_weak_one_is_taken(self, api, dossier):
        weak = f'W/"{dossier["version"]}"'
        assert self.act(api, dossier, "start", if_match=weak).status_code == 200
        answer = self.act(api, dossier, "request_payment", reason="Phí thẩm định", if_match=weak)
        assert answer.status_code == 412
        assert api.get(f"dossiers/{dossier['id']}/").json()["status"] == "processing"
        assert self.act(api, dossier, "stop", reason="x", if_match="nonsense").status_code == 400

    def test_a_forbidden_state_is_409_with_what_is_allowed(self, api, dossier):
        answer = self.act(api, dossier, "return_result")
        assert answer.status_code == 409
        assert set(answer.json()["allowed"]) == {
            "start", "request_supplement", "request_payment", "withdraw", "complete", "extend",
        }  # fmt: skip

    @pytest.mark.parametrize(("action", "field"), [("complete", "outcome"), ("withdraw", "reason"), ("fly", "action")])
    def test_what_is_missing_is_a_field(self, api, dossier, action, field):
        answer = self.act(api, dossier, action)
        assert answer.status_code == 400 and answer.json()["errors"][0]["field"] == field


class TestMirror:
    def mirrored(self, world, **changes):
        return {
            "procedure": worlds.MOTORBIKE, "agency": world.agencies["police"].code, "status": "accepted",
            "applicant": {"kind": "citizen", "full_name": "Trần Thị Thử", "phone": "0900000002"},
            "received_at": "2026-11-23T09:00:00+07:00", "due_at": "2026-11-26T09:00:00+07:00", "source_version": 1,
            "notify": {"zalo": True}, **changes,
        }  # fmt: skip

    PATH = "dossiers/mirror/bca/G09.20-20261123-0092637/"

    def test_it_appears_with_its_own_code_and_dates(self, api, world):
        answer = api.call("PUT", self.PATH, self.mirrored(world))
        made = answer.json()
        assert answer.status_code == 201 and made["code"] == "G09.20-20261123-0092637"
        assert made["due_at"] == "2026-11-26T09:00:00+07:00" and made["mirrored_from"] == "bca"
        assert api.get("dossiers/?code=g09.20-20261123-0092637").json()["results"][0]["id"] == made["id"]

    def test_the_same_and_older_versions_change_nothing(self, api, world):
        api.call("PUT", self.PATH, self.mirrored(world, source_version=5, status="processing"))
        for version in (5, 4):
            answer = api.call("PUT", self.PATH, self.mirrored(world, source_version=version, status="completed"))
            assert answer.status_code in (200, 201) and answer.json()["status"] == "processing"
        with scoping.system("test"):
            assert Event.objects.filter(kind="dossier.mirrored").count() == 1
        assert (
            api.call("PUT", self.PATH, self.mirrored(world, source_version=6, status="completed")).json()["status"]
            == "completed"
        )

    def test_our_acts_do_not_apply(self, api, world):
        made = api.call("PUT", self.PATH, self.mirrored(world)).json()
        answer = api.post(f"dossiers/{made['id']}/transitions/", {"action": "start"})
        assert answer.status_code == 409 and answer.json()["allowed"] == []

    def test_it_does_not_open_again(self, api, world):
        api.call("PUT", self.PATH, self.mirrored(world, status="returned"))
        assert (
            api.call("PUT", self.PATH, self.mirrored(world, source_version=2, status="processing")).status_code == 409
        )

    @pytest.mark.parametrize(
        "change", [{"status": "draft"}, {"source_version": -1}, {"agency": "H05.999"}, {"due_at": "mai"}]
    )
    def test_faults_change_nothing(self, api, world, change):
        assert api.call("PUT", self.PATH, self.mirrored(world, **change)).status_code == 400 and count() == 0


class TestLists:
    def test_pages_cover_everything_once(self, api, body):
        made = [api.post("dossiers/", {**body, "summary": str(n)}).json()["id"] for n in range(5)]
        seen, path = [], "dossiers/?page_size=2"
        while path:
            page = api.get(path).json()
            seen += [d["id"] for d in page["results"]]
            path = page["next"] and page["next"].replace("http://testserver", "")
        assert seen == made[::-1]

    def test_filters(self, api, body):
        made = api.post("dossiers/", body).json()
        for query, hits in [
            ("status=accepted", 1), ("status=returned", 0), (f"procedure={worlds.HOTEL}", 1), ("agency=H05.101.01", 1),
            ("overdue=true", 0), ("overdue=false", 1), ("q=song cau", 1), ("q=Sông", 1), ("q=khong co", 0),
            ("q=0900000001", 1), ("q=2300000000", 1), ("received_from=2020-01-01T00:00:00%2B07:00", 1),
            ("due_before=2020-01-01T00:00:00%2B07:00", 0),
        ]:  # fmt: skip
            assert len(api.get(f"dossiers/?{query}").json()["results"]) == hits, query
        assert api.get("dossiers/?colour=red").status_code == 400
        assert made

    def test_another_province_and_another_unit_see_nothing(self, api, body, world):
        made = api.post("dossiers/", body).json()
        elsewhere = worlds.build("H19", "Đồng Nai", catalogue=False)
        strangers = [
            ApiClient(worlds.client_of(elsewhere)), ApiClient(worlds.client_of(world, agencies=("land",))),
        ]  # fmt: skip
        for stranger in strangers:
            assert stranger.get("dossiers/").json()["results"] == []
            for path in ("", "events/", "messages/"):
                assert stranger.get(f"dossiers/{made['id']}/{path}").status_code == 404
            assert stranger.post(f"dossiers/{made['id']}/transitions/", {"action": "start"}).status_code == 404
        assert api.get(f"dossiers/{made['id']}/").json()["status"] == "accepted"

    def test_a_client_cannot_file_for_another_province(self, world, body):
        elsewhere = worlds.build("H19", "Đồng Nai", catalogue=False)
        stranger = ApiClient(worlds.client_of(elsewhere))
        assert stranger.post("dossiers/", body).status_code == 403 and count() == 0


class TestFiles:
    def upload(self, api, path, content, name="don.pdf", **data):
        return api.http.post(
            f"/api/v1/dossiers/{path}", {"file": SimpleUploadedFile(name, content), **data},
            headers={"authorization": f"Bearer {api.token}"},
        )  # fmt: skip

    def test_a_paper_and_a_result(self, api, body):
        made = api.post("dossiers/", body).json()
        answer = self.upload(api, f"{made['id']}/documents/", PDF, requirement="don")
        assert answer.status_code == 201 and len(answer.json()["file"]["sha256"]) == 64
        assert self.upload(api, f"{made['id']}/results/", PDF, number="12/QĐ").status_code == 201

    @pytest.mark.parametrize(
        ("content", "name", "status"),
        [
            (b"MZ\x90\x00" + b"x" * 100, "don.pdf", 415), (PDF, "don.exe", 415), (PDF, "anh.png", 415),
            (b"", "don.pdf", 400), (b"<html>", "don.pdf", 415),
        ],
    )  # fmt: skip
    def test_a_disguised_file_is_refused(self, api, body, content, name, status):
        made = api.post("dossiers/", body).json()
        answer = self.upload(api, f"{made['id']}/documents/", content, name)
        assert answer.status_code == status, answer.content
        assert answer["Content-Type"] == "application/problem+json"

    def test_thirty_megabytes_are_refused_at_the_door(self, api, body):
        made = api.post("dossiers/", body).json()
        answer = self.upload(api, f"{made['id']}/documents/", PDF + b"x" * 30_000_000)
        assert answer.status_code == 413 and "20 MB" in answer.json()["detail"]


class TestFeed:
    @pytest.mark.django_db(transaction=True)
    def test_events_in_order_from_a_position(self, api, body):
        api.post("dossiers/", body)
        settle_positions()
        feed = api.get("events/").json()
        assert [e["position"] for e in feed["results"]] == [1, 2]
        assert api.get(f"events/?after={feed['last_position']}").json()["results"] == []
        assert api.get("events/?after=x").status_code == 400


def test_the_schema_is_published(client, world):
    answer = client.get("/api/v1/schema/", headers={"accept": "application/json"})
    assert answer.status_code == 200 and answer.json()["openapi"].startswith("3.1")
    assert io.StringIO(str(answer.json()["paths"]))
