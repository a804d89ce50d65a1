"""Every list at a size where it matters: no table is read from end to end, and a page costs what a page costs.

Under row-level security, with the real queries of the real calls, planned and carried out by PostgreSQL.
"""

from itertools import combinations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.scopes import scope_for_client
from dossiers import queries
from dossiers.models import Dossier
from dossiers.register import book, line_of
from foundation import scoping
from foundation.local_time import now, to_local
from foundation.paging import keyset, small_count
from tests.plans.crowd import DOSSIERS
from tests.plans.explain import Plan, asked_by, plan

pytestmark = pytest.mark.django_db
MOST_ROWS = DOSSIERS * 25 // 100  # of the big tables, looked at for one page of fifty


@pytest.fixture(scope="module")
def known(crowd):
    """One dossier from the middle, and what can be asked about it."""
    with scoping.system("test"):
        row = Dossier.objects.filter(assignee__isnull=False, status="processing").order_by("-id")[500]
    return {
        "code": row.code, "status": "stopped", "agency": crowd.here.agencies["ward"].code, "procedure": "1.013225",
        "assignee": row.assignee_id, "received_from": f"{row.accepted_at:%Y-%m-%d}", "received_to": f"{row.accepted_at:%Y-%m-%d}",
        "due_before": f"{row.due_at:%Y-%m-%d}", "overdue": "true", "updated_since": f"{row.updated_at:%Y-%m-%d}", "q": "nguyen",
    }  # fmt: skip


def slow(plans: list[Plan], most: int = MOST_ROWS) -> list[str]:
    return [str(p) for p in plans if p.scanned or p.rows_read > most]


class TestTheApi:
    def plans(self, crowd, system: str, path: str) -> list[Plan]:
        api = crowd.systems[system]
        answer, statements = asked_by(lambda: api.get(path))
        assert answer.status_code == 200, (path, answer.content)
        with scoping.enter(scope_for_client(crowd.clients[system])):
            return [plan(sql) for sql in statements]

    @pytest.mark.parametrize("system", ["province", "unit"])
    def test_every_filter_and_every_pair_of_filters(self, crowd, known, system):
        asked = [{}, *({n: v} for n, v in known.items()), *(dict(pair) for pair in combinations(known.items(), 2))]
        asked += [{"status": s} for s in ("returned", "processing", "submitted,accepted", "withdrawn,refused,stopped")]
        asked += [{"q": q} for q in ("nguyen x12", "xabc", "0900000001", "027090000001", "khong co ai", "tran x1")]
        found = {}
        for filters in asked:
            query = "&".join(f"{name}={value}" for name, value in filters.items())
            found[query] = slow(self.plans(crowd, system, f"dossiers/?{query}"))
        assert {query: plans for query, plans in found.items() if plans} == {}

    @pytest.mark.parametrize(
        "query", ["", "updated_since=2000-01-01", "received_from=2000-01-01", "due_before=2199-01-01", "status=returned", "q=nguyen"]
    )  # fmt: skip
    def test_the_hundredth_page_costs_what_the_first_one_does(self, crowd, query):
        api, path = crowd.systems["province"], f"dossiers/?page_size=200&{query}"
        first = max(p.rows_read for p in self.plans(crowd, "province", path))
        for _page in range(12):
            path = api.get(path).json()["next"].replace("http://testserver/api/v1/", "")
        plans = self.plans(crowd, "province", path)
        assert not slow(plans) and max(p.rows_read for p in plans) <= 2 * first + 200

    @pytest.mark.parametrize(
        "query", ["", "status=returned", "agency=H05.101.01&overdue=true", "q=nguyen", "updated_since=2000-01-01"]
    )
    def test_a_page_of_two_hundred_takes_as_many_queries_as_one_of_one(self, crowd, query):
        counts = []
        for size in (1, 200):
            with CaptureQueriesContext(connection) as seen:
                page = crowd.systems["province"].get(f"dossiers/?page_size={size}&{query}").json()
            counts.append(len(seen))
            assert len(page["results"]) == size
        assert counts[0] == counts[1] <= 24

    def test_one_dossier_its_record_its_ledger_and_its_papers(self, crowd, known):
        with scoping.system("test"):
            row = Dossier.objects.get(code=known["code"])
        for part in ("", "events/", "messages/", "documents/", "results/"):
            plans = self.plans(crowd, "province", f"dossiers/{row.id}/{part}")
            assert plans and not slow(plans, 100)

    def test_the_feed(self, crowd):
        for system, after in (("province", 0), ("province", 60_000), ("unit", 40_000)):
            plans = self.plans(crowd, system, f"events/?after={after}&page_size=200")
            assert plans and not slow(plans, 2_000)


class TestTheDesk:
    @pytest.mark.parametrize(
        ("role", "which"),
        [("case_officer", "mine"), ("receptionist", "counter"), ("unit_head", "unit"), ("centre_director", "unit")],
    )
    def test_each_group_and_its_count(self, crowd, role, which):
        world = crowd.here
        rows_of = {
            "mine": lambda: queries.assigned_to([world.people[role].id]),
            "counter": lambda: queries.at_counters([world.centre.id]),
            "unit": queries.in_scope,
        }  # fmt: skip
        with world.scope(role):
            for group in queries.by_urgency(rows_of[which](), now()):
                for ask in (lambda g=group: list(g.rows[:8]), lambda g=group: small_count(g.rows)):
                    _rows, statements = asked_by(ask)
                    assert not slow([plan(sql) for sql in statements]), group.name
                page = keyset(group.rows, order=queries.DESK_ORDER, cursor=None, size=50)
                if page.next:
                    _rows, statements = asked_by(
                        lambda g=group, p=page: keyset(g.rows, order=queries.DESK_ORDER, cursor=p.next, size=50)
                    )
                    assert not slow([plan(sql) for sql in statements]), group.name

    def test_what_nobody_works_on(self, crowd):
        world = crowd.here
        both = [world.department.id, world.centre.id]
        with world.scope("case_officer"):
            shown, statements = asked_by(lambda: list(queries.unassigned([world.department.id])[:8]))
            first = plan(statements[0])
            assert len(shown) == 8 and len(statements) == 1 and "dossier_unassigned_desk" in first.indexes
            assert not slow([first], 100)
            for ask in (
                lambda: small_count(queries.unassigned([world.department.id])),
                lambda: keyset(queries.unassigned(both), order=queries.DESK_ORDER, cursor=None, size=50),
            ):
                _rows, statements = asked_by(ask)
                assert statements and not slow([plan(sql) for sql in statements], 1_000)

    @pytest.mark.parametrize("role", ["case_officer", "centre_director"])
    @pytest.mark.parametrize(
        "typed", ["nguyen", "nguyen x1", "xabc", "0900000001", "H05.101.01-260101-00001", "khong co"]
    )
    def test_what_is_typed_into_the_search(self, crowd, role, typed):
        with crowd.here.scope(role):
            _page, statements = asked_by(
                lambda: keyset(
                    queries.search(queries.in_scope(), typed), order=queries.DESK_ORDER, cursor=None, size=50
                )
            )
            assert statements and not slow([plan(sql) for sql in statements])


def test_the_book_of_a_counter_and_the_place_of_a_line(crowd):
    """Days in the middle of a year, and how many lines come before them."""
    with scoping.system("test"):
        rows = Dossier.objects.filter(receiving_agency=crowd.here.centre, accepted_at__isnull=False)
        row = rows.select_related("procedure__field").order_by("-id")[500]
    day = to_local(row.accepted_at).date()
    with crowd.here.scope("receptionist"):
        found, statements = asked_by(lambda: list(book(crowd.here.centre.id, row.procedure.field, day, day)[:51]))
        plans = [plan(sql) for sql in statements]
    assert found and not slow(plans) and any("dossier_book" in p.indexes for p in plans)
    line, statements = asked_by(lambda: line_of(row))
    with scoping.system("test"):
        counted = [plan(sql) for sql in statements]
    assert line >= 1 and [p.scanned for p in counted] == [[]] and "dossier_book" in counted[0].indexes
