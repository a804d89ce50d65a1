"""What changed between two versions: named, with both texts, and nothing else."""

import copy
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import scoping
from procedures.differences import Difference, Fact, differences
from procedures.facts import facts_of
from procedures.importing.reading import read
from procedures.importing.run import write_catalogue
from procedures.models import ProcedureVersion
from tests.support.world import CATALOGUE, MARRIAGE, PERMIT

facts = st.lists(
    st.builds(Fact, st.sampled_from("ab"), st.sampled_from("xyz"), st.just("tên"), st.sampled_from(["", "1", "2"])),
    unique_by=lambda f: (f.section, f.key), max_size=6,
)  # fmt: skip


@given(facts)
def test_a_version_does_not_differ_from_itself(one):
    assert differences(one, list(reversed(one))) == []


@given(facts, facts)
def test_the_other_way_round_the_same_differs(one, other):
    there, back = differences(one, other), differences(other, one)
    assert sorted((d.section, d.before, d.after) for d in there) == sorted((d.section, d.after, d.before) for d in back)


def test_what_came_what_went_and_what_is_different():
    old = [Fact("fees", "a", "Lệ phí", "10"), Fact("fees", "b", "Phí", "5"), Fact("steps", "s", "Bước", "1 ngày")]
    new = [Fact("fees", "a", "Lệ phí", "20"), Fact("fees", "c", "Thuế", "7"), Fact("steps", "s", "Bước", "1 ngày")]
    found = differences(old, new)
    assert [(d.label, d.kind) for d in found] == [("Lệ phí", "changed"), ("Thuế", "added"), ("Phí", "removed")]
    assert found[0] == Difference("fees", "Lệ phí", "10", "20")


@pytest.mark.django_db
class TestOfTheCatalogue:
    @pytest.fixture
    def catalogue(self, db):
        content, _lines = read(CATALOGUE.read_text())
        with scoping.system("test"):
            write_catalogue(copy.deepcopy(content))
        return content

    @pytest.fixture
    def next_law(self, catalogue):
        """Luật Hộ tịch 03/2026/QH16 from 1/3/2027: a version prepared beside the one in force."""
        [entry] = [copy.deepcopy(e) for e in catalogue["procedures"] if e["code"] == MARRIAGE]
        entry["effective_from"] = "2027-03-01"
        del entry["effective_to"]
        entry["legal_basis"] = ["Luật Hộ tịch số 03/2026/QH16"]
        entry["requirements"] = [r for r in entry["requirements"] if r["code"] != "can_cuoc"]
        entry["term"]["variants"][0]["amount"] = 4
        with scoping.system("test"):
            write_catalogue({"procedures": [entry]})
            return list(ProcedureVersion.objects.filter(procedure__code=MARRIAGE).order_by("effective_from"))

    def test_a_law_that_takes_over_by_date(self, next_law):
        before, after = next_law
        assert (before.effective_to, after.effective_from) == (date(2027, 2, 28), date(2027, 3, 1))
        found = differences(facts_of(before), facts_of(after))
        assert {(d.section, d.kind) for d in found} >= {
            ("general", "changed"),
            ("requirements", "removed"),
            ("term", "changed"),
        }
        [term] = [d for d in found if d.section == "term"]
        assert term.label == "Cần xác minh" and "5 ngày làm việc" in term.before and "4 ngày làm việc" in term.after

    def test_a_related_procedure_is_a_fact(self, catalogue):
        version = ProcedureVersion.objects.get(procedure__code=PERMIT)
        told = {f.label: f.text for f in facts_of(version)}
        assert told["thủ tục liên quan 1.013226"].startswith("Điều chỉnh giấy phép xây dựng")

    def test_promises_and_fees_name_the_place_the_case_and_whether_it_is_a_former_one(self, catalogue):
        [entry] = [copy.deepcopy(e) for e in catalogue["procedures"] if e["code"] == PERMIT]
        promise = {"amount": 6, "unit": "working_days", "citation": "Quyết định thử"}
        entry["term"]["commitments"] = [
            {**promise, "territory": "H36"}, {**promise, "territory": "H36", "former": True},
            {**promise, "territory": "H36", "variant": "other_works"},
        ]  # fmt: skip
        with scoping.system("test"):
            write_catalogue({"procedures": [entry]})
        labels = [f.label for f in facts_of(ProcedureVersion.objects.filter(procedure__code=PERMIT).latest("version"))]
        assert [label for label in labels if label.startswith("cam kết")] == [
            "cam kết của Lâm Đồng", "cam kết của Lâm Đồng, Công trình khác (xây mới, di dời, có thời hạn)",
            "cam kết của Lâm Đồng (cũ)",
        ]  # fmt: skip
        assert "Lệ phí cấp phép – nhà ở riêng lẻ (xã), Lâm Đồng (cũ), xã" in labels

    def test_every_fact_has_a_name_of_its_own(self, catalogue):
        for version in ProcedureVersion.objects.filter(procedure__code__in=[PERMIT, MARRIAGE]):
            told = facts_of(version)
            assert len({(f.section, f.key) for f in told}) == len(told) > 30
            assert all(f.label for f in told)
