"""Calendar files: read whole or not at all, with every fault named."""

from datetime import date
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

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
        ("days: [", "không phải YAML"),
        ("dayz: []\n", "dayz: không có phần này"),
        ("days: 5\n", "days: phải là danh sách"),
        ("days: [5]\n", "dòng 1, days[0]: phải là nhóm trường"),
        ("days: [{date: 2027-02-05, kind: nghi_le, name: Tết}]\n", "thiếu trường citation"),
        (f"days: [{DAY}, {DAY}]\n", "ngày 2027-02-05 có hai lần"),
        ("days: [{date: 2027-02-05, kind: nghi, name: Tết, citation: Luật}]\n", "days[0].kind: phải là một trong"),
        ("days: [{date: 2027-13-05, kind: nghi_le, name: Tết, citation: Luật}]\n", "days[0].date: ngày không có thật"),
        ("days: [{date: mai, kind: nghi_le, name: Tết, citation: Luật}]\n", "days[0].date: phải là ngày"),
        ("days: [{date: 2027-02-05, kind: nghi_le, name: Tết, citation: Luật, giờ: 5}]\n", "trường lạ: giờ"),
        ('days: [{date: 2027-02-05, kind: nghi_le, name: T, citation: L, sessions: [["07:30","11:30"]]}]\n', "ngày nghỉ không có"),
        ('days: [{date: 2027-02-05, kind: lam_bu, name: T, citation: L, sessions: [["07:30"]]}]\n', "days[0].sessions: Viết dạng"),
        ("days: [{date: 2027-02-05, kind: nghi_le, name: Tết, citation: '  '}]\n", "days[0].citation: phải là chữ"),
        ("complete_years: [{year: hai nghìn, citation: Luật}]\n", "complete_years[0].year: phải là năm"),
        ('patterns: [{valid_from: 2027-01-01, citation: L, weekdays: [7], sessions: [["07:30","11:30"]]}]\n', "patterns[0].weekdays: phải là"),
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
        assert refused.value.faults == ["2027.yaml, dòng 2, days[0].decision_date: phải là ngày dạng 2026-01-31"]
        assert not CalendarDay.objects.exists()


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


class TestAFault:
    """Named as the catalogue's are: file, line, field."""

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            (f"days:\n  - {DAY}\n  - date: 2027-02-08\n    kind: nghi\n    name: Tết\n    citation: Luật\n",
             "2027.yaml, dòng 4, days[1].kind: phải là một trong: lam_bu, lam_nua_ngay, nghi_bu, nghi_hoan_doi, nghi_le"),
            (f"days:\n  - {DAY}\n  - {{date: 2027-02-08, kind: [nghi_le], name: Tết, citation: Luật}}\n",
             "2027.yaml, dòng 3, days[1].kind: phải là một trong: lam_bu, lam_nua_ngay, nghi_bu, nghi_hoan_doi, nghi_le"),
            (f"days:\n  - {DAY}\n  - {{date: 2027-02-08, name: Tết, citation: Luật}}\n",
             "2027.yaml, dòng 3, days[1]: thiếu trường kind"),
            (f"days:\n  - {DAY}\n  -  {{date: 2027-02-08\nkind: 5\n",
             "2027.yaml, dòng 4, tệp: không phải YAML hợp lệ (cột 5)"),
            (f"days:\n  - {DAY[:-1]}, name: T}}\n", "2027.yaml, dòng 2, days[0].name: khóa lặp lại"),
            (f"days:\n  - {DAY}\n  - {DAY}\n",
             "2027.yaml, dòng 3, days[1].date: ngày 2027-02-05 có hai lần (đã có ở days[0])"),
        ],
    )  # fmt: skip
    def test_says_where_it_is(self, tmp_path, text, fault):
        with pytest.raises(CalendarFileError) as refused:
            load([write(tmp_path, text)])
        assert refused.value.faults == [fault]
        assert not CalendarDay.objects.exists()


class TestTheWeekOfOneFirstDay:
    """One first day is one week, however many entries say it."""

    BOTH = (
        'patterns:\n  - {valid_from: 2026-01-01, citation: C, weekdays: [0, 1], sessions: [["07:30", "11:30"], ["13:30", "17:30"]]}\n'
        '  - {valid_from: 2026-01-01, citation: C, weekdays: [5], sessions: [["08:00", "11:00"]]}\n'
    )

    def test_is_united(self, tmp_path):
        """Given Monday and Tuesday in one entry and Saturday in another, when the file is loaded, then all three are worked;
        loading it again records nothing."""
        for _time in range(2):
            load([write(tmp_path, self.BOTH)])
        assert WorkPattern.objects.count() == 1
        assert [(s.weekday, f"{s.start:%H:%M}") for s in WorkSession.objects.order_by("weekday", "start")] == [
            (0, "07:30"), (0, "13:30"), (1, "07:30"), (1, "13:30"), (5, "08:00"),
        ]  # fmt: skip
        with scoping.system("test"):
            assert not Event.objects.filter(kind="calendar.changed").exists()

    def test_with_a_weekday_twice_or_two_ends_is_refused(self, tmp_path):
        for change, fault in {
            ("weekdays: [5]", "weekdays: [5, 1]"): "dòng 3, patterns[1].weekdays: Thứ Ba từ 2026-01-01 đã có ở patterns[0]",
            ("citation: C, weekdays: [5]", "citation: D, weekdays: [5]"):
                "dòng 3, patterns[1].citation: phải giống patterns[0]: cùng là tuần làm việc từ 2026-01-01",
            ("citation: C, weekdays: [5]", "citation: C, valid_to: 2026-12-31, weekdays: [5]"):
                "dòng 3, patterns[1].valid_to: phải giống patterns[0]: cùng là tuần làm việc từ 2026-01-01",
        }.items():  # fmt: skip
            with pytest.raises(CalendarFileError) as refused:
                load([write(tmp_path, self.BOTH.replace(*change))])
            assert refused.value.faults == [f"2027.yaml, {fault}"]
        assert not WorkPattern.objects.exists()

    def test_two_files_of_one_loading_do_not_say_the_same(self, tmp_path):
        for text, what in ((self.BOTH, "2026-01-01"), (f"days: [{DAY}]\n", "2027-02-05")):
            other = tmp_path / "2026.yaml"
            other.write_text(text, encoding="utf-8")
            with pytest.raises(CalendarFileError) as refused:
                load([other, write(tmp_path, text)])
            assert refused.value.faults == [f"2027.yaml: {what} đã có ở 2026.yaml"]
        assert not CalendarDay.objects.exists() and not WorkPattern.objects.exists()


class TestADayThatIsTakenBack:
    TAKEN = 'removed_days:\n  - {date: 2026-11-24, citation: "Nghị quyết thử bãi bỏ"}\n'

    def test_is_a_day_like_others_and_the_record_says_so(self, tmp_path):
        """Given a day off that was loaded, when a later file takes it back, then it is gone, once, with an event; a province's
        own rule for that day stays."""
        from accounts.models import Province

        load()
        with scoping.system("test"):
            province = Province.objects.create(code="T01", name="Tỉnh thử")
            CalendarDay.objects.create(date="2026-11-24", kind="lam_bu", name="Trực", province=province, citation="Thử")
        out, path = StringIO(), write(tmp_path, self.TAKEN)
        for _time in range(2):
            call_command("load_calendars", str(path), stdout=out)
        assert "bỏ 1 ngày" in out.getvalue()
        assert [day.province for day in CalendarDay.objects.filter(date="2026-11-24")] == [province]
        with scoping.system("test"):
            (event,) = Event.objects.filter(kind="calendar.changed")
            changes = latest_changes(province.pk)
        assert event.data == {
            "row": "day", "layer": "national", "before": "2026-11-24/nghi_le", "after": "", "fields": "",
        }  # fmt: skip
        assert [(c.before, c.after) for c in changes] == [("24/11/2026 nghỉ lễ, tết", "")]

    @pytest.mark.parametrize(
        ("entry", "fault"),
        [
            ("{date: 2026-11-24}", "dòng 2, removed_days[0]: thiếu trường citation"),
            ("{date: mai, citation: C}", "dòng 2, removed_days[0].date: phải là ngày dạng 2026-01-31"),
            (f"{{date: 2027-02-05, citation: C}}\ndays: [{DAY}]",
             "dòng 2, removed_days[0].date: ngày 2027-02-05 có hai lần (đã có ở days[0])"),
        ],
    )  # fmt: skip
    def test_wants_its_ground_and_stands_alone(self, tmp_path, entry, fault):
        load()
        before = CalendarDay.objects.count()
        with pytest.raises(CalendarFileError) as refused:
            load([write(tmp_path, f"removed_days:\n  - {entry}\n")])
        assert refused.value.faults == [f"2027.yaml, {fault}"]
        assert CalendarDay.objects.count() == before


class TestAChangeInWords:
    """What the page of who answers for promises says of it."""

    WEEK = 'patterns:\n  - {{valid_from: 2025-07-01, citation: "{citation}", weekdays: [0, 1, 2, 3, 5], sessions: [["07:30", "{end}"]]}}\n'

    def changes(self):
        with scoping.system("test"):
            return [(c.before, c.after, c.also) for c in latest_changes(uuid4())]

    def test_of_a_week_names_its_hours_and_its_end(self, tmp_path):
        load([write(tmp_path, self.WEEK.format(citation="C", end="11:30"))])
        changed = self.WEEK.format(citation="D", end="12:00").replace("citation", "valid_to: 2027-06-30, citation")
        load([write(tmp_path, changed)])
        assert self.changes() == [(
            "giờ làm việc trong tuần từ 01/07/2025 (Thứ Hai–Thứ Năm, Thứ Bảy 07:30–11:30)",
            "giờ làm việc trong tuần từ 01/07/2025 đến 30/06/2027 (Thứ Hai–Thứ Năm, Thứ Bảy 07:30–12:00)",
            "căn cứ",
        )]  # fmt: skip

    def test_of_a_citation_alone_says_which_column(self, tmp_path):
        load()
        more = DAY.replace("2027-02-05", "2026-11-24").replace("Tết", "Ngày Văn hóa Việt Nam")
        load([write(tmp_path, f"days: [{more[:-1]}, source_text_date: 2026-07-01}}]\n")])
        assert self.changes() == [("24/11/2026 nghỉ lễ, tết", "24/11/2026 nghỉ lễ, tết", "căn cứ")]
