"""Every kind of wrong file: a line, a field, a Vietnamese sentence, and nothing imported."""

import json
from pathlib import Path

import pytest
import yaml
from django.db import models

from procedures import models as catalogue_models
from procedures.importing import CatalogueError, import_catalogue
from procedures.importing.checking import SCHEMA
from procedures.models import Field, Procedure
from tests.procedures.catalogues import catalogue, entry

pytestmark = pytest.mark.django_db
DAY5 = {"amount": 5, "unit": "working_days"}
RESULT = {"code": "x", "name": "Bước", "agency_role": "decider", "staff_role": "signer"}


def faults(text: str) -> list[tuple[int, str, str]]:
    with pytest.raises(CatalogueError) as caught:
        import_catalogue(text)
    assert not Procedure.objects.exists()
    assert not Field.objects.exists()
    return [(f.line, f.field, f.message) for f in caught.value.faults]


PROMISE = {"territory": "H05", "amount": 2, "unit": "working_days", "citation": "QĐ 1"}


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"fees.0.from": "2026-02-30"}, "fees[0].from", "ngày có thật"),
        ({"fees.0.from": "2026-03-01", "fees.0.to": "2026-02-01"}, "fees[0].to", "kết thúc trước"),
        ({"fees.0.territory": "H99"}, "fees[0].territory", "không có tỉnh hiện nay mang mã H99"),
        ({"fees.0.territory": "H11"}, "fees[0].territory", "không có tỉnh hiện nay mang mã H11"),
        ({"fees.0.territory": "H26", "fees.0.former": True}, "fees[0].territory", "không có tỉnh cũ mang mã H26"),
        ({"fees.0.former": True}, "fees[0].former", "thiếu mã tỉnh cũ"),
        ({"fees.0.channel": "online"}, "fees[0].channel", "không có cách nộp này"),
        ({"fees.0.percent": 0.5}, "fees[0]", "không cả hai"),
        ({"fees.0.amount": -1}, "fees[0].amount", "không được nhỏ hơn 0"),
        ({"fees.0.amount": 10**15}, "fees[0].amount", "không được lớn hơn"),
        ({"fees.0.amount": 1000.5}, "fees[0].amount", "phải là số nguyên"),
        ({"term.statutory.amount": float("inf")}, "term.statutory.amount", "không được lớn hơn"),
        ({"term.statutory.amount": float("nan")}, "term.statutory.amount", "phải là số"),
        ({"term.statutory.amount": 0.333}, "term.statutory.amount", "chữ số lẻ"),
        ({"term.statutory.amount": "5"}, "term.statutory.amount", "phải là số"),
        ({"term.statutory.unit": "weeks"}, "term.statutory.unit", "phải là một trong"),
        ({"term.committed": {"amount": 6, "unit": "working_days"}}, "term.committed", "dài hơn thời hạn luật định"),
        ({"term.committed": {"amount": 4, "unit": "working_days"}}, "steps", "hơn thời hạn (4)"),
        ({"term.variants": [{"code": "a", "name": "Một", **DAY5}] * 2}, "term.variants[1].code", "lặp lại"),
        ({"result.name": "x" * 401}, "result.name", "nhiều nhất 400"),
        ({"result.name": "  "}, "result.name", "cần có chữ"),
        ({"result.validity_months": 0}, "result.validity_months", "không được nhỏ hơn 1"),
        ({"short_name": "Tên dài hơn ba mươi ký tự, không vừa mẫu tin"}, "short_name", "nhiều nhất 30"),
        ({"copies": True}, "copies", "phải là số nguyên"),
        ({"requirements": []}, "requirements", "ít nhất 1 mục"),
        ({"requirements.0.color": "đỏ"}, "requirements[0].color", "trường lạ: color"),
        ({"authority.decides": [{"kind": "district"}]}, "authority.decides[0].kind", "phải là một trong"),
        ({"unverified": {"legal_basis.7": "cần kiểm tra"}}, "unverified.legal_basis.7", "không có trường này"),
        ({"steps.0.case": "verification"}, "steps[0].case", "không có trường hợp verification"),
        ({"steps.1.next": ["lam"]}, "steps[0].code", "không có bước kết thúc"),
        ({"steps.0.next": []}, "steps[1].code", "không đi tới được"),
        ({"steps.0.next": [{"to": "tra"}]}, "steps[0].next[0]", "phải là mã bước"),
        ({"steps.0.next": [{"to": "khac", "outcome": "Đạt"}]}, "steps[0].next", "không có bước khac"),
        ({"steps": []}, "steps", "phải có các bước"),
        ({"steps.1.code": "lam"}, "steps[1].code", "mã lam lặp lại"),
        ({"requirements.0": {"code": "don", "name": "Đơn"}}, "requirements[0]", "thiếu số bản"),
        ({"requirements.0.shown_only": True}, "requirements[0].shown_only", "không nộp bản nào"),
        ({"online": {"level": "partial"}}, "online.reason", "phải công bố lý do"),
        ({"online": {"level": "full"}}, "online.level", "không khớp với channels"),
        (
            {
                "online": {"level": "full"},
                "presence_required": True,
                "channels": ["national_portal", "counter", "post"],
            },
            "online.level",
            "phải có mặt",
        ),
        ({"term.cutoff": "same_day_next_day"}, "term.cutoff", "giải quyết trong ngày"),
        (
            {"term.commitments": [{"territory": "H05", "amount": 6, "unit": "working_days", "citation": "QĐ 1"}]},
            "term.commitments[0]",
            "dài hơn",
        ),
        (
            {"term.commitments": [{"territory": "H11", "amount": 2, "unit": "working_days", "citation": "QĐ 1"}]},
            "term.commitments[0].territory",
            "không có tỉnh hiện nay mang mã H11",
        ),
        (
            {
                "term.commitments": [
                    {"territory": "H05", "variant": "la", "amount": 2, "unit": "working_days", "citation": "QĐ 1"}
                ]
            },
            "term.commitments[0].variant",
            "không có trường hợp la",
        ),
        (
            {"term.commitments": [{"territory": "H05", "amount": 2, "unit": "working_days", "citation": "QĐ 1"}] * 2},
            "term.commitments[1]",
            "đã có cam kết",
        ),
        (
            {"term.commitments": [{"territory": "H05", "amount": 2, "unit": "working_days"}]},
            "term.commitments[0]",
            "thiếu trường citation",
        ),
        (
            {"term.commitments": [{**PROMISE, "from": "2026-02-01", "to": "2026-01-01"}]},
            "term.commitments[0].to",
            "kết thúc trước",
        ),
        (
            {"term.commitments": [{**PROMISE, "from": "2026-02-31"}]},
            "term.commitments[0].from",
            "không phải ngày có thật",
        ),
        (
            {"term.commitments": [{**PROMISE, "decision_date": "15/2/2026"}]},
            "term.commitments[0].decision_date",
            "ngày dạng 2026-01-31",
        ),
        (
            {"term.commitments": [{**PROMISE, "to": "2026-06-30"}, {**PROMISE, "from": "2026-06-30"}]},
            "term.commitments[1]",
            "đã có cam kết",
        ),
        ({"fees.0.published_date": "2026-13-01"}, "fees[0].published_date", "không phải ngày có thật"),
        ({"fees.0.source_text_date": 2026}, "fees[0].source_text_date", "phải là chữ"),
        ({"related": [{"code": "1.1", "name": "Khác"}]}, "related[0].code", "không đúng dạng"),
        ({"related": [{"code": "1.000001", "name": "Khác"}] * 2}, "related[1].code", "lặp lại"),
        ({"steps.1.beside": "la"}, "steps[1].beside", "không có bước chính la"),
        ({"steps.1.beside": "lam", "steps.1.next": ["lam"]}, "steps[1].next", "không có bước tiếp theo"),
        ({"steps.1.beside": "lam", "steps.0.next": ["tra"]}, "steps[0].next", "bước song song"),
        (
            {"steps.1.beside": "lam", "steps.1.term": {"amount": 6, "unit": "working_days"}},
            "steps[1].term",
            "dài hơn bước lam",
        ),
    ],
)
def test_what_is_wrong_is_named(change, field, message):
    text = catalogue(entry(), entry(code="1.999002", **change))
    where = f"procedures[1].{field}"
    hits = [f for f in faults(text) if f[1] == where and message in f[2]]
    assert hits, faults(text)
    # The line is inside the second entry, not the first.
    assert hits[0][0] > text.count("\n") // 2 - 5


def test_the_line_is_that_of_the_field():
    text = catalogue(entry(**{"fees.0.amount": -1}))
    (fault,) = faults(text)
    assert text.splitlines()[fault[0] - 1].strip() == "amount: -1"


def test_an_unknown_and_a_missing_field_are_both_named():
    made = entry(copiess=1)
    del made["copies"], made["result"]
    assert {f[2] for f in faults(catalogue(made))} == {
        "thiếu trường copies",
        "thiếu trường result",
        "trường lạ: copiess",
    }


def test_versions_that_overlap_are_refused_at_the_end_that_overlaps():
    text = catalogue(entry(effective_to="2026-08-01"), entry(effective_from="2026-07-01"))
    ((_line, field, message),) = faults(text)
    assert (field, message) == ("procedures[0].effective_to", "chồng lên phiên bản có hiệu lực từ 2026-07-01")


def test_the_same_code_twice_for_one_day_is_refused():
    ((_line, field, message),) = faults(catalogue(entry(), entry()))
    assert field == "procedures[1].code"
    assert "hai lần" in message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x [1]\nb: *x\n", "không dùng neo"),
        ("a: &x [*x]\n", "không dùng neo"),
        ("procedures: !!python/object:os.system {}\n", "không phải YAML"),
        ("procedures: []\n---\nprocedures: []\n", "không phải YAML"),
        ("[" * 3000, "sâu"),
        ("\x01", "không phải YAML"),
        ('procedures: "a\\0b"\n', "ký tự điều khiển"),
        ('procedures: "\\ud800"\n', "ký tự điều khiển"),
        ("procedures:\n  - 5: x\n", "tên trường phải là chữ"),
        ("? [a, b]\n: c\n", "tên trường phải là chữ"),
        ("procedures:\n  - &x {}\n", "không dùng neo"),
        ("5\n", "phải là nhóm trường"),
    ],
)
def test_yaml_that_is_no_catalogue_is_refused(text, message):
    assert any(message in f[2] for f in faults(text))


def test_a_fault_in_the_last_entry_leaves_none_of_the_first():
    text = Path("procedures/data/catalogue.yaml").read_text(encoding="utf-8")
    assert faults(text.replace("validity_months: 60", "validity_months: 0"))


@pytest.mark.parametrize(
    ("case", "days", "fits"),
    [(None, 6, False), ("verification", 3, True), ("verification", 4, False)],
)
def test_steps_of_a_case_count_only_in_that_case(case, days, fits):
    """The ordinary way is 5 of 5 days; with the extra step the case may take 8."""
    step = {**RESULT, "term": {"amount": days if case else days - 5, "unit": "working_days"}}
    if case:
        step["case"] = case
    made = entry(
        **{"term.variants": [{"code": "verification", "name": "Xác minh", "amount": 8, "unit": "working_days"}]}
    )
    made["steps"].insert(1, step)
    text = catalogue(made)
    if fits:
        assert import_catalogue(text).created == 1
    else:
        assert any("hơn thời hạn" in f[2] for f in faults(text))


def test_a_case_without_steps_of_its_own_must_hold_the_ordinary_way():
    """Five days of steps in a case that the law gives four."""
    case = {"code": "nhanh", "name": "Nhanh", "amount": 4, "unit": "working_days"}
    said = faults(catalogue(entry(**{"term.variants": [case]})))
    assert [f[2] for f in said] == ["các bước dài 5 ngày làm việc, hơn thời hạn của «Nhanh» (4)"]
    assert import_catalogue(catalogue(entry(**{"term.variants": [{**case, "amount": 5}]}))).created == 1


def test_thirty_calendar_days_do_not_hold_thirty_working_days():
    made = entry(**{"term.statutory": {"amount": 30, "unit": "days"}, "steps.0.term.amount": 22})
    assert "các bước dài 22 ngày làm việc, hơn thời hạn (21,43)" in faults(catalogue(made))[0][2]


def test_a_step_beside_another_takes_no_time_of_its_own_and_leads_nowhere():
    made = entry()
    beside = {**RESULT, "code": "hoi", "beside": "lam", "term": {"amount": 5, "unit": "working_days"}}
    made["steps"].insert(1, beside)
    assert import_catalogue(catalogue(made)).created == 1
    steps = {s.code: s for s in catalogue_models.StepDefinition.objects.all()}
    assert (steps["lam"].next_steps, steps["hoi"].next_steps, steps["hoi"].beside) == (["tra"], [], "lam")


def test_a_way_back_is_not_counted_twice():
    made = entry()
    made["steps"].insert(1, {**RESULT, "next": ["lam", "tra"]})
    assert import_catalogue(catalogue(made)).created == 1


def test_every_text_of_the_schema_fits_its_column():
    """A text that the file may hold never fails at the database, where no line could be named."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    kinds, main = schema["$defs"], schema["properties"]["procedures"]["items"]["properties"]
    pairs = [
        (kinds["requirement"]["properties"], catalogue_models.Requirement, {"form": "form_number", "database": "source_database"}),
        (kinds["fee"]["properties"], catalogue_models.FeeRow, {}),
        (kinds["general_waiver"]["properties"], catalogue_models.WaiverRule, {}),
        (kinds["waiver"]["properties"], catalogue_models.WaiverRule, {}),
        (kinds["step"]["properties"], catalogue_models.StepDefinition, {}),
        (kinds["agencies"]["items"]["properties"], catalogue_models.Authority, {"field": "agency_field", "kind": "agency_kind"}),
        (main["aliases"]["items"]["properties"], catalogue_models.Alias, {}),
        (main["field"]["properties"], catalogue_models.Field, {}),
        ({k: main[k] for k in ("name", "short_name", "neutral_name")}, catalogue_models.ProcedureVersion, {}),
        ({"result_name": main["result"]["properties"]["name"]}, catalogue_models.ProcedureVersion, {}),
        ({k: main[k] for k in ("service", "code_unverified")}, catalogue_models.Procedure, {}),
        (kinds["commitment"]["properties"], catalogue_models.Commitment, {}),
        (
            {
                "decided_by": main["authority"]["properties"]["decided_by"],
                "online_reason": main["online"]["properties"]["reason"],
                "result_note": main["result"]["properties"]["note"],
                "statutory_citation": kinds["promise"]["properties"]["citation"],
                "committed_citation": kinds["promise"]["properties"]["citation"],
            },
            catalogue_models.ProcedureVersion,
            {},
        ),
    ]  # fmt: skip
    for properties, model, names in pairs:
        for name, rule in properties.items():
            if rule.get("type") != "string" or name == "territory":
                continue
            column = model._meta.get_field(names.get(name, name))
            assert isinstance(column, models.TextField) or rule["maxLength"] <= column.max_length, (model, name)


def test_the_small_catalogue_is_right():
    assert import_catalogue(catalogue()).created == 1
    assert yaml.safe_load(catalogue())["procedures"][0]["code"] == "1.999001"
