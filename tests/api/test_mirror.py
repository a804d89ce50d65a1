"""``PUT dossiers/mirror/{system}/{code}/``."""

import unicodedata

import pytest

from accounts.models import Consent
from dossiers.lookup import find, view
from dossiers.models import ClockEntry, Dossier, DossierWord
from events.models import Event
from foundation import scoping
from tests.api.conftest import ApiClient, act, problem
from tests.support import world as worlds
from tests.support.unchanged import nothing_changes

pytestmark = pytest.mark.django_db
CODE = "G09.20-20261123-0092637"
PATH = f"dossiers/mirror/bca/{CODE}/"


def put(api, told, path=PATH):
    return api.call("PUT", path, told)


def events() -> list[Event]:
    with scoping.system("test"):
        return list(Event.objects.filter(kind="dossier.mirrored").order_by("seq"))


def test_it_appears_with_its_own_code_and_dates(api, mirrored):
    answer = put(api, mirrored())
    made = answer.json()
    assert answer.status_code == 201 and made["code"] == CODE and answer["ETag"] == f'"{made["version"]}"'
    assert (made["due_at"], made["mirrored_from"], made["settled_by"]) == (
        "2026-11-26T09:00:00+07:00",
        "bca",
        "vertical",
    )
    assert (made["accepted_at"], made["source_version"]) == ("2026-11-23T09:00:00+07:00", 1)
    assert api.get(f"dossiers/?code={CODE.lower()}").json()["results"][0]["id"] == made["id"]
    with scoping.system("test"):
        assert not ClockEntry.objects.exists()


def test_the_same_and_older_versions_change_nothing(api, mirrored):
    put(api, mirrored(source_version=5, status="processing"))
    with nothing_changes():
        for version in (5, 4, 0):
            answer = put(api, mirrored(source_version=version, status="completed", summary="khác"))
            assert answer.status_code == 200 and answer.json()["status"] == "processing"
    assert put(api, mirrored(source_version=6, status="completed")).json()["status"] == "completed"
    assert [e.data["source_version"] for e in events()] == ["5", "6"]


def test_version_nought_is_a_version(api, mirrored):
    assert put(api, mirrored(source_version=0)).status_code == 201
    assert put(api, mirrored(source_version=1, status="processing")).json()["status"] == "processing"


def test_a_change_of_status_is_told_and_others_are_not(api, mirrored):
    made = put(api, mirrored()).json()
    put(api, mirrored(source_version=2, due_at="2026-11-27T09:00:00+07:00"))
    put(api, mirrored(source_version=3, status="completed", completed_at="2026-11-25T10:00:00+07:00"))
    told = api.get(f"dossiers/{made['id']}/messages/").json()["results"]
    assert [m["kind"] for m in told] == ["dossier.accepted", "dossier.completed"]
    assert [e.data["rule"] for e in events()] == ["status_changed", "", "status_changed"]


def test_what_is_told_later_counts(api, mirrored, world):
    """Another phone, a corrected name, another police station, a moved date: as the source says it now."""
    made = put(api, mirrored()).json()
    with scoping.system("test"):
        world.agencies["police2"] = worlds.Agency.objects.create(
            province=world.province, code="H05.302", name="Công an xã Thử", kind="police", valid_from="2025-07-01"
        )
    applicant = {
        "kind": "citizen", "full_name": unicodedata.normalize("NFD", "Trần Thị Thử Mới"), "phone": "0900000077",
        "identity_kind": "cccd", "identity_number": "027090000077",
    }  # fmt: skip
    later = put(
        api,
        mirrored(
            source_version=2, applicant=applicant, agency="H05.302", due_at="2026-11-30T09:00:00+07:00", summary="Xe mới"
        ),
    ).json()  # fmt: skip
    assert (later["id"], later["agency"], later["summary"]) == (made["id"], "H05.302", "Xe mới")
    assert (later["due_at"], later["original_due_at"]) == ("2026-11-30T09:00:00+07:00", made["due_at"])
    with scoping.system("test"):
        dossier = Dossier.objects.get(id=made["id"])
        party = dossier.parties.get()
        assert (party.full_name, party.phone, dossier.applicant_name) == (
            "Trần Thị Thử Mới",
            "+84900000077",
            "Trần Thị Thử Mới",
        )
        assert dossier.citizen_ids == [party.citizen_id]
        assert set(DossierWord.objects.values_list("word", flat=True)) == {"tran", "thi", "thu", "moi"}
    assert find(CODE, "0077") == dossier.id


def test_the_choice_about_zalo_stays_until_another_is_told(api, mirrored):
    def consents():
        with scoping.system("test"):
            return list(Consent.objects.order_by("at").values_list("granted", "source"))

    put(api, mirrored(notify={"zalo": False}))
    assert consents() == [], "a box that was left alone says nothing"
    put(api, mirrored(source_version=2, status="processing"))
    without = mirrored(source_version=3, status="completed")
    del without["notify"]
    made = put(api, without).json()
    assert consents() == [(True, "other_system")]
    put(api, mirrored(source_version=4, status="returned", notify={"zalo": False}))
    states = [m["state"] for m in api.get(f"dossiers/{made['id']}/messages/").json()["results"]]
    assert states[0] == states[-1] == "withheld" and "withheld" not in states[1:-1]
    assert consents() == [(True, "other_system")]


def test_the_look_up_opens_it(api, mirrored):
    put(api, mirrored())
    seen = view(find(f" {CODE.lower()} ", "0002"))
    assert seen.mirrored and seen.code == CODE and seen.title == "Đã tiếp nhận"


def test_our_acts_papers_and_results_do_not_apply(api, mirrored):
    made = put(api, mirrored()).json()
    with nothing_changes():
        for action, more in (("start", {}), ("complete", {"outcome": "granted"}), ("withdraw", {"reason": "x"})):
            told = problem(act(api, made, action, **more), 409)
            assert (told["code"], told["allowed"]) == ("mirrored", [])
        told = problem(api.upload(f"dossiers/{made['id']}/results/", b"%PDF-1.7\n%%EOF", number="1"), 409)
        assert told["code"] == "mirrored"


@pytest.mark.parametrize("final", ["refused", "withdrawn", "stopped", "returned"])
def test_it_does_not_open_again(api, mirrored, final):
    put(api, mirrored(status=final))
    with nothing_changes():
        problem(put(api, mirrored(source_version=2, status="processing")), 409)
    assert put(api, mirrored(source_version=3, status=final, summary="sửa")).json()["summary"] == "sửa"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": "draft"}, "status"), ({"status": "x"}, "status"), ({"source_version": -1}, "source_version"),
        ({"source_version": 10**30}, "source_version"), ({"source_version": "1.5"}, "source_version"),
        ({"agency": "H05.999"}, "agency"), ({"procedure": "9.999999"}, "procedure"), ({"due_at": "mai"}, "due_at"),
        ({"due_at": "20261399000000"}, "due_at"), ({"due_at": "2026-02-30"}, "due_at"), ({"due_at": 1700000000}, "due_at"),
        ({"received_at": "0001-01-01T00:00:00+14:00"}, "received_at"), ({"completed_at": "20269999"}, "completed_at"),
        ({"applicant": {"kind": "citizen", "full_name": " "}}, "applicant.full_name"), ({"outcome": "x"}, "outcome"),
        ({"summary": "x" * 1001}, "summary"), ({"channel": "counter"}, "channel"), ({"notify": {"whom": "both"}}, "notify.whom"),
    ],
)  # fmt: skip
def test_faults_change_nothing(api, mirrored, change, field):
    with nothing_changes():
        problem(put(api, mirrored(**change)), 400, field)


@pytest.mark.parametrize("missing", ["procedure", "agency", "applicant", "status", "source_version"])
def test_what_must_be_there(api, mirrored, missing):
    told = mirrored()
    del told[missing]
    with nothing_changes():
        problem(put(api, told), 400, missing)


@pytest.mark.parametrize("missing", ["received_at", "due_at", "completed_at"])
@pytest.mark.parametrize("how", [None, "absent"])
def test_dates_may_be_missing(api, mirrored, missing, how):
    told = mirrored()
    told.pop(missing, None)
    if how is None:
        told[missing] = None
    assert put(api, told).status_code == 201


@pytest.mark.parametrize(
    ("told", "received", "due"),
    [
        ("2026-11-26T09:00:00+07:00", "2026-11-26T09:00:00+07:00", "2026-11-26T09:00:00+07:00"),
        ("2026-11-26T02:00:00Z", "2026-11-26T09:00:00+07:00", "2026-11-26T09:00:00+07:00"),
        ("2026-11-26T02:00:00.123456+00:00", "2026-11-26T09:00:00+07:00", "2026-11-26T09:00:00+07:00"),
        ("2026-11-26T09:00:00", "2026-11-26T09:00:00+07:00", "2026-11-26T09:00:00+07:00"),
        ("2026-11-26T09:00", "2026-11-26T09:00:00+07:00", "2026-11-26T09:00:00+07:00"),
        ("2026-11-26 09:00", "2026-11-26T09:00:00+07:00", "2026-11-26T09:00:00+07:00"),
        ("20261126090000", "2026-11-26T09:00:00+07:00", "2026-11-26T09:00:00+07:00"),  # as the national services write it
        ("2026-11-26", "2026-11-26T00:00:00+07:00", "2026-11-26T17:30:00+07:00"),  # a mere day: its office hours
        ("20261126", "2026-11-26T00:00:00+07:00", "2026-11-26T17:30:00+07:00"),
        ("2026-11-29", "2026-11-29T00:00:00+07:00", "2026-11-29T23:59:59+07:00"),  # a Sunday
    ],
)  # fmt: skip
def test_moments_in_the_forms_that_systems_use(api, mirrored, told, received, due):
    made = put(api, mirrored(status="completed", received_at=told, due_at=told, completed_at=told)).json()
    assert (made["accepted_at"], made["due_at"]) == (received, due)
    assert made["completed_at"] == due, "ended on its due day, so in time"


class TestNames:
    @pytest.mark.parametrize("system", ["bộ-công-an", "1234567", "a b", "x" * 61, "-a", "a.b"])
    def test_of_a_system(self, api, mirrored, system):
        with nothing_changes():
            problem(put(api, mirrored(), f"dossiers/mirror/{system}/{CODE}/"), 400, "system")

    @pytest.mark.parametrize("code", ["short", "có-dấu-1234", "x" * 61, "a b c d e f"])
    def test_of_a_dossier(self, api, mirrored, code):
        with nothing_changes():
            problem(put(api, mirrored(), f"dossiers/mirror/bca/{code}/"), 400, "code")

    @pytest.mark.parametrize("code", ["000.00.64.H10-230515-0011", "G09.20-20260609-0092637", "A2345678"])
    def test_of_other_systems_are_kept_as_they_are(self, api, mirrored, code):
        assert put(api, mirrored(), f"dossiers/mirror/bca/{code}/").json()["code"] == code

    def test_one_code_in_two_systems_is_two_dossiers(self, api, mirrored):
        first, second = (put(api, mirrored(), f"dossiers/mirror/{s}/{CODE}/").json() for s in ("bca", "btp"))
        assert first["id"] != second["id"]
        assert len(api.get(f"dossiers/?code={CODE}").json()["results"]) == 2

    def test_another_case_of_letters_is_the_same_dossier_under_its_first_name(self, api, mirrored):
        first = put(api, mirrored()).json()
        again = put(api, mirrored(source_version=2), PATH.lower()).json()
        assert (again["id"], again["code"]) == (first["id"], CODE)


class TestWhose:
    def test_an_agency_of_another_province(self, api, mirrored):
        worlds.build("H19", "Đồng Nai", catalogue=False)
        with nothing_changes():
            problem(put(api, mirrored(agency="H19.301")), 403)

    def test_an_agency_that_is_not_the_systems(self, world, mirrored):
        limited = ApiClient(worlds.client_of(world, agencies=("land",)))
        with nothing_changes():
            problem(put(limited, mirrored()), 403)

    def test_a_dossier_that_another_unit_has(self, api, world, mirrored):
        put(api, mirrored())
        limited = ApiClient(worlds.client_of(world, agencies=("land",)))
        with nothing_changes():
            problem(put(limited, mirrored(agency=world.agencies["land"].code, source_version=9)), 403)
