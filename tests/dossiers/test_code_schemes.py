"""How codes are written is data: the country's schemes, old and new, and those of a province or an agency."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from dossiers.code_schemes import national, national_on, recognised, scheme_for
from dossiers.codes import CodeScheme, SchemeFault
from dossiers.models import OwnCodeScheme
from foundation import scoping
from foundation.local_time import today_local
from tests.support.world import filed

DAY = date(2026, 1, 16)


def test_the_code_of_today_has_the_competent_agency_the_day_and_the_number():
    scheme = national_on(DAY)
    assert scheme.write("H05.101.01", DAY, 1) == "H05.101.01-260116-0001"
    assert scheme.write("H05.101.01", DAY, 12345) == "H05.101.01-260116-12345"


def test_each_national_scheme_says_from_when_and_by_what():
    assert all(n.citation and n.valid_from for n in national())
    assert [n.scheme.name for n in national() if n.issued] == ["tt_03_2025"]
    assert {n.scheme.name for n in national() if n.unverified} == {"tt_01_2018", "ministry_yyyymmdd"}


def test_a_scheme_keeps_the_three_dates_and_leaves_empty_what_is_not_known(world):
    """Of the country's those that are known; of a province's its own decision's."""
    known = {n.scheme.name: (n.source_text_date, n.decision_date, n.published_date) for n in national()}
    assert known == {
        "tt_03_2025": (date(2025, 9, 15), None, None), "tt_04_2025_central": (date(2026, 1, 25), None, None),
        "tt_01_2018": (None, None, None), "ministry_yyyymmdd": (None, None, None),
    }  # fmt: skip
    with scoping.system("test"):
        OwnCodeScheme.objects.create(
            province=world.province, valid_from=DAY, citation="Quyết định thử", decision_date=DAY - timedelta(days=9),
            published_date=DAY - timedelta(days=5),
        )  # fmt: skip
        row = OwnCodeScheme.objects.get()
    assert (row.source_text_date, row.decision_date, row.published_date) == (None, date(2026, 1, 7), date(2026, 1, 11))


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("H05.101.01-260116-0001", {"tt_03_2025", "tt_04_2025_central"} - {"tt_04_2025_central"}),
        ("H05.101.01-260116-120001", {"tt_03_2025", "tt_04_2025_central"}),
        ("000.00.64.H10-230515-0011", {"tt_01_2018"}),
        ("G09.20-20260609-0092637", {"ministry_yyyymmdd"}),
        ("TN-2024/15", set()),
    ],
)
def test_codes_of_elsewhere_are_recognised_or_let_be(code, names):
    assert {n.scheme.name for n in recognised(code)} == names


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("{agency}-{number}", "day"), ("{agency}-{yymmdd}{number}", "number_last"), ("{yymmdd}-{number}", "agency_and_number"),
        ("{agency}-{yymmdd}-{number}-{number}", "agency_and_number"), ("{agency}-{number}-{yymmdd}", "number_last"),
        ("{agency} {yymmdd}-{number}", "letters"), ("{agency}-{yymmdd}-{number}Đ", "letters"),
        ("{agency}-{yymmdd}-{yyyymmdd}-{number}", "day"), ("{agency.__class__}-{yymmdd}-{number}", "agency_and_number"),
        ("{agency}-{yymmdd}-{number}-{secret}", "agency_and_number"), ("", "agency_and_number"),
    ],
)  # fmt: skip
def test_a_template_that_cannot_keep_codes_apart_is_refused(template, fault):
    with pytest.raises(SchemeFault, match=fault):
        CodeScheme(template)


@given(
    st.sampled_from(["{agency}-{yymmdd}-{number}", "{agency}-{yyyymmdd}-{number}", "{yymmdd}.{agency}-{number}"]),
    st.integers(4, 7), st.dates(date(2025, 1, 1), date(2040, 1, 1)), st.integers(1, 10**6),
)  # fmt: skip
def test_what_a_scheme_writes_it_knows_again(template, digits, day, number):
    scheme = CodeScheme(template, digits)
    assert scheme.fits(scheme.write("H05.101.01", day, number))


@pytest.mark.django_db
class TestOfAPlace:
    def own(self, world, template, **more):
        values = {"valid_from": today_local(), "citation": "Quyết định thử 1/QĐ-UBND", **more}
        with scoping.system("test"):
            row = OwnCodeScheme(province=world.province, template=template, **values)
            row.full_clean()
            row.save()

    def test_without_a_scheme_of_its_own_the_countrys_counts(self, world):
        assert scheme_for(world.department, today_local()) == national_on(today_local())

    def test_the_agencys_comes_before_the_provinces_and_each_from_its_day_on(self, world):
        today = today_local()
        self.own(world, "{agency}-{yyyymmdd}-{number}", valid_from=today - timedelta(days=9))
        self.own(world, "{agency}-{yymmdd}-{number}", digits=7, agency=world.department)
        assert filed(world, 1, accept=True).code == f"{world.department.code}-{today:%y%m%d}-0000001"
        with world.scope("receptionist"):
            assert scheme_for(world.agencies["land"], today).template == "{agency}-{yyyymmdd}-{number}"
            assert scheme_for(world.department, today - timedelta(days=1)).template == "{agency}-{yyyymmdd}-{number}"

    def test_a_scheme_that_ended_counts_no_more(self, world):
        today = today_local()
        self.own(
            world, "{agency}-{yyyymmdd}-{number}", valid_from=today - timedelta(9), valid_to=today - timedelta(1)
        )  # fmt: skip
        assert filed(world, 1, accept=True).code == f"{world.department.code}-{today:%y%m%d}-0001"

    @pytest.mark.parametrize(
        ("template", "more", "field"),
        [
            ("{agency}-{number}", {}, "template"), ("{agency}-{yymmdd}-{system}{number}", {}, "system"),
            ("{agency}-{yymmdd}-{number}", {"system": "12"}, "system"), ("{agency}-{yymmdd}-{number}", {"digits": 3}, "template"),
            ("MA-CUA-TINH-CHUNG-TOI-" * 2 + "{agency}-{yymmdd}-{number}", {}, "template"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_told_at_its_field(self, world, template, more, field):
        with pytest.raises(ValidationError) as refused:
            self.own(world, template, **more)
        assert field in refused.value.message_dict
