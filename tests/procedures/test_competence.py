"""Which agencies receive and decide, and who may edit the catalogue."""

from datetime import timedelta

import pytest

from accounts.policies import Grants
from foundation import scoping
from foundation.local_time import today_local
from procedures.policies import may_edit
from procedures.queries import competent_agencies, current_version, in_service, is_competent
from tests.support import world as worlds

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return worlds.build()


@pytest.mark.parametrize(
    ("code", "task", "expected"),
    [
        (worlds.HOTEL, "decides", {"department"}),
        (worlds.HOTEL, "receives", {"centre"}),
        (worlds.MARRIAGE, "decides", {"ward"}),
        (worlds.MARRIAGE, "receives", {"ward_centre"}),
        (worlds.MOTORBIKE, "decides", {"police"}),
        (worlds.CITIZENSHIP, "decides", {"justice"}),
        ("1.013831", "decides", {"land"}),
    ],
)
def test_agencies_by_kind_and_field(world, code, task, expected):
    with scoping.system("test"):
        version = current_version(code)
        found = set(competent_agencies(version, world.province.id, task))
        assert found == {world.agencies[name] for name in expected}
        assert all(is_competent(version, agency, task) == (agency in found) for agency in world.agencies.values())


def test_another_province_and_another_time_do_not_count(world):
    with scoping.system("test"):
        version, today = current_version(worlds.HOTEL), today_local()
        other = worlds.build("H19", "Đồng Nai", catalogue=False)
        assert world.department not in competent_agencies(version, other.province.id)
        department = world.department
        for changes, counts in [
            ({"valid_to": today}, True),
            ({"valid_to": today - timedelta(days=1)}, False),
            ({"valid_to": None, "valid_from": today + timedelta(days=1)}, False),
        ]:
            for name, value in changes.items():
                setattr(department, name, value)
            department.save()
            assert is_competent(version, department) == counts, changes


def test_where_the_place_decides_it_says_so(world):
    with scoping.system("test"):
        permit = current_version(worlds.PERMIT).authorities.get(task="decides")
    assert permit.territory == "site"


def test_only_procedure_control_may_edit(world):
    with scoping.system("test"):
        may = {role for role, user in world.people.items() if may_edit(Grants.of(user))}
    assert may == {"controller"}


def test_fees_of_a_former_territory_are_told_from_those_of_the_province(world):
    with scoping.system("test"):
        fees = current_version(worlds.PERMIT).fees
        lam_dong = fees.filter(territory="H36")
        assert set(lam_dong.filter(former_territory=True).values_list("amount", flat=True)) == {80000, 50000, 200000}
        assert [f.amount for f in lam_dong.filter(former_territory=False)] == [0]
        assert set(fees.filter(territory="H11").values_list("former_territory", flat=True)) == {True}
        assert len(in_service("giay_phep_xay_dung")) == 1
