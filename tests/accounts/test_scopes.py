"""What each account may see, and how long."""

from datetime import timedelta

import pytest

from accounts.models import Agency, ApiClient, Citizen, Position, Province, User
from accounts.policies import Grants
from accounts.roles import Role
from accounts.scopes import scope_for_client, scope_for_user
from foundation import scoping
from foundation.local_time import today_local

pytestmark = pytest.mark.django_db


@pytest.fixture
def house():
    """A province with a department that has a unit, and a ward."""
    with scoping.system("test"):
        province = Province.objects.create(code="T01", name="Tỉnh thử")

        def agency(code, parent=None):
            return Agency.objects.create(
                province=province,
                parent=parent,
                code=code,
                name=code,
                kind="department",
                valid_from="2025-07-01",
            )

        department = agency("T01.01")
        return province, department, agency("T01.01.01", department), agency("T01.02")


def official(province, agency, role, *, start=-10, end=None):
    today = today_local()
    with scoping.system("test"):
        user = User.objects.create_user(f"{role}-{agency.code}-{start}", province=province)
        Position.objects.create(
            user=user,
            agency=agency,
            role=role,
            valid_from=today + timedelta(days=start),
            valid_to=None if end is None else today + timedelta(days=end),
        )
    return user


def test_an_officer_sees_the_own_unit(house):
    province, _department, unit, _ward = house
    scope = scope_for_user(official(province, unit, Role.CASE_OFFICER))
    assert (scope.kind, scope.province_id, scope.agency_ids) == ("staff", province.id, (unit.id,))


def test_a_head_sees_the_units_below_as_well(house):
    province, department, unit, _ward = house
    scope = scope_for_user(official(province, department, Role.UNIT_HEAD))
    assert set(scope.agency_ids or ()) == {department.id, unit.id}


@pytest.mark.parametrize("role", [Role.CENTRE_DIRECTOR, Role.CONTROLLER, Role.ADMIN, Role.INSPECTOR])
def test_some_work_for_the_whole_province(house, role):
    province, _department, unit, _ward = house
    assert scope_for_user(official(province, unit, role)).agency_ids is None


@pytest.mark.parametrize(("start", "end"), [(-10, -1), (1, None)])
def test_a_post_counts_only_on_its_days(house, start, end):
    province, _department, unit, _ward = house
    user = official(province, unit, Role.SIGNER, start=start, end=end)
    assert scope_for_user(user).agency_ids == ()
    with scoping.system("test"):
        assert not Grants.of(user).roles


def test_an_inactive_person_sees_nothing(house):
    province, _department, unit, _ward = house
    user = official(province, unit, Role.ADMIN)
    user.is_active = False
    assert scope_for_user(user).kind == "none"


def test_a_citizen_sees_the_own_rows(house):
    with scoping.system("test"):
        user = User.objects.create_user("dan", kind=User.Kind.CITIZEN)
        person = Citizen.objects.create(user=user, full_name="Trần Thị Thử")
    scope = scope_for_user(user)
    assert (scope.kind, scope.person_id) == ("citizen", person.id)
    with scoping.enter(scope):
        assert list(Citizen.objects.values_list("id", flat=True)) == [person.id]


def test_a_client_sees_its_agencies_with_their_units_or_all(house):
    province, department, unit, _ward = house
    with scoping.system("test"):
        client = ApiClient.objects.create(
            name="Hệ thống đất đai",
            province=province,
            client_type="confidential",
            authorization_grant_type="client-credentials",
        )
    assert scope_for_client(client).agency_ids is None
    with scoping.system("test"):
        client.agencies.add(department)
    assert set(scope_for_client(client).agency_ids or ()) == {department.id, unit.id}


def test_a_role_counts_where_it_is_held(house):
    province, department, unit, ward = house
    user = official(province, unit, Role.CASE_OFFICER)
    with scoping.system("test"):
        grants = Grants.of(user)
    assert grants.has(Role.CASE_OFFICER, [unit.id])
    assert not grants.has(Role.CASE_OFFICER, [ward.id, department.id])
    assert not grants.has(Role.SIGNER, [unit.id])
