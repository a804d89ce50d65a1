import pytest

from accounts.models import Commune, OldTerritory, Province
from accounts.reference import level_1_codes, load
from foundation import scoping

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded():
    load()


def test_the_totals_of_the_merger():
    assert Province.objects.filter(valid_to=None).count() == 34
    assert Province.objects.exclude(valid_to=None).count() == 52
    assert (Commune.objects.count(), OldTerritory.objects.count()) == (3321, 3321)


def test_loading_again_changes_nothing():
    assert load() == (86, 3321)
    assert (Province.objects.count(), OldTerritory.objects.count()) == (86, 3321)


@pytest.mark.parametrize(
    ("old", "now"),
    [("H11", "H36"), ("H58", "H20"), ("H02", "H05"), ("H10", "H19"), ("H47", "H17"), ("H33", "H01")],
)
def test_who_was_merged_into_whom(old, now):
    assert Province.objects.get(code=old, valid_to__isnull=False).merged_into.code == now


def test_lam_dong_has_its_units_and_knows_their_former_province():
    lam_dong = Province.objects.get(code="H36", valid_to=None)
    assert (lam_dong.numeric_code, lam_dong.communes.count()) == ("68", 124)
    olds = set(OldTerritory.objects.filter(commune__province=lam_dong).values_list("old_province__code", flat=True))
    assert olds == {"H36", "H11", "H16"}


def test_codes_keep_their_leading_zeros():
    assert Commune.objects.get(code="00118").name == "Bồ Đề"


def test_codes_that_nothing_confirms_are_marked():
    sure = set(Province.objects.filter(unverified=False).values_list("code", flat=True))
    assert sure == {"H10", "H13", "H17", "H19", "H20", "H37", "H38", "H41", "H48", "H52", "H61"}


def test_former_cities_stay_cities_and_say_where_they_went():
    cities = Province.objects.filter(kind="thanh_pho")
    assert set(cities.filter(valid_to=None).values_list("name", flat=True)) == {
        "Hà Nội", "Huế", "Hải Phòng", "Đà Nẵng", "Hồ Chí Minh", "Cần Thơ",
    }  # fmt: skip
    assert cities.exclude(valid_to=None).count() == 4
    binh_thuan = Province.objects.get(code="H11")
    assert "Thuộc Lâm Đồng từ 1/7/2025 (Nghị quyết 202/2025/QH15)" in binh_thuan.note


def test_numeric_codes_that_nothing_confirms_are_marked_too():
    sure = Province.objects.exclude(note__contains="Mã số")
    assert [(p.name, p.numeric_code) for p in sure] == [("Lâm Đồng", "68")]


def test_every_former_province_has_one_successor_and_every_commune_one_former_province():
    assert not Province.objects.exclude(valid_to=None).filter(merged_into=None).exists()
    assert not Province.objects.filter(merged_into__valid_to__isnull=False).exists()
    for commune, old, now in OldTerritory.objects.values_list(
        "commune_id", "old_province__merged_into_id", "commune__province_id"
    ):
        assert old in (None, now), commune
    assert OldTerritory.objects.values("commune").distinct().count() == 3321


def test_a_corrected_former_province_replaces_the_wrong_one():
    with scoping.system("test"):
        wrong = Province.objects.get(code="H11")
        assert OldTerritory.objects.filter(commune_id="00118").update(old_province=wrong) == 1
    load()
    assert [t.old_province.name for t in OldTerritory.objects.filter(commune_id="00118")] == ["Hà Nội"]


def test_the_level_1_codes_of_before_and_after():
    assert [len(level_1_codes(former=former)) for former in (False, True)] == [34, 52]
    assert "H11" in level_1_codes(former=True) - level_1_codes(former=False)


def test_the_communes_whose_former_province_is_in_doubt_are_flagged():
    doubtful = OldTerritory.objects.filter(unverified=True)
    assert doubtful.count() == 23
    assert not doubtful.filter(commune__province__code__in=["H05", "H19", "H36"]).exists()


def test_a_doubt_that_was_cleared_is_taken_away_by_loading_again():
    with scoping.system("test"):
        assert OldTerritory.objects.filter(commune_id="00118").update(unverified=True) == 1
    load()
    assert not OldTerritory.objects.get(commune_id="00118").unverified


def test_kinds_of_communes_are_those_of_the_decision():
    """QĐ 19/2025/QĐ-TTg: 2.621 xã, 687 phường, 13 đặc khu."""
    kinds = {kind: Commune.objects.filter(kind=kind).count() for kind in ("Xã", "Phường", "Đặc khu")}
    assert kinds == {"Xã": 2621, "Phường": 687, "Đặc khu": 13}
