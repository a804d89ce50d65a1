import pytest

from accounts.models import Commune, OldTerritory, Province
from accounts.reference import load

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded():
    load()


def test_the_totals_of_the_merger():
    assert Province.objects.filter(valid_to=None).count() == 34
    assert Province.objects.exclude(valid_to=None).count() == 52
    assert Commune.objects.count() == 3321 and OldTerritory.objects.count() == 3321


def test_loading_again_changes_nothing():
    assert load() == (86, 3321)
    assert Province.objects.count() == 86 and OldTerritory.objects.count() == 3321


@pytest.mark.parametrize(
    ("old", "now"), [("H11", "H36"), ("H58", "H20"), ("H02", "H05"), ("H10", "H19"), ("H47", "H17"), ("H33", "H01")]
)
def test_who_was_merged_into_whom(old, now):
    assert Province.objects.get(code=old, valid_to__isnull=False).merged_into.code == now


def test_lam_dong_has_its_units_and_knows_their_former_province():
    lam_dong = Province.objects.get(code="H36", valid_to=None)
    assert lam_dong.numeric_code == "68" and lam_dong.communes.count() == 124
    olds = set(OldTerritory.objects.filter(commune__province=lam_dong).values_list("old_province__code", flat=True))
    assert olds == {"H36", "H11", "H16"}


def test_codes_keep_their_leading_zeros():
    assert Commune.objects.get(code="00118").name == "Bồ Đề"


def test_codes_that_nothing_confirms_are_marked():
    sure = set(Province.objects.filter(unverified=False).values_list("code", flat=True))
    assert sure == {"H10", "H13", "H17", "H19", "H20", "H37", "H38", "H41", "H48", "H52", "H61"}
