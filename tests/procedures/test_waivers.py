"""Rules by which fees are waived, as data: imported, kept, layered by place, and told apart by day."""

from datetime import date

import pytest
from django.db import DatabaseError

from foundation import scoping
from procedures.differences import differences
from procedures.facts import facts_of
from procedures.fees import Place
from procedures.importing import CatalogueError, import_catalogue
from procedures.models import FeeRow, ProcedureVersion, WaiverRule
from procedures.queries import versions_of
from procedures.waiver_words import waived_words
from procedures.waivers import general_rules, waivers_at
from tests.procedures.catalogues import catalogue, entry, waiver, waivers

pytestmark = pytest.mark.django_db
BAC_NINH = Place(frozenset({("H05", False)}))
PHAN_THIET = Place(frozenset({("H36", False), ("H11", True)}))
FREE = {"fees.0.waivers": [waiver()]}


def chosen(day=date(2026, 9, 1), *, place=BAC_NINH, channel="counter"):
    fee = FeeRow.objects.get()
    found = waivers_at(fee, general_rules(day), procedure="1.999001", place=place, channel=channel, day=day)
    return [(rule.code, rule.percent) for rule in found]


def faults(text):
    with pytest.raises(CatalogueError) as caught:
        import_catalogue(text)
    assert not WaiverRule.objects.exists()
    return [(f.line, f.field, f.message) for f in caught.value.faults]


def test_a_fee_has_its_own_and_those_of_many_procedures():
    import_catalogue(catalogue(entry(**FREE)))
    assert chosen() == [("ho_ngheo", 100)]
    assert import_catalogue(waivers(waiver(code="muc_2", percent=50))).waivers == 1
    assert chosen() == [("ho_ngheo", 100), ("muc_2", 50)]


@pytest.mark.parametrize(
    ("rule", "there"),
    [
        ({"procedures": ["1.999001"]}, True), ({"procedures": ["1.999002"]}, False), ({"kinds": ["phi"]}, True),
        ({"kinds": ["le_phi", "thue"]}, False), ({"channel": "counter"}, True), ({"channel": "post"}, False),
        ({"territory": "H05"}, True), ({"territory": "H19"}, False), ({"from": "2026-09-01", "to": "2026-09-01"}, True),
        ({"from": "2026-09-02"}, False), ({"to": "2026-08-31"}, False),
    ],
)  # fmt: skip
def test_it_is_offered_where_it_holds(rule, there):
    import_catalogue(catalogue())
    import_catalogue(waivers(waiver(**rule)))
    assert chosen() == ([("ho_ngheo", 100)] if there else [])


def test_a_resolution_stands_in_the_place_of_the_national_rule_on_its_territory():
    """Given a national rule, a province's and one of a former province, the nearest of one code is the one that is offered."""
    import_catalogue(catalogue(entry(**{"fees.0.waivers": [waiver(percent=50)]})))
    import_catalogue(
        waivers(waiver(percent=60), waiver(territory="H36", percent=70), waiver(territory="H11", former=True))
    )
    assert chosen() == [("ho_ngheo", 50)]  # the fee's own before that of many
    assert chosen(place=Place(frozenset({("H36", False)}))) == [("ho_ngheo", 70)]
    assert chosen(place=PHAN_THIET) == [("ho_ngheo", 100)]


def test_one_that_begins_later_ends_the_one_before_and_one_changed_corrects_it():
    import_catalogue(catalogue())
    first = waivers(waiver(percent=30, **{"from": "2026-01-01"}))
    assert import_catalogue(first).waivers == 1 and import_catalogue(first).waivers == 0
    import_catalogue(waivers(waiver(percent=40, **{"from": "2026-10-01"})))
    assert chosen(date(2026, 9, 30)) == [("ho_ngheo", 30)] and chosen(date(2026, 10, 1)) == [("ho_ngheo", 40)]
    import_catalogue(waivers(waiver(percent=35, **{"from": "2026-01-01"})))
    assert chosen(date(2026, 9, 30)) == [("ho_ngheo", 35)] and chosen(date(2026, 10, 1)) == [("ho_ngheo", 40)]
    assert WaiverRule.objects.exclude(corrected_by=None).get().percent == 30


def test_what_was_imported_cannot_be_rewritten_nor_by_an_official():
    import_catalogue(catalogue(entry(**FREE)))
    version = ProcedureVersion.objects.get()
    for attempt in (lambda rows: rows.update(percent=1), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="stays as it is"), scoping.system("test"):
            attempt(WaiverRule.objects.all())
    with pytest.raises(DatabaseError, match="row-level security"), scoping.staff(version.pk, None):
        WaiverRule.objects.create(order=1, code="them", name="Thêm", percent=100, citation="Không có")
    assert WaiverRule.objects.get().percent == 100


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"percent": 0}, ".percent", "không được nhỏ hơn 1"), ({"percent": 101}, ".percent", "không được lớn hơn 100"),
        ({"percent": 2.5}, ".percent", "phải là số nguyên"), ({"amount": 1000}, "", "không cả hai"),
        ({"percent": None}, "", "chưa rõ mức thì ghi unverified"), ({"citation": None}, "", "thiếu trường citation"),
        ({"code": "Hộ nghèo"}, ".code", "chữ thường không dấu"), ({"to": "2026-02-30"}, ".to", "ngày có thật"),
        ({"from": "2026-03-01", "to": "2026-02-01"}, ".to", "kết thúc trước"), ({"territory": "H99"}, ".territory", "H99"),
        ({"former": True}, ".former", "thiếu mã tỉnh cũ"), ({"color": "đỏ"}, ".color", "trường lạ: color"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_by_line_and_field(change, field, message):
    line, where, said = faults(waivers(waiver(**change)))[0]
    assert (where, line >= 1) == (f"waivers[0]{field}", True) and message in said
    _line, where, said = faults(catalogue(entry(**{"fees.0.waivers": [waiver(**change)]})))[0]
    assert where == f"procedures[0].fees[0].waivers[0]{field}" and message in said


def test_more_that_is_wrong():
    assert faults(waivers(waiver(), waiver()))[0][1:] == (
        "waivers[1].code", "mã ho_ngheo đã có cho địa bàn này trong thời gian này",
    )  # fmt: skip
    assert faults(waivers(waiver(procedures=["1.99"])))[0][1] == "waivers[0].procedures[0]"
    assert faults(waivers(waiver(kinds=["tien"])))[0][1] == "waivers[0].kinds[0]"
    assert (
        "trường lạ: procedures"
        in faults(catalogue(entry(**{"fees.0.waivers": [waiver(procedures=["1.999001"])]})))[0][2]
    )
    assert faults("{}")[0][2] == "thiếu trường procedures"


def test_unknown_is_marked_and_not_made_up():
    import_catalogue(catalogue(entry(**{"fees.0.waivers": [waiver(percent=None, unverified=True)]})))
    rule = WaiverRule.objects.get()
    assert not rule.measured and waived_words(rule) == "chưa rõ mức"


@pytest.mark.parametrize(
    ("percent", "amount", "said"), [(100, None, "miễn"), (50, None, "giảm 50%"), (None, 20_000, "giảm 20.000 đ")]
)
def test_how_much_in_words(percent, amount, said):
    assert waived_words(WaiverRule(percent=percent, amount=amount)) == said
    assert waived_words({"percent": percent, "amount": amount or 1}) == said


def test_a_comparison_of_versions_tells_what_changed():
    import_catalogue(catalogue(entry(**FREE)))
    import_catalogue(catalogue(entry(**{"effective_from": "2026-11-01", "fees.0.waivers": [waiver(percent=50)]})))
    newer, older = versions_of("1.999001")
    (found,) = [one for one in differences(facts_of(older), facts_of(newer)) if one.section == "fees"]
    assert "miễn" in found.before and "giảm 50%" in found.after
