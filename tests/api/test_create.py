"""``POST dossiers/``."""

import unicodedata

import pytest

from dossiers.models import Attachment, Dossier
from foundation import scoping
from tests.api.conftest import ApiClient, problem
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db


def count() -> int:
    with scoping.system("test"):
        return Dossier.objects.count()


def test_create_and_accept_in_one_call(api, body):
    answer = api.post("dossiers/", body)
    made = answer.json()
    assert answer.status_code == 201 and made["status"] == "accepted" and made["national_status"] == 2
    assert made["code"].startswith("H05.101.01-") and made["due_at"].endswith("+07:00")
    assert (made["procedure"], made["agency"], made["channel"]) == (body["procedure"], body["agency"], "counter")
    assert made["applicant_name"] == "Công ty TNHH Khách sạn Sông Cầu" and made["summary"] == "Công nhận hạng 2 sao"
    assert answer["ETag"] == f'"{made["version"]}"' and answer["Location"].endswith(f"/api/v1/dossiers/{made['id']}/")
    read = api.get(f"dossiers/{made['id']}/")
    assert read.json() == made and read["ETag"] == answer["ETag"]


def test_without_accept_it_waits_and_has_no_code(api, body):
    made = api.post("dossiers/", {**body, "accept": False}).json()
    assert (made["status"], made["national_status"], made["code"], made["accepted_at"], made["due_at"]) == (
        "submitted", 1, None, None, None,
    )  # fmt: skip


def test_the_least_that_must_be_said(api, body, world):
    least = {k: body[k] for k in ("procedure", "agency", "channel")}
    answer = api.post("dossiers/", {**least, "applicant": {"kind": "citizen", "full_name": "Nguyễn Văn Thử"}})
    assert answer.status_code == 201 and answer.json()["status"] == "submitted"


@pytest.mark.parametrize("code", ["1.004594.000.00.00.H05", "1.004594.H05", " 1.004594 "])
def test_the_code_of_a_procedure_as_a_portal_writes_it(api, body, code):
    assert api.post("dossiers/", {**body, "procedure": code}).json()["procedure"] == "1.004594"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"procedure": "9.999999"}, "procedure"), 
        ({"agency": "H05.102.01"}, "agency"), ({"agency": "H05.999"}, "agency"), ({"channel": "pigeon"}, "channel"),
        ({"receiving_agency": "H05.999"}, "receiving_agency"), ({"term_variant": "turbo"}, "term_variant"),
        ({"applicant": {"kind": "citizen", "full_name": ""}}, "applicant.full_name"),
        ({"applicant": {"kind": "citizen", "full_name": "x" * 401}}, "applicant.full_name"),
        ({"applicant": {"kind": "robot", "full_name": "x"}}, "applicant.kind"),
        ({"applicant": {"kind": "citizen", "full_name": "x", "identity_number": "123"}}, "applicant.identity_kind"),
        ({"applicant": {"kind": "citizen", "full_name": "x", "email": "không"}}, "applicant.email"),
        ({"applicant": "nobody"}, "applicant"), ({"applicant": None}, "applicant"),
        ({"co_applicants": [{"kind": "citizen", "full_name": "x"}] * 101}, "co_applicants"),
        ({"co_applicants": [{"kind": "citizen", "full_name": "x"}, {"kind": "citizen"}]}, "co_applicants.1.full_name"),
        ({"representative": {"kind": "citizen"}}, "representative.full_name"),
        ({"notify": {"zalo": True, "whom": "representative"}}, "notify.whom"), ({"notify": {"sms": True}}, "notify.sms"),
        ({"documents": [{}]}, "documents.0.name"), ({"documents": [{"requirement": "x"}]}, "documents.0.requirement"),
        ({"documents": [{"name": "x" * 401}]}, "documents.0.name"), ({"documents": [{"file": "x"}]}, "documents.0.file"),
        ({"misspelt": 1}, "misspelt"), ({"summary": "x" * 1001}, "summary"), ({"accept": "maybe"}, "accept"),
        ({"commune": "99999"}, "commune"),
    ],
)  # fmt: skip
def test_a_fault_is_a_field_and_nothing_is_made(api, body, change, field):
    with nothing_changes():
        problem(api.post("dossiers/", {**body, **change}), 400, field)


def test_what_another_system_settles_is_not_filed_here(api, body, world):
    """Motorbike plates are the police's: they are mirrored."""
    told = {**body, "procedure": worlds.MOTORBIKE, "agency": world.agencies["police"].code}
    with nothing_changes():
        errors = problem(api.post("dossiers/", told), 400)["errors"]
    assert "settled_elsewhere" in {e["code"] for e in errors if e["field"] == "procedure"}


def test_every_fault_at_once(api, body):
    with nothing_changes():
        problem(
            api.post("dossiers/", {**body, "procedure": "9.999999", "agency": "H05.999", "applicant": {
                "kind": "citizen", "full_name": "x", "identity_kind": "cccd", "identity_number": "12",
            }}),
            400, "procedure", "agency", "applicant.identity_number",
        )  # fmt: skip


def test_a_decomposed_name_of_four_hundred_characters_is_taken(api, body):
    body["applicant"]["full_name"] = unicodedata.normalize("NFD", "Ằ" * 400)
    made = api.post("dossiers/", body)
    assert made.status_code == 201 and made.json()["applicant_name"] == "Ằ" * 400


@pytest.mark.parametrize("phone", ["090x", "12", "+84 900", "không có", "0" * 40])
def test_a_malformed_phone_is_kept_nothing_is_sent_and_the_ledger_says_why(api, body, phone):
    body["applicant"]["phone"] = phone
    made = api.post("dossiers/", body).json()
    [message] = api.get(f"dossiers/{made['id']}/messages/").json()["results"]
    assert message["state"] == "withheld" and "Số điện thoại" in message["reason"] and message["attempts"] == []
    with scoping.system("test"):
        party = Dossier.objects.get(id=made["id"]).parties.get()
    assert (party.phone_typed, party.phone) == (phone, "") and party.phone_problem


def test_papers_that_came_with_it_are_written_down(api, body):
    body["documents"] = [{"requirement": "don"}, {"name": "Ảnh khách sạn"}, {"requirement": "don", "name": "Bản hai"}]
    made = api.post("dossiers/", body).json()
    told = api.get(f"dossiers/{made['id']}/documents/").json()["results"]
    assert [(d["requirement"], d["file"]) for d in told] == [("don", None), (None, None), ("don", None)]
    assert told[0]["name"] and told[1]["name"] == "Ảnh khách sạn" and told[2]["name"] == "Bản hai"
    with scoping.system("test"):
        assert Attachment.objects.count() == 3


def test_several_applicants_and_a_representative(api, body):
    body["co_applicants"] = [{"kind": "citizen", "full_name": f"Đồng chủ {n}"} for n in range(3)]
    body["representative"] = {"kind": "citizen", "full_name": "Người Được Ủy Quyền", "phone": "0900000009"}
    body["notify"] = {"zalo": True, "whom": "both"}
    made = api.post("dossiers/", body).json()
    told = api.get(f"dossiers/{made['id']}/messages/").json()["results"]
    assert sorted(m["recipient"]["role"] for m in told) == ["applicant", *["co_applicant"] * 3, "representative"]


class TestWhoseAgency:
    def test_another_province(self, world, body):
        elsewhere = worlds.build("H19", "Đồng Nai", catalogue=False)
        stranger = ApiClient(worlds.client_of(elsewhere))
        with nothing_changes():
            problem(stranger.post("dossiers/", body), 403)

    def test_another_unit_of_the_province(self, world, body):
        stranger = ApiClient(worlds.client_of(world, agencies=("land",)))
        with nothing_changes():
            problem(stranger.post("dossiers/", body), 403)

    def test_a_unit_that_only_receives_may_file_for_one_that_decides(self, world, body):
        counter = ApiClient(worlds.client_of(world, agencies=("centre",)))
        made = counter.post("dossiers/", {**body, "receiving_agency": world.centre.code})
        assert made.status_code == 201
        assert counter.get(f"dossiers/{made.json()['id']}/").status_code == 200


@pytest.mark.parametrize("raw", [b"", b"{", b"[1]", b"null", b'"x"', b"\xff\xfe"])
def test_what_is_not_the_body_is_a_clear_error(api, raw):
    with nothing_changes():
        answer = api.http.generic(
            "POST", "/api/v1/dossiers/", raw, content_type="application/json",
            headers={"authorization": f"Bearer {api.token}"},
        )  # fmt: skip
        problem(answer, 400)


def test_a_body_of_more_than_a_megabyte_is_not_read(api, body):
    with nothing_changes():
        problem(api.post("dossiers/", {**body, "summary": "x" * 1_100_000}), 413)
