"""Promises and fees of places are rows of a version: where the next one leaves them out, that is said beforehand."""

from datetime import date, timedelta

import pytest

from accounts.models import Province
from foundation import scoping
from procedures.checks import promises_and_fees as check
from procedures.omissions import REMEMBERED, omissions
from tests.procedures.lapsing import LAW
from tests.procedures.layers import days, version_of
from tests.support import world as worlds
from tests.support.administration import signed_in, text

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)
NATIONAL = {"kind": "le_phi", "name": "Lệ phí", "charge": "le_phi", "amount": 8000, "citation": "Thông tư thử"}
OURS = {**NATIONAL, "amount": 5000, "territory": "H05", "citation": "Nghị quyết thử"}


@pytest.fixture(autouse=True)
def today(monkeypatch):
    for room in ("procedures.checks", "procedures.queries", "portal.office.desk"):
        monkeypatch.setattr(f"{room}.today_local", lambda: TODAY)


@pytest.fixture
def world(db):
    return worlds.build()


def told(world, day=TODAY) -> list[tuple[int, str, str]]:
    with world.scope("controller"):
        found = omissions([world.province], day)
    return [(o.version.version, o.what, o.where.name) for o in found]


def test_a_version_without_the_promise_and_the_fee_of_the_province(world):
    """Given a promise and a fee of Bắc Ninh, when the entry of the next law has neither, then the self-check and the first
    page of procedure control say so in December, and another province is told nothing."""
    there = worlds.build("H19", "Đồng Nai", catalogue=False)
    version_of("2026-01-01", days(5), fees=[NATIONAL, OURS])
    version_of("2027-03-01", fees=[NATIONAL])
    assert told(world) == [(2, "commitment", "Bắc Ninh"), (2, "fee", "Bắc Ninh")] and told(there) == []
    with scoping.system("test"):
        promise, fee = check()
    assert promise.message == (
        "phiên bản 2 của thủ tục 1.999001 từ ngày 01/03/2027 không có cam kết thời hạn của tỉnh Bắc Ninh như phiên bản trước"
    )
    assert "không có mức phí của tỉnh Bắc Ninh" in fee.message and fee.level == promise.level == "warning"
    shown = text(signed_in(world, "controller").get("/can-bo/"))
    assert "Phiên bản 2 của thủ tục, từ ngày 01/03/2027, không có cam kết thời hạn của tỉnh Bắc Ninh" in shown
    assert "không có mức phí của tỉnh Bắc Ninh" in shown
    for role, house in (("receptionist", world), ("controller", there)):
        assert "như phiên bản trước" not in text(signed_in(house, role).get("/can-bo/"))


def test_one_that_has_them_says_nothing(world):
    version_of("2026-01-01", days(5), fees=[NATIONAL, OURS])
    version_of("2027-03-01", days(4), fees=[NATIONAL, {**OURS, "amount": 6000}])
    assert told(world) == [] and list(check()) == []


class TestOneChargeInSeveralRows:
    PHUONG, XA, ONLINE = ({**OURS, "area": "phuong"}, {**OURS, "area": "xa"}, {**OURS, "channel": "post", "amount": 0})
    SECOND = {**OURS, "name": "Lệ phí, công trình khác", "amount": 9000}

    @pytest.mark.parametrize(
        ("before", "after", "missed"),
        [
            ([PHUONG, XA], [PHUONG], True),
            ([OURS, ONLINE], [OURS], True),
            ([OURS, SECOND], [OURS], True),
            ([PHUONG, XA], [OURS], False),
            ([OURS, ONLINE, SECOND], [{**OURS, "amount": 6000}, SECOND, ONLINE], False),
        ],
        ids=["no xã", "nothing online", "one of two kinds", "one for all", "all"],
    )  # fmt: skip
    def test_what_is_left_out_of_it_is_missed(self, world, before, after, missed):
        version_of("2026-01-01", fees=[NATIONAL, *before])
        version_of("2027-03-01", fees=[NATIONAL, *after])
        assert told(world) == ([(2, "fee", "Bắc Ninh")] if missed else [])


def test_a_promise_that_ended_by_itself_is_not_missed(world):
    version_of("2026-01-01", days(5, to="2027-02-28"), days(4) | {"unverified": True, "from": "2027-03-01"})
    version_of("2027-03-01")
    assert told(world) == []


def test_one_for_a_case_and_one_that_begins_too_late_are_missed(world):
    version_of("2026-01-01", days(5), days(6, variant="kho"))
    version_of("2027-03-01", days(5, **{"from": "2027-04-01"}), days(6, variant="kho"))
    version_of("2027-09-01", days(5))
    assert told(world) == [(2, "commitment", "Bắc Ninh"), (3, "commitment", "Bắc Ninh")]


def test_a_territory_that_the_province_absorbed_is_its_own_to_see_to(world):
    with scoping.system("test"):
        Province.objects.create(
            code="H02", name="Bắc Giang", valid_from="1997-01-01", valid_to="2025-06-30", merged_into=world.province
        )
    version_of("2026-01-01", fees=[NATIONAL, {**OURS, "territory": "H02", "former": True}])
    version_of("2027-03-01", fees=[NATIONAL])
    assert told(world) == [(2, "fee", "Bắc Giang")]
    with scoping.system("test"):
        assert "tỉnh Bắc Giang (cũ)" in next(iter(check())).message


def test_a_correction_is_held_against_what_it_corrects(world):
    version_of("2026-01-01")
    version_of("2027-03-01", days(5))
    version_of("2027-03-01", legal_basis=["Luật đã sửa"])
    assert told(world) == [(3, "commitment", "Bắc Ninh")]


def test_it_is_told_for_a_while_after_the_day_and_not_for_ever(world):
    version_of("2026-01-01", days(5))
    version_of("2027-03-01")
    assert [len(told(world, LAW + after)) for after in (REMEMBERED, REMEMBERED + timedelta(days=1))] == [1, 0]


def test_many_versions_cost_as_many_queries_as_one(world, django_assert_max_num_queries):
    for n in range(1, 8):
        version_of("2026-01-01", days(5), fees=[NATIONAL, OURS], code=f"1.9990{n:02}")
        version_of("2027-03-01", code=f"1.9990{n:02}")
    with world.scope("controller"), django_assert_max_num_queries(4):
        assert len(omissions([world.province], TODAY)) == 14
