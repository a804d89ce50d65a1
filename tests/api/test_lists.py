"""``GET dossiers/``: pages, filters, and who sees what."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from dossiers.actions.start import start
from dossiers.models import Dossier
from foundation import scoping
from foundation.local_time import iso_local, now, to_local
from portal.api import present
from portal.api.dossiers import visible
from tests.api.conftest import ApiClient, act, problem
from tests.support import world as worlds
from tests.support.world import filed, person

pytestmark = pytest.mark.django_db


def ids(api, query="") -> list[str]:
    answer = api.get(f"dossiers/?{query}")
    assert answer.status_code == 200, answer.content
    return [d["id"] for d in answer.json()["results"]]


def walk(api, query, key="next", path=None):
    """Every page from a query on, by its links."""
    path = path or f"dossiers/?{query}"
    while path:
        page = api.get(path).json()
        assert set(page) == {"next", "previous", "results"}
        yield page
        path = page[key] and page[key].replace("http://testserver", "")


@pytest.fixture
def several(world):
    """Seven dossiers that differ in what can be asked for."""
    made = [filed(world, n, accept=n != 3) for n in range(1, 6)]
    permit = {"procedure": worlds.PERMIT, "agency": world.agencies["ward"].code}
    made += [filed(world, n, accept=True, applicant=person(n), **permit) for n in (6, 7)]
    with scoping.system("test"):
        for n, dossier in enumerate(made, start=1):
            Dossier.objects.filter(id=dossier.id).update(updated_at=now() - timedelta(days=10 - n))
        Dossier.objects.filter(id=made[0].id).update(
            accepted_at=now() - timedelta(days=40), due_at=now() - timedelta(days=2), due_sort=now() - timedelta(days=2)
        )
    return [str(d.id) for d in made]


@pytest.mark.parametrize(
    "query", ["", "&updated_since=2020-01-01", "&received_from=2020-01-01", "&due_before=2199-01-01"]
)
@pytest.mark.parametrize("size", [1, 2, 6, 7, 200])
def test_pages_cover_everything_once_forwards_and_back(api, several, query, size):
    pages = list(walk(api, f"page_size={size}{query}"))
    seen = [d["id"] for page in pages for d in page["results"]]
    expected = set(several) - ({several[2]} if "received" in query or "due" in query else set())
    assert len(seen) == len(set(seen)) and set(seen) == expected
    assert all(len(page["results"]) <= size for page in pages)
    assert pages[0]["previous"] is None and pages[-1]["next"] is None
    if len(pages) > 1:
        last = pages[-1]["previous"].replace("http://testserver", "")
        back = [d["id"] for page in walk(api, "", "previous", last) for d in page["results"]]
        assert set(back) == set(seen[: len(back)])


def test_the_newest_comes_first(api, several):
    assert ids(api) == several[::-1]


def test_what_is_filed_while_somebody_reads_shifts_no_page(api, several, world):
    first = api.get("dossiers/?page_size=3").json()
    filed(world, 50)
    rest = [
        d["id"] for page in walk(api, "", path=first["next"].replace("http://testserver", "")) for d in page["results"]
    ]
    assert [d["id"] for d in first["results"]] + rest == several[::-1]


class TestFilters:
    def test_status(self, api, several):
        act(api, {"id": several[1]}, "start")
        assert ids(api, "status=submitted") == [several[2]]
        assert set(ids(api, "status=submitted&status=processing")) == {several[1], several[2]}
        assert ids(api, "status=submitted,processing") == ids(api, "status=submitted&status=processing")
        assert ids(api, "status=returned") == [] and len(ids(api, "status=")) == 7

    def test_agency_procedure_and_assignee(self, api, several, world):
        assert set(ids(api, f"agency={world.agencies['ward'].code}")) == set(several[5:])
        assert set(ids(api, f"procedure={worlds.PERMIT}")) == set(several[5:])
        assert set(ids(api, f"procedure={worlds.PERMIT}.H05")) == set(several[5:])
        assert ids(api, "agency=H05.999") == [] and ids(api, "procedure=9.999999") == []
        with world.scope("case_officer"):
            start(several[0], actor=world.actor("case_officer"))
        assert ids(api, f"assignee={world.people['case_officer'].id}") == [several[0]]

    @pytest.mark.parametrize(
        "write", [str, str.lower, lambda c: f"  {c[:6]} {c[6:]} ".lower(), lambda c: c.replace("-", "–")]
    )
    def test_a_code_as_people_type_it(self, api, several, write):
        code = api.get(f"dossiers/{several[0]}/").json()["code"]
        assert ids(api, f"code={quote(write(code))}") == [several[0]]

    def test_received_between(self, api, several):
        day = to_local(now()).date()
        with scoping.system("test"):
            accepted = Dossier.objects.get(id=several[1]).accepted_at
        old = (day - timedelta(days=40)).isoformat()
        assert ids(api, f"received_to={(day - timedelta(days=30)).isoformat()}") == [several[0]]
        assert several[0] in ids(api, f"received_from={old}") and several[0] not in ids(api, f"received_from={day}")
        assert several[1] in ids(api, f"received_to={day}"), "a mere day is meant with its end"
        stamp = quote(iso_local(accepted + timedelta(seconds=1)))
        assert several[1] in ids(api, f"received_to={stamp}") and several[1] not in ids(api, f"received_from={stamp}")
        assert several[2] not in ids(api, "received_from=2000-01-01"), "not accepted yet"

    def test_a_plus_that_the_address_ate_is_read_as_one(self, api, several):
        assert ids(api, "received_from=2020-01-01T00:00:00+07:00") == ids(
            api, "received_from=2020-01-01T00:00:00%2B07:00"
        )

    def test_due_and_overdue(self, api, several):
        assert ids(api, "overdue=true") == ids(api, "overdue=1") == [several[0]]
        assert set(ids(api, "overdue=false")) == set(several[1:])
        assert ids(api, f"due_before={quote(iso_local(now()))}") == [several[0]]
        act(api, {"id": several[0]}, "request_supplement", reason="Thiếu")
        assert ids(api, "overdue=true") == [], "while its clock stands it is not late"

    def test_changes_since_come_in_the_order_of_the_changes(self, api, several):
        since = quote(iso_local(now() - timedelta(days=5, hours=1)))
        assert ids(api, f"updated_since={since}") == several[4:]
        act(api, {"id": several[4]}, "withdraw", reason="x")
        assert ids(api, f"updated_since={since}") == [*several[5:], several[4]]

    @pytest.mark.parametrize(
        ("q", "found"),
        [
            ("song cau", {0, 1, 2, 3, 4}), ("Sông", {0, 1, 2, 3, 4}), ("so ca", {0, 1, 2, 3, 4}), ("nguyễn thử", {5, 6}),
            ("không có", set()), ("0900000006", {5}), ("+84 900 000 006", {5}), ("027090000006", {5}), ("2300000001", {0}),
            ("0270", set()), ("%", set()), ("_", set()), ("", set(range(7))), ("'; DROP TABLE dossiers_dossier; --", set()),
        ],
    )  # fmt: skip
    def test_words_and_numbers(self, api, several, q, found):
        assert set(ids(api, f"q={quote(q)}")) == {several[n] for n in found}

    def test_together(self, api, several, world):
        both = f"agency={world.department.code}&status=accepted&q=song&received_from=2020-01-01&page_size=2"
        assert sum(len(page["results"]) for page in walk(api, both)) == 4

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ("colour=red", "colour"), ("status=zzz", "status"), ("status=accepted,zzz", "status"), ("assignee=zzz", "assignee"),
            ("received_from=mai", "received_from"), ("due_before=2026-13-01", "due_before"), ("overdue=maybe", "overdue"),
            ("page_size=0", "page_size"), ("page_size=201", "page_size"), ("page_size=x", "page_size"), ("cursor=x", "cursor"),
        ],
    )  # fmt: skip
    def test_what_does_not_read_is_named(self, api, several, query, field):
        problem(api.get(f"dossiers/?{query}"), 400, field)

    def test_a_cursor_of_another_order_is_refused(self, api, several):
        cursor = api.get("dossiers/?page_size=1").json()["next"].split("cursor=")[1].split("&")[0]
        problem(api.get(f"dossiers/?page_size=1&updated_since=2020-01-01&cursor={cursor}"), 400, "cursor")


class TestWhoSees:
    def test_another_province_and_another_unit_see_nothing(self, api, body, world):
        made = api.post("dossiers/", body).json()
        elsewhere = worlds.build("H19", "Đồng Nai", catalogue=False)
        strangers = [ApiClient(worlds.client_of(elsewhere)), ApiClient(worlds.client_of(world, agencies=("land",)))]
        for stranger in strangers:
            assert ids(stranger) == [] and ids(stranger, f"code={made['code']}") == [] and ids(stranger, "q=song") == []
            for path in ("", "events/", "messages/", "documents/", "results/"):
                problem(stranger.get(f"dossiers/{made['id']}/{path}"), 404)
            problem(act(stranger, made, "start"), 404)
        assert api.get(f"dossiers/{made['id']}/").json()["status"] == "accepted"

    def test_a_unit_sees_what_it_decides_and_what_it_receives_and_its_units_below(self, world, several, redis_url):
        see = {short: set(ids(ApiClient(worlds.client_of(world, agencies=(short,))))) for short in ("department", "centre", "ward", "office", "land")}  # fmt: skip
        assert see["department"] == set(several[:5]) and see["ward"] == set(several[5:])
        assert see["centre"] == set(several) and see["office"] == see["land"] == set()


class TestOne:
    def test_a_reader_who_has_it_already_gets_304(self, api, dossier):
        tag = api.get(f"dossiers/{dossier['id']}/")["ETag"]
        for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
            answer = api.get(f"dossiers/{dossier['id']}/", if_none_match=known)
            assert answer.status_code == 304 and answer.content == b"" and answer["ETag"] == tag
        act(api, dossier, "start")
        assert api.get(f"dossiers/{dossier['id']}/", if_none_match=tag).status_code == 200

    def test_only_stored_facts_so_that_the_tag_tells_the_truth(self, api, dossier, monkeypatch):
        """The same version reads the same tomorrow, a day after its date."""
        before = api.get(f"dossiers/{dossier['id']}/")
        later = now() + timedelta(days=90)
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)
        with scoping.system("test"):
            assert present.dossier(visible(dossier["id"])) == before.json()

    @pytest.mark.parametrize("name", ["x", "019e0000-0000-7000-8000-000000000000", "1", "H05.101.01-261125-0001"])
    def test_an_unknown_one_is_404(self, api, world, name):
        for path in ("", "events/", "messages/", "documents/", "results/"):
            problem(api.get(f"dossiers/{name}/{path}"), 404)
