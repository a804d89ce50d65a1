"""Calendar files: read whole or not at all, with every fault named."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Province
from calendars.changes import latest_changes
from calendars.file_faults import CalendarFileError
from calendars.loading import load
from calendars.models import CalendarDay, CalendarYear, WorkPattern, WorkSession
from events.models import Event
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
        ("days:\n  - [", "dòng 2, tệp: không phải YAML hợp lệ (cột 6)"),
        ("days: [{date: 2027-02-05}]\ndays: []\n", "dòng 2, days: khóa lặp lại"),
        ("dayz: []\n", "dayz: không có phần này"),
        ("days: 5\n", "days: phải là danh sách"),
        ("days: [5]\n", "days[0]: phải là nhóm trường"),
        ("days: [{date: 2027-02-05, kind: nghi_le, name: Tết}]\n", "thiếu trường citation"),
        (f"days: [{DAY}, {DAY}]\n", "ngày 2027-02-05 có hai lần"),
        ("days: [{date: 2027-02-05, kind: nghi, name: Tết, citation: Luật}]\n", "dòng 1, days[0].kind: phải là một trong"),
        ("days: [{date: 2027-13-05, kind: nghi_le, name: Tết, citation: Luật}]\n", "days[0].date: không phải ngày có thật"),
        ("days: [{date: mai, kind: nghi_le, name: Tết, citation: Luật}]\n", "days[0].date: phải là ngày"),
        ("days: [{date: 2027-02-05, kind: nghi_le, name: Tết, citation: Luật, giờ: 5}]\n", "trường lạ: giờ"),
        ('days: [{date: 2027-02-05, kind: nghi_le, name: T, citation: L, sessions: [["07:30","11:30"]]}]\n', "ngày nghỉ không có"),
        ('days: [{date: 2027-02-05, kind: lam_bu, name: T, citation: L, sessions: [["07:30"]]}]\n', "days[0].sessions: Viết dạng"),
        ("days: [{date: 2027-02-05, kind: nghi_le, name: Tết, citation: '  '}]\n", "citation: phải là chữ"),
        ("complete_years: [{year: hai nghìn, citation: Luật}]\n", "year: phải là năm"),
        ('patterns: [{valid_from: 2027-01-01, citation: L, weekdays: [7], sessions: [["07:30","11:30"]]}]\n', "weekdays: phải là"),
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
    with scoping.system("test"):
        province = Province.objects.create(code="T01", name="Tỉnh thử")
        CalendarDay.objects.create(date="2026-11-24", kind="lam_bu", name="Trực", province=province, citation="Thử")
    load()
    assert CalendarDay.objects.get(province=province).kind == "lam_bu"


class TestTheThreeDates:
    def test_are_kept_where_known_and_empty_where_not(self):
        """NQ 28/2026/QH16 is in force from 1/7/2026; what our sources do not say is not invented."""
        load()
        rows = dict(CalendarDay.objects.values_list("date", "source_text_date"))
        assert {day.isoformat() for day, known in rows.items() if known} == {"2026-11-24", "2027-11-24"}
        assert rows[date(2026, 11, 24)] == date(2026, 7, 1)
        assert not CalendarDay.objects.exclude(decision_date=None, published_date=None).exists()

    def test_of_every_kind_of_entry(self, tmp_path):
        told = "source_text_date: 2027-01-01, decision_date: 2026-12-20, published_date: 2026-12-25"
        text = (
            f"patterns:\n  - {{valid_from: 2027-01-01, weekdays: [0], sessions: [], citation: C, {told}}}\n"
            f"days:\n  - {DAY[:-1]}, {told}}}\n"
            f"complete_years:\n  - {{year: 2027, citation: C, {told}}}\n"
        )
        load([write(tmp_path, text)])
        for model in (WorkPattern, CalendarDay, CalendarYear):
            row = model.objects.get()
            assert [row.source_text_date, row.decision_date, row.published_date] == [
                date(2027, 1, 1), date(2026, 12, 20), date(2026, 12, 25),
            ]  # fmt: skip
        load([write(tmp_path, f"days:\n  - {DAY}\n")])
        assert CalendarDay.objects.get().decision_date is None, "what the file no longer says is not kept"

    @pytest.mark.parametrize("wrong", ['"15/1/2027"', "2027", "15/1/2027", "2226-01-01"])
    def test_that_are_no_days_are_named(self, tmp_path, wrong):
        with pytest.raises(CalendarFileError) as refused:
            load([write(tmp_path, f"days:\n  - {DAY[:-1]}, decision_date: {wrong}}}\n")])
        [fault] = refused.value.faults
        assert fault == "2027.yaml: dòng 2, days[0].decision_date: phải là ngày dạng 2026-01-31"
        assert not CalendarDay.objects.exists()


class TestAWeekOfSeveralEntries:
    """Monday to Friday with one set of hours, Saturday with another, from one day on."""

    WEEK = 'patterns:\n  - {valid_from: 2027-01-01, citation: L, weekdays: [0, 1], sessions: [["07:30", "11:30"]]}\n'
    SATURDAY = '  - {{valid_from: 2027-01-01, citation: {}, weekdays: [{}], sessions: [["08:00", "11:00"]]}}\n'

    def test_is_the_week_of_them_all(self, tmp_path):
        path = write(tmp_path, self.WEEK + self.SATURDAY.format("L", 5))
        for _time in range(2):
            load([path])
        assert WorkPattern.objects.count() == 1
        told = WorkSession.objects.order_by("weekday").values_list("weekday", "start")
        assert [(day, f"{start:%H:%M}") for day, start in told] == [(0, "07:30"), (1, "07:30"), (5, "08:00")]

    @pytest.mark.parametrize(
        ("other", "message"),
        [
            (("L", 1), "dòng 3, patterns[1].weekdays: ngày 1 trong tuần đã có giờ ở tuần làm việc từ 2027-01-01"),
            (("M", 5), "dòng 3, patterns[1].citation: phải giống patterns[0]"),
        ],
    )
    def test_which_say_two_things_of_one_is_refused(self, tmp_path, other, message):
        with pytest.raises(CalendarFileError) as refused:
            load([write(tmp_path, self.WEEK + self.SATURDAY.format(*other))])
        assert any(message in fault for fault in refused.value.faults), refused.value.faults
        assert not WorkPattern.objects.exists()


class TestADayTakenBack:
    def taken_back(self, tmp_path, day: str):
        return write(tmp_path, f'removed_days:\n  - {{date: {day}, citation: "Thông báo sửa"}}\n')

    def test_is_a_day_as_every_other_and_recorded_once(self, tmp_path):
        """Given a day off that was loaded, when a later file takes it back, then it is gone and the record says so."""
        load()
        load([write(tmp_path, f"days:\n  - {DAY.replace('02-05', '02-17')}\n")])
        path, out = self.taken_back(tmp_path, "2027-02-17"), StringIO()
        for _time in range(2):
            call_command("load_calendars", str(path), stdout=out)
        assert not CalendarDay.objects.filter(date="2027-02-17").exists() and "bỏ 1 ngày" in out.getvalue()
        with scoping.system("test"):
            told = [e.data["after"] for e in Event.objects.filter(kind="calendar.changed").order_by("seq")]
            assert told == ["2027-02-17/nghi_le", ""]

    def test_of_a_province_stays(self, tmp_path):
        with scoping.system("test"):
            province = Province.objects.create(code="T01", name="Tỉnh thử")
            CalendarDay.objects.create(date="2027-02-17", kind="nghi_le", name="Lễ", province=province, citation="Thử")
        load([self.taken_back(tmp_path, "2027-02-17")])
        assert CalendarDay.objects.filter(province=province).exists()

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            (f"days: [{DAY}]\nremoved_days: [{{date: 2027-02-05, citation: L}}]\n", "ngày 2027-02-05 có hai lần"),
            ("removed_days: [{date: 2027-02-05}]\n", "thiếu trường citation"),
            ("removed_days: [{date: mai, citation: L}]\n", "removed_days[0].date: phải là ngày"),
        ],
    )
    def test_wrongly_is_refused(self, tmp_path, text, message):
        with pytest.raises(CalendarFileError) as refused:
            load([write(tmp_path, text)])
        assert any(message in fault for fault in refused.value.faults), refused.value.faults


class TestTheChangesInWords:
    def test_of_a_week_say_its_hours_and_of_a_citation_that_it_changed(self, tmp_path):
        load()
        with scoping.system("test"):
            province = Province.objects.create(code="T01", name="Tỉnh thử")
        week = 'patterns:\n  - {{valid_from: 2027-01-01, citation: L, weekdays: [0, 1, 2, 3, 4], sessions: [["07:30", "{}"]]{}}}\n'
        load([write(tmp_path, week.format("11:30", ""))])
        load([write(tmp_path, week.format("12:00", ", valid_to: 2027-12-31"))])
        load([write(tmp_path, week.format("12:00", ", valid_to: 2027-12-31").replace("citation: L", "citation: M"))])
        last, other, first = latest_changes(province.id)
        from_day = "giờ làm việc trong tuần từ 01/01/2027"
        assert first.after == f"{from_day} (thứ Hai–thứ Sáu 07:30–11:30)" == other.before
        assert other.after == f"{from_day} đến 31/12/2027 (thứ Hai–thứ Sáu 07:30–12:00)"
        assert last.after == f"{other.after} (đổi căn cứ)" and last.before == other.after


class TestWhatALateFileChanges:
    def events(self):
        with scoping.system("test"):
            rows = Event.objects.filter(kind="calendar.changed").order_by("seq")
            return [(e.actor_kind, e.province_id, e.data) for e in rows]

    def test_is_recorded_and_the_first_loading_is_not(self, tmp_path):
        """Given a late decree, when its file is loaded, then the record says which day became what; loading it again
        records nothing."""
        load()
        assert self.events() == []
        late = (
            'days:\n  - {date: 2026-12-31, kind: nghi_le, name: "Nghỉ thêm", citation: "Thông báo thử"}\n'
            '  - {date: 2026-11-24, kind: lam_bu, sessions: [["07:30","11:30"]], name: "Ngày Văn hóa Việt Nam", '
            'citation: "Thông báo thử"}\n'
        )
        path = write(tmp_path, late)
        for _time in range(2):
            load([path])
        added, changed = self.events()
        assert added == ("system", None, {
            "row": "day", "layer": "national", "before": "", "after": "2026-12-31/nghi_le", "fields": "",
        })  # fmt: skip
        assert (changed[2]["before"], changed[2]["after"]) == (
            "2026-11-24/nghi_le", "2026-11-24/lam_bu/07:30-11:30",
        )  # fmt: skip
        assert set(changed[2]["fields"].split("/")) == {"kind", "sessions", "citation", "source_text_date"}
