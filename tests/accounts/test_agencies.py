"""The tree of agencies: codes that say their province, dates, succession; posts within it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.models import Q

from accounts.agency_codes import level_1_of
from accounts.models import Agency, Commune, Position, Province, User
from accounts.queries import agencies_of, agency_by_code, successor_of, with_descendants
from accounts.reference import load
from foundation import scoping

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    with scoping.system("test"):
        return Province.objects.create(code="H05", name="Bắc Ninh", valid_from="2025-07-01")


def agency(province, code, **more) -> Agency:
    values = {"name": code, "kind": "department", "valid_from": date(2025, 7, 1), **more}
    with scoping.system("test"):
        return Agency.objects.create(province=province, code=code, **values)


@pytest.mark.parametrize(
    ("code", "level_1"),
    [
        ("H05.101.01", "H05"), ("H05.000", "H05"), ("H52.101.114", "H52"), ("000.00.64.H10", "H10"), ("G09.20", "G09"),
        ("H05", "H05"), ("101.01", None), ("h05.101", None), ("H05..01", None), ("H05/101", None), ("", None),
        ("H05." + ".".join(["101"] * 9), None),
    ],
)  # fmt: skip
def test_a_code_says_its_province_in_the_new_and_the_old_order(code, level_1):
    """QĐ 20/2020/QĐ-TTg, QĐ 09/2025/QĐ-TTg: groups by dots, at most 35 characters."""
    assert level_1_of(code) == level_1


class TestWhatMakesNoSense:
    def test_the_code_of_another_province(self, province):
        wrong = Agency(province=province, code="H19.101", name="Sở", kind="department", valid_from=date(2025, 7, 1))
        with pytest.raises(ValidationError) as caught:
            wrong.full_clean()
        assert caught.value.message_dict == {"code": ["Mã định danh phải bắt đầu bằng mã tỉnh H05."]}

    def test_a_parent_or_commune_elsewhere(self, province):
        with scoping.system("test"):
            other = Province.objects.create(code="H19", name="Đồng Nai")
            commune = Commune.objects.create(
                code="99999", name="Thử", kind="Xã", province=other, valid_from="2025-07-01"
            )
        wrong = Agency(
            province=province, code="H05.101", name="Sở", kind="department", valid_from=date(2025, 7, 1),
            parent=agency(other, "H19.101"), commune=commune,
        )  # fmt: skip
        with pytest.raises(ValidationError) as caught:
            wrong.full_clean()
        assert set(caught.value.message_dict) == {"parent", "commune"}

    def test_a_unit_above_itself(self, province):
        top = agency(province, "H05.101")
        middle = agency(province, "H05.101.01", parent=top)
        top.parent = agency(province, "H05.101.01.01", parent=middle)
        with pytest.raises(ValidationError) as caught:
            top.full_clean()
        assert set(caught.value.message_dict) == {"parent"}

    def test_dates_the_wrong_way_round(self, province):
        with pytest.raises(IntegrityError, match="agency_dates"):
            agency(province, "H05.101", valid_to=date(2025, 6, 30))

    def test_two_agencies_of_one_code_at_a_time(self, province):
        agency(province, "H05.101")
        with pytest.raises(IntegrityError, match="agency_current_code"):
            agency(province, "H05.101", valid_from=date(2026, 1, 1))


def test_an_agency_is_succeeded_by_another_under_the_same_code(province):
    new = agency(province, "H05.101", valid_from=date(2026, 7, 1), name="Sở mới")
    old = agency(province, "H05.101", valid_to=date(2026, 6, 30), name="Sở cũ", succeeded_by=new)
    with scoping.system("test"):
        assert agency_by_code("H05.101", date(2026, 6, 30)) == old
        assert agency_by_code("H05.101", date(2026, 7, 1)) == new
        with pytest.raises(Agency.DoesNotExist):
            agency_by_code("H05.101", date(2025, 6, 30))
        assert [a.name for a in agencies_of(province.id, date(2026, 6, 30))] == ["Sở cũ"]
        assert list(new.predecessors.all()) == [old]


def test_an_agency_that_will_close_is_still_there_and_one_that_will_open_is_not_yet(province):
    closing = agency(province, "H05.101", valid_to=date(2099, 1, 1))
    agency(province, "H05.102", valid_from=date(2098, 1, 1))
    with scoping.system("test"):
        assert list(agencies_of(province.id)) == [closing]


def test_the_tree_below(province):
    top = agency(province, "H05.101")
    below = agency(province, "H05.101.01", parent=top)
    deepest = agency(province, "H05.101.01.01", parent=below)
    agency(province, "H05.102")
    with scoping.system("test"):
        assert set(with_descendants([top.id])) == {top.id, below.id, deepest.id}


def test_the_list_of_a_province_is_read_in_order_from_its_index(province):
    with scoping.system("test"), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off; "
            "SET LOCAL enable_incremental_sort = off"
        )
        cursor.execute(
            "EXPLAIN SELECT * FROM accounts_agency WHERE province_id = %s AND code >= 'H05.1' ORDER BY code, id LIMIT 51",
            [province.id],
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "agency_province_code" in plan and "Sort" not in plan


class TestPosts:
    def post(self, province, **more):
        with scoping.system("test"):
            user = User.objects.create_user("ky", province=province)
        return Position(
            user=user, agency=agency(province, "H05.101"), role="signer", valid_from=date(2026, 1, 1), **more
        )

    def test_a_deputy_signs_in_the_head_s_stead_for_a_time(self, province):
        post = self.post(province, can_sign=True, capacity="KT", valid_to=date(2026, 12, 31))
        with scoping.system("test"):
            post.full_clean()
            post.save()
        assert post.get_capacity_display() == "Ký thay (KT.)"

    def test_who_may_not_sign_has_no_capacity(self, province):
        with pytest.raises(IntegrityError, match="position_capacity_of_signers"), scoping.system("test"):
            self.post(province, can_sign=False, capacity="TL").save()

    def test_a_post_is_in_the_own_province(self, province):
        post = self.post(province)
        with scoping.system("test"):
            post.user.province = Province.objects.create(code="H19", name="Đồng Nai")
            with pytest.raises(ValidationError) as caught:
                post.full_clean()
        assert set(caught.value.message_dict) == {"agency"}


def test_the_provinces_of_a_day():
    load()
    begun = [Q(valid_from=None) | Q(valid_from__lte=day) for day in (date(2025, 6, 30), date(2025, 7, 1))]
    there = [Q(valid_to=None) | Q(valid_to__gte=day) for day in (date(2025, 6, 30), date(2025, 7, 1))]
    assert [Province.objects.filter(*both).count() for both in zip(begun, there, strict=True)] == [63, 34]


@pytest.mark.parametrize(
    ("code", "name"), [("H11", "Lâm Đồng"), ("H58", "Đồng Tháp"), ("H36", "Lâm Đồng"), ("H26", "Hà Nội")]
)
def test_an_old_code_leads_to_the_province_of_today(code, name):
    load()
    assert successor_of(code).name == name
