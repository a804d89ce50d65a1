"""The catalogue file: what is in it, and what happens to a wrong one."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from procedures.importing import CatalogueError, import_catalogue
from procedures.models import Procedure, ProcedureVersion
from procedures.queries import current_version, search
from procedures.terms import term_of

CATALOGUE = Path("procedures/data/catalogue.yaml")
pytestmark = pytest.mark.django_db


@pytest.fixture
def text() -> str:
    return CATALOGUE.read_text()


def changed(text: str, change) -> str:
    data = yaml.safe_load(text)
    change(data["procedures"])
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False)


def test_the_nine_services_are_there(text):
    import_catalogue(text)
    assert set(Procedure.objects.values_list("service", flat=True)) == {
        "dang_ky_ket_hon", "giay_to_nha_dat", "giay_chung_nhan_quyen_so_huu_nha", "dang_ky_quyen_su_dung_dat",
        "giay_phep_xay_dung", "bo_sung_ho_tich", "dang_ky_bien_so_xe_may", "nhap_quoc_tich", "cong_nhan_hang_luu_tru",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "variant", "amount", "unit"),
    [
        ("1.000894", "", 0, "same_day"),
        ("1.000894", "verification", 5, "working_days"),
        ("1.013831", "", 8, "working_days"),
        ("1.012753", "", 20, "working_days"),
        ("1.013978", "hard_area", 30, "working_days"),
        ("1.013225", "", 7, "working_days"),
        ("1.013225", "other_works", 10, "working_days"),
        ("1.012753", "registration_only", 17, "working_days"),
        ("1.013978", "hard_area_registration_only", 27, "working_days"),
        ("1.004566", "", 30, "days"),
        ("1.013980", "", 8, "working_days"),
        ("1.012753", "hard_area", 30, "working_days"),
        ("1.013978", "", 20, "working_days"),
        ("1.004859", "", 0, "same_day"),
        ("1.004859", "change", 3, "working_days"),
        ("1.010910", "lost_plate", 7, "working_days"),
        ("2.002039", "", 105, "days"),
        ("1.004859", "verification", 6, "working_days"),
        ("1.010910", "", 2, "working_days"),
        ("1.004594", "", 30, "days"),
    ],
)
def test_terms_are_the_law_s_with_their_unit(text, code, variant, amount, unit):
    import_catalogue(text)
    term = term_of(current_version(code), variant)
    assert (term.amount, term.unit) == (amount, unit)


def test_who_settles_and_what_is_sensitive(text):
    import_catalogue(text)
    settled = {v.procedure.code: v.settled_by for v in ProcedureVersion.objects.select_related("procedure")}
    assert settled["1.010910"] == "vertical" and settled["2.002039"] == "ministry"
    assert {c for c, s in settled.items() if s != "province"} == {"1.010910", "2.002039", "1.004566"}
    sensitive = set(ProcedureVersion.objects.filter(sensitive=True).values_list("procedure__code", flat=True))
    assert sensitive == {"1.000894", "1.004859", "2.002039"}


def test_what_could_not_be_checked_is_marked(text):
    import_catalogue(text)
    citizenship = current_version("2.002039")
    assert citizenship.procedure.code_unverified and "term.statutory" in citizenship.unverified
    assert current_version("1.004594").fees.filter(unverified=False).count() == 0


def test_the_retired_certificate_leads_to_what_replaced_it(text):
    import_catalogue(text)
    for name in ("quyen so huu nha o", "sổ hồng"):
        assert [v.procedure.code for v in search(name)] == ["1.012753", "1.013978"]


def test_the_ways_out_of_a_step_have_names(text):
    import_catalogue(text)
    step = current_version("1.000894").steps.get(code="tham_tra")
    assert (step.next_steps, step.outcomes["xac_minh"]) == (["ky", "xac_minh"], "Cần xác minh")


def test_citizenship_keeps_the_units_of_each_step(text):
    """Luật Quốc tịch 2008 Điều 21: ngày làm việc and ngày side by side; what others do is not on our clock."""
    import_catalogue(text)
    steps = current_version("2.002039").steps.order_by("order").values_list("amount", "unit", "outside_clock")
    assert [(int(amount), unit, outside) for amount, unit, outside in steps] == [
        (5, "working_days", False), (30, "days", False), (10, "working_days", False), (10, "working_days", False),
        (20, "days", True), (30, "days", True), (0, "working_days", True),
    ]  # fmt: skip


def test_search_forgets_diacritics(text):
    import_catalogue(text)
    assert (
        {v.procedure.code for v in search("Kết HÔN")} == {"1.000894"} == {v.procedure.code for v in search("ket hon")}
    )
    assert not search("phi thuyền")
    assert {v.procedure.code for v in search("xep hang sao khach")} == {"1.004594"}


def test_importing_again_changes_nothing(text):
    first = import_catalogue(text)
    assert first.created == 11 and import_catalogue(text) == type(first)(0, 11)


def test_a_change_from_a_day_on_makes_a_version_and_ends_the_old_one_the_day_before(text):
    import_catalogue(text)

    def shorter(entries):
        entry = next(e for e in entries if e["code"] == "1.004594")
        entry["effective_from"] = "2027-01-01"
        entry["term"]["committed"] = {"amount": 28, "unit": "days"}
        for other in entries:
            other["effective_from"] = str(other["effective_from"])
            if "effective_to" in other:
                other["effective_to"] = str(other["effective_to"])
            for fee in other["fees"]:
                if "from" in fee:
                    fee["from"] = str(fee["from"])

    import_catalogue(changed(text, shorter))
    assert term_of(current_version("1.004594", date(2026, 12, 31))).amount == 30
    assert term_of(current_version("1.004594", date(2027, 1, 1))).amount == 28


WRONG = [
    ("code: \"1.000894\"", "code: \"1.0008\"", "procedures[0].code", "không đúng dạng"),
    ("    settled_by: province\n    sensitive: true", "    settled_by: tinh\n    sensitive: true", "procedures[0].settled_by", "phải là một trong"),
    ("    copies: 1\n", "    copies: 0\n", "procedures[0].copies", "không được nhỏ hơn"),
    ("    copies: 1\n", "    copiess: 1\n", "procedures[0]", "trường lạ"),
    ("    copies: 1\n", "", "procedures[0]", "thiếu trường copies"),
    ("    copies: 1\n", "    copies: 1\n    copies: 2\n", "procedures[0].copies", "lặp lại"),
    ("{to: xac_minh, outcome", "{to: bay_len_troi, outcome", "procedures[0].steps[1].next", "không có bước"),
    ("term: {amount: 4, unit: working_days}", "term: {amount: 40, unit: working_days}", "procedures[0].steps", "hơn thời hạn"),
    ("effective_to: 2027-02-28", "effective_to: 2025-02-28", "procedures[0].effective_to", "kết thúc trước"),
    ("effective_from: 2026-01-01", "effective_from: 2026-02-31", "procedures[0].effective_from", "ngày có thật"),
    ("neutral_name: \"Thủ tục hộ tịch\"", "neutral_name: \"Đăng ký kết hôn\"", "procedures[0].neutral_name", "trung tính"),
    ("statutory: {amount: 30, unit: days,", "statutory: {amount: 30.5, unit: days,", "statutory.amount", "số nguyên"),
    ("term: {amount: 30, unit: days}", "term: {amount: 30.5, unit: days}", "steps[1].term.amount", "số nguyên"),
    ("      steps: \"Các bước nội bộ là mẫu; tỉnh", "      khong_co: \"Các bước nội bộ là mẫu; tỉnh", "unverified.khong_co", "không có trường này"),
    ("outside_clock: true}\n    unverified:", "outside_clock: true, next: [tiep_nhan]}\n    unverified:", "procedures[0].steps", "không có bước kết thúc"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "field", "message"), WRONG)
def test_a_wrong_file_names_line_and_field_and_imports_nothing(text, old, new, field, message):
    assert old in text
    wrong = text.replace(old, new, 1)
    with pytest.raises(CatalogueError) as caught:
        import_catalogue(wrong)
    fault = next(f for f in caught.value.faults if field in f.field and message in f.message)
    assert 0 < fault.line <= wrong.count("\n") + 1
    at = wrong[: wrong.index(new)].count("\n") + 1 if new else 0
    if field.count(".") == 1 and "steps" not in field and message != "lặp lại":
        assert fault.line == at + new[: len(new) - len(new.lstrip("\n"))].count("\n")
    assert not Procedure.objects.exists()


@pytest.mark.parametrize("content", ["", "procedures: [", "- a\n- b\n", "procedures: []\n", "x: 1\n"])
def test_what_is_not_a_catalogue_is_refused(content):
    with pytest.raises(CatalogueError):
        import_catalogue(content)
    assert not Procedure.objects.exists()


def test_the_command_prints_the_faults(tmp_path):
    path = tmp_path / "sai.yaml"
    path.write_text("procedures:\n  - code: 5\n")
    err = StringIO()
    with pytest.raises(CommandError, match="Không nạp gì cả"):
        call_command("import_procedures", str(path), stderr=err)
    assert "dòng 2, procedures[0].code" in err.getvalue()
    with pytest.raises(CommandError, match="Không đọc được"):
        call_command("import_procedures", str(tmp_path / "khong-co.yaml"))
