"""Terms and fees that hold in some places only."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Commune, Province
from accounts.queries import territories_of
from accounts.reference import load
from portal.public.territories import promises_of
from procedures.fees import Place, fees_at, in_force
from procedures.importing import import_catalogue
from procedures.queries import current_version
from procedures.terms import promises_change, term_at
from tests.procedures.catalogues import catalogue, entry
from tests.support import world as worlds

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
PHAN_THIET, DA_LAT, GIA_NGHIA = ("Phan Thiết", "H11"), ("Xuân Hương - Đà Lạt", "H36"), ("Nam Gia Nghĩa", "H16")


@pytest.fixture
def lam_dong():
    load()
    import_catalogue(worlds.CATALOGUE.read_text())
    return Province.objects.get(code="H36", valid_to=None)


def place_of(province: Province, name: str, former: str) -> Place:
    commune = Commune.objects.get(province=province, name=name)
    place = Place(territories_of(province.id, commune.code), commune.kind)
    assert (former, True) in place.territories
    return place


@pytest.mark.parametrize(
    ("where", "channel", "amounts"),
    [
        (PHAN_THIET, "counter", [75000, 150000]),
        (DA_LAT, "counter", [80000, 200000]),
        (PHAN_THIET, "national_portal", [0]),
        (DA_LAT, "national_portal", [0]),
        (GIA_NGHIA, "counter", [None]),
        (GIA_NGHIA, "national_portal", [0]),
    ],
)
def test_a_permit_costs_what_the_old_province_s_resolution_says(lam_dong, where, channel, amounts):
    """NQ 77/2019 on the territory of old Bình Thuận, NQ 142/2022 on that of old Lâm Đồng; 0 đồng online since 25/11/2025
    in the whole province (NQ 51/2025/NQ-HĐND); old Đắk Nông has no row of its own."""
    rows = list(current_version(worlds.PERMIT).fees.all())
    asked = fees_at(rows, place_of(lam_dong, *where), channel, TODAY)
    assert [row.amount for row in asked if row.charge == "cap_phep"] == amounts


def test_a_xa_pays_less_than_a_phuong(lam_dong):
    rows = list(current_version(worlds.PERMIT).fees.all())
    commune = Commune.objects.filter(province=lam_dong, kind="Xã", old_territories__old_province__code="H36").first()
    place = Place(territories_of(lam_dong.id, commune.code), commune.kind)
    assert [row.amount for row in fees_at(rows, place, "counter", TODAY)] == [50000, 200000]


def test_before_the_resolution_online_was_not_free(lam_dong):
    rows = list(current_version(worlds.PERMIT).fees.all())
    place = place_of(lam_dong, *PHAN_THIET)
    assert 0 not in [row.amount for row in fees_at(rows, place, "national_portal", date(2025, 11, 24))]


def test_another_province_has_the_row_of_the_country(lam_dong):
    bac_ninh = Province.objects.get(code="H05", valid_to=None)
    rows = list(current_version(worlds.PERMIT).fees.all())
    (asked,) = fees_at(rows, Place(territories_of(bac_ninh.id)), "counter", TODAY)
    assert (asked.territory, asked.amount, asked.unverified) == ("", None, True)


def test_a_commune_of_another_province_adds_no_territory(lam_dong):
    foreign = Commune.objects.exclude(province=lam_dong).first()
    assert territories_of(lam_dong.id, foreign.code) == {("H36", False)}


def test_a_fee_counts_on_its_days_only():
    fee = {
        "kind": "phi",
        "name": "Phí",
        "amount": 5,
        "citation": "Nghị quyết thử",
        "from": "2026-03-01",
        "to": "2026-03-31",
    }
    import_catalogue(catalogue(entry(**{"fees.0": fee})))
    rows = list(current_version("1.999001", TODAY).fees.all())
    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert [len(in_force(rows, day)) for day in days] == [0, 1, 1, 0]


def promise(territory: str, days: int, **more):
    return {"territory": territory, "amount": days, "unit": "working_days", "citation": "Quyết định thử", **more}


@pytest.fixture
def promised(lam_dong):
    import_catalogue(
        catalogue(
            entry(
                **{
                    "steps.0.term.amount": 1,
                    "term.variants": [{"code": "xac_minh", "name": "Xác minh", "amount": 8, "unit": "working_days"}],
                    "term.commitments": [
                        promise("H36", 4), promise("H11", 3, former=True), promise("H36", 6, variant="xac_minh"),
                        promise("H05", 2, unverified=True),
                    ],
                }
            )
        )
    )  # fmt: skip
    return current_version("1.999001", TODAY)


def test_each_province_is_held_to_its_own_promise(promised, lam_dong):
    def days(province, commune=None, variant=""):
        return term_at(promised, variant, province.id, commune, TODAY).amount

    phan_thiet = Commune.objects.get(province=lam_dong, name="Phan Thiết")
    others = {p.code: p for p in Province.objects.filter(valid_to=None)}
    assert days(lam_dong) == Decimal(4)
    assert days(lam_dong, phan_thiet.code) == Decimal(3)
    assert days(lam_dong, variant="xac_minh") == Decimal(6)
    assert days(others["H19"], variant="xac_minh") == Decimal(8)
    assert days(others["H19"]) == Decimal(5)
    assert days(others["H05"]) == Decimal(5)  # shown, but no clock goes by what nobody could check


def test_a_case_that_does_not_exist_is_an_error(promised, lam_dong):
    with pytest.raises(LookupError):
        term_at(promised, "khac", lam_dong.id, None, TODAY)


def test_a_promise_holds_from_its_day_to_its_day_and_the_next_takes_over(lam_dong):
    """Given two decisions of one province, one after the other, and days without any, then each day has its own term; the
    three dates of each decision are kept."""
    dates = {"source_text_date": "2026-01-10", "decision_date": "2026-01-20", "published_date": "2026-01-25"}
    first = promise("H36", 4, **{"from": "2026-02-01", "to": "2026-06-30"}, **dates)
    then = promise("H36", 3, **{"from": "2026-08-01"})
    import_catalogue(catalogue(entry(**{"steps.0.term.amount": 1, "term.commitments": [first, then]})))
    version = current_version("1.999001", TODAY)

    def days(day: str):
        return int(term_at(version, "", lam_dong.id, None, date.fromisoformat(day)).amount)

    days_asked = ("2026-01-31", "2026-02-01", "2026-06-30", "2026-07-01", "2026-08-01", "2027-01-01")
    assert [days(day) for day in days_asked] == [5, 4, 4, 5, 3, 3]
    row = version.commitments.get(amount=4)
    assert [row.source_text_date, row.decision_date, row.published_date] == [
        date(2026, 1, 10), date(2026, 1, 20), date(2026, 1, 25),
    ]  # fmt: skip
    assert promises_change(version)
    assert [p.row.amount for p in promises_of(version, lam_dong, date(2026, 9, 1))] == [Decimal(3)]


def test_a_fee_keeps_the_dates_of_its_resolution():
    fee = {
        "kind": "phi", "name": "Phí", "amount": 1000, "citation": "Nghị quyết 1", "territory": "H05", "from": "2026-03-01",
        "source_text_date": "2026-03-01", "decision_date": "2026-02-10", "published_date": "2026-02-20",
    }  # fmt: skip
    import_catalogue(catalogue(entry(fees=[fee])))
    row = current_version("1.999001", TODAY).fees.get()
    assert [row.effective_from, row.source_text_date, row.decision_date, row.published_date] == [
        date(2026, 3, 1), date(2026, 3, 1), date(2026, 2, 10), date(2026, 2, 20),
    ]  # fmt: skip
