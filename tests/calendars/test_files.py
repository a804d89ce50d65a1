"""Calendar files: read whole or not at all, with every fault named."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from calendars.file_faults import CalendarFileError
from calendars.loading import load
from calendars.models import CalendarDay, CalendarYear, WorkPattern, WorkSession
from foundation import scoping

pytestmark = pytest.mark.django_db
DAY = '{date: 2027-02-05, kind: nghi_le, name: "Tết", citation: "Thông báo nghỉ Tết 2027"}'


def write(tmp_path, text: str):
    path = tmp_path / "2027.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_our_own_files_are_right_and_loading_twice_changes_nothing():
    def rows():
        return {
            model: list(model.objects.order_by("pk").values_list(*columns))
            for model, columns in {
                WorkSession: ("pk", "weekday", "start", "end"), WorkPattern: ("pk", "citation"),
                CalendarDay: ("pk", "date", "kind"), CalendarYear: ("pk", "year"),
            }.items()
        }  # fmt: skip

    first, before = load(), rows()
    assert load() == first
    assert rows() == before
    assert (first.patterns, first.years, CalendarDay.objects.count()) == (1, 1, first.days)


def test_a_new_year_is_loaded_from_a_file(tmp_path):
    path = write(tmp_path, f'days:\n  - {DAY}\ncomplete_years:\n  - {{year: 2027, citation: "Thông báo"}}\n')
    out = StringIO()
    call_command("load_calendars", str(path), stdout=out)
    assert "1 ngày đặc biệt, 1 năm đã đủ" in out.getvalue()
    assert CalendarDay.objects.get().name == "Tết"
    assert CalendarYear.objects.get().year == 2027


def test_a_corrected_week_replaces_the_sessions_of_the_first_reading(tmp_path):
    week = 'patterns:\n  - {{valid_from: 2026-01-01, citation: "Thử", weekdays: [0], sessions: [["07:00", "{}"]]}}\n'
    for end in ("11:00", "12:00"):
        load([write(tmp_path, week.format(end))])
    assert [str(s.end) for s in WorkSession.objects.all()] == ["12:00:00"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "phải có patterns"),
        ("days: [", "không phải YAML"),
        ("dayz: []\n", "dayz: không có phần này"),
        ("days: 5\n", "days: phải là danh sách"),
        ("days: [5]\n", "days[0]: phải là nhóm trường"),
        ("days: [{date: 2027-02-05, kind: nghi_le, name: Tết}]\n", "thiếu trường citation"),
        (f"days: [{DAY}, {DAY}]\n", "ngày 2027-02-05 có hai lần"),
        ("days: [{date: 2027-02-05, kind: nghi, name: Tết, citation: Luật}]\n", "kind phải là một trong"),
        ("days: [{date: 2027-13-05, kind: nghi_le, name: Tết, citation: Luật}]\n", "ngày không có thật"),
        ("days: [{date: mai, kind: nghi_le, name: Tết, citation: Luật}]\n", "date phải là ngày"),
        ("days: [{date: 2027-02-05, kind: nghi_le, name: Tết, citation: Luật, giờ: 5}]\n", "trường lạ: giờ"),
        ('days: [{date: 2027-02-05, kind: nghi_le, name: T, citation: L, sessions: [["07:30","11:30"]]}]\n', "ngày nghỉ không có"),
        ('days: [{date: 2027-02-05, kind: lam_bu, name: T, citation: L, sessions: [["07:30"]]}]\n', "sessions: Viết dạng"),
        ("days: [{date: 2027-02-05, kind: nghi_le, name: Tết, citation: '  '}]\n", "citation phải là chữ"),
        ("complete_years: [{year: hai nghìn, citation: Luật}]\n", "year phải là năm"),
        ('patterns: [{valid_from: 2027-01-01, citation: L, weekdays: [7], sessions: [["07:30","11:30"]]}]\n', "weekdays phải là"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_named_and_nothing_of_it_is_loaded(tmp_path, text, message):
    good = tmp_path / "good.yaml"
    good.write_text(f"days: [{DAY.replace('02-05', '02-08')}]\n", encoding="utf-8")
    with pytest.raises(CalendarFileError) as caught:
        load([good, write(tmp_path, text)])
    assert any(message in fault and "2027.yaml" in fault for fault in caught.value.faults), caught.value.faults
    assert not CalendarDay.objects.exists()
    assert not WorkPattern.objects.exists()


def test_the_command_names_the_faults_and_fails(tmp_path):
    err = StringIO()
    with pytest.raises(CommandError, match="Không nạp gì cả"):
        call_command("load_calendars", str(write(tmp_path, "dayz: []\n")), stderr=err)
    assert "dayz" in err.getvalue()
    with pytest.raises(CommandError):
        call_command("load_calendars", str(tmp_path / "khong-co.yaml"), stderr=err)


def test_rows_of_a_province_are_left_alone(tmp_path):
    from accounts.models import Province

    with scoping.system("test"):
        province = Province.objects.create(code="T01", name="Tỉnh thử")
        CalendarDay.objects.create(date="2026-11-24", kind="lam_bu", name="Trực", province=province, citation="Thử")
    load()
    assert CalendarDay.objects.get(province=province).kind == "lam_bu"
