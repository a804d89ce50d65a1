"""An administrator enters the days of their own province; the country's are there to be looked at."""

import re
from datetime import date

import pytest

from calendars.models import CalendarDay, CalendarYear, WorkPattern, WorkSession
from calendars.queries import calendar_for
from events.models import Event
from foundation import scoping
from tests.support import world as worlds
from tests.support.administration import signed_in, text

pytestmark = pytest.mark.django_db
DAY = "/quan-tri/calendars/calendarday/"
NEXT = date(2027, 2, 5)


@pytest.fixture
def world(redis_url):
    return worlds.build()


def day(**more) -> dict[str, str]:
    return {
        "date": "05/02/2027", "kind": "nghi_le", "name": "Tết Đinh Mùi", "citation": "Thông báo nghỉ Tết 2027", "note": "",
        "sessions": "", **more,
    }  # fmt: skip


def test_the_list_warns_until_next_year_is_complete(world, monkeypatch):
    monkeypatch.setattr("calendars.admin.today_local", lambda: date(2026, 11, 25))
    admin = signed_in(world)
    assert "Chưa đủ ngày nghỉ chính thức năm 2027" in text(admin.get(DAY))
    answer = admin.post(
        "/quan-tri/calendars/calendaryear/add/",
        {"year": "2027", "province": str(world.province.id), "citation": "Thông báo nghỉ 2027", "note": ""},
    )
    assert answer.status_code == 302
    assert "Chưa đủ ngày nghỉ" not in text(admin.get(DAY))
    with scoping.system("test"):
        assert 2027 not in calendar_for(world.department.id).missing_years


@pytest.mark.parametrize("typed", ["05/02/2027", "5/2/2027", "2027-02-05"])
def test_a_day_off_of_the_province_counts_at_once(world, typed):
    """Day first, as everybody here writes it: month first would be another day, and nobody would notice."""
    answer = signed_in(world).post(f"{DAY}add/", day(date=typed, province=str(world.province.id)))
    assert answer.status_code == 302
    with scoping.system("test"):
        assert not calendar_for(world.department.id).is_working(NEXT)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, "Chọn tỉnh hoặc đơn vị"),
        ({"kind": "lam_bu", "sessions": '[["7h", "11:30"]]', "province": "own"}, "không phải giờ dạng 07:30"),
        ({"kind": "lam_bu", "sessions": '[["07:30","11:30"],["11:00","12:00"]]', "province": "own"}, "chồng lên buổi trước"),
        ({"sessions": '[["07:30","11:30"]]', "province": "own"}, "Ngày nghỉ không có buổi làm việc"),
        ({"province": "own", "agency": "own"}, "không chọn cả hai"),
        ({"province": "own", "citation": ""}, "Trường này"),
    ],
)  # fmt: skip
def test_what_makes_no_day_is_said_and_nothing_is_written(world, change, says):
    values = {**change, **({"province": str(world.province.id)} if "province" in change else {})}
    if "agency" in change:
        values["agency"] = str(world.department.id)
    before = CalendarDay.objects.count()
    answer = signed_in(world).post(f"{DAY}add/", day(**values))
    assert answer.status_code == 200
    assert says in text(answer), text(answer)
    assert CalendarDay.objects.count() == before


def test_sessions_that_overlap_are_refused_by_weekday(world):
    values = {
        "valid_from": "01/01/2027", "valid_to": "", "province": str(world.province.id), "citation": "Quyết định thử",
        "note": "", "sessions-TOTAL_FORMS": "2", "sessions-INITIAL_FORMS": "0", "sessions-MIN_NUM_FORMS": "0",
        "sessions-MAX_NUM_FORMS": "1000", "sessions-0-weekday": "5", "sessions-0-start": "07:00", "sessions-0-end": "11:00",
        "sessions-1-weekday": "5", "sessions-1-start": "10:30", "sessions-1-end": "12:00",
    }  # fmt: skip
    admin, before = signed_in(world), WorkPattern.objects.count()
    answer = admin.post("/quan-tri/calendars/workpattern/add/", values)
    assert answer.status_code == 200 and "Thứ Bảy: Buổi 10:30 chồng lên buổi trước" in text(answer)
    assert WorkPattern.objects.count() == before
    values["sessions-1-start"] = "11:00"
    assert admin.post("/quan-tri/calendars/workpattern/add/", values).status_code == 302
    assert WorkSession.objects.filter(pattern__province=world.province).count() == 2


def test_the_country_s_rows_and_another_province_s_cannot_be_changed(world):
    other = worlds.build("H19", "Đồng Nai", catalogue=False)
    with scoping.system("test"):
        foreign = CalendarDay.objects.create(
            date=NEXT, kind="nghi_le", name="Của tỉnh khác", province=other.province, citation="Thử"
        )
        national = CalendarDay.objects.get(date="2026-11-24")
    admin = signed_in(world)
    for row in (foreign, national):
        page = admin.get(f"{DAY}{row.pk}/change/")
        assert page.status_code == 200 and not re.search(r'name="_save"', page.content.decode())
        assert admin.post(f"{DAY}{row.pk}/change/", day(name="Đổi", province=str(world.province.id))).status_code == 403
        assert admin.post(f"{DAY}{row.pk}/delete/", {"post": "yes"}).status_code == 403
    assert set(CalendarDay.objects.filter(pk__in=[foreign.pk, national.pk]).values_list("name", flat=True)) == {
        "Của tỉnh khác", "Ngày Văn hóa Việt Nam",
    }  # fmt: skip


def test_a_row_cannot_be_given_to_another_province(world):
    other = worlds.build("H19", "Đồng Nai", catalogue=False)
    before = CalendarDay.objects.count()
    for where in ({"province": str(other.province.id)}, {"agency": str(other.department.id)}):
        assert signed_in(world).post(f"{DAY}add/", day(**where)).status_code == 200
    assert CalendarDay.objects.count() == before
    assert not CalendarYear.objects.filter(province=other.province).exists()


class TestTheHistoryOfADay:
    """Who changed which day from what to what: in the record, and on the history page of the day."""

    def events(self):
        with scoping.system("test"):
            return list(Event.objects.filter(kind="calendar.changed").order_by("seq"))

    def test_made_changed_and_taken_away(self, world):
        admin, own = signed_in(world), str(world.province.id)
        admin.post(f"{DAY}add/", day(province=own, decision_date="20/12/2026"))
        with scoping.system("test"):
            row = CalendarDay.objects.get(date=NEXT, province=world.province)
        assert row.decision_date == date(2026, 12, 20)
        made = day(province=own, decision_date="20/12/2026", kind="lam_nua_ngay", sessions='[["07:30", "11:30"]]')
        assert admin.post(f"{DAY}{row.pk}/change/", made).status_code == 302
        shown = text(admin.get(f"{DAY}{row.pk}/history/"))
        assert "2027-02-05/nghi_le → 2027-02-05/lam_nua_ngay/07:30-11:30" in shown and "buổi làm việc" in shown
        assert admin.post(f"{DAY}{row.pk}/delete/", {"post": "yes"}).status_code == 302
        told = self.events()
        assert [(e.data["before"], e.data["after"], e.data["fields"]) for e in told] == [
            ("", "2027-02-05/nghi_le", ""),
            ("2027-02-05/nghi_le", "2027-02-05/lam_nua_ngay/07:30-11:30", "kind/sessions"),
            ("2027-02-05/lam_nua_ngay/07:30-11:30", "", ""),
        ]
        assert {(e.actor_user_id, e.province_id, e.subject_id) for e in told} == {
            (world.people["admin"].id, world.province.id, row.pk)
        }

    def test_another_citation_is_a_change_and_saving_the_same_is_none(self, world):
        admin, own = signed_in(world), str(world.province.id)
        admin.post(f"{DAY}add/", day(province=own))
        with scoping.system("test"):
            row = CalendarDay.objects.get(date=NEXT, province=world.province)
        admin.post(f"{DAY}{row.pk}/change/", day(province=own))
        admin.post(f"{DAY}{row.pk}/change/", day(province=own, citation="Quyết định khác"))
        assert [e.data["fields"] for e in self.events()] == ["", "citation"]

    def test_several_at_once_and_what_is_refused(self, world):
        admin, own = signed_in(world), str(world.province.id)
        for typed in ("05/02/2027", "08/02/2027"):
            admin.post(f"{DAY}add/", day(date=typed, province=own))
        admin.post(f"{DAY}add/", day(date="09/02/2027", citation="", province=own))
        with scoping.system("test"):
            keys = [str(pk) for pk in CalendarDay.objects.filter(province=world.province).values_list("pk", flat=True)]
        admin.post(DAY, {"action": "delete_selected", "_selected_action": keys, "post": "yes"})
        assert not CalendarDay.objects.filter(province=world.province).exists()
        assert sorted(e.data["before"] for e in self.events() if not e.data["after"]) == [
            "2027-02-05/nghi_le", "2027-02-08/nghi_le",
        ]  # fmt: skip
        assert len(self.events()) == 4

    def test_the_week_of_an_agency_and_a_year(self, world):
        admin = signed_in(world)
        week = {
            "valid_from": "01/01/2027", "valid_to": "", "agency": str(world.department.id), "citation": "Quyết định thử",
            "note": "", "sessions-TOTAL_FORMS": "1", "sessions-INITIAL_FORMS": "0", "sessions-MIN_NUM_FORMS": "0",
            "sessions-MAX_NUM_FORMS": "1000", "sessions-0-weekday": "5", "sessions-0-start": "07:00", "sessions-0-end": "11:00",
        }  # fmt: skip
        assert admin.post("/quan-tri/calendars/workpattern/add/", week).status_code == 302
        with scoping.system("test"):
            pattern = WorkPattern.objects.get(agency=world.department)
            session = pattern.sessions.get()
        later = {
            **week, "sessions-INITIAL_FORMS": "1", "sessions-0-id": str(session.pk), "sessions-0-pattern": str(pattern.pk),
            "sessions-0-end": "11:30",
        }  # fmt: skip
        assert admin.post(f"/quan-tri/calendars/workpattern/{pattern.pk}/change/", later).status_code == 302
        shown = text(admin.get(f"/quan-tri/calendars/workpattern/{pattern.pk}/history/"))
        assert "buổi làm việc: 2027-01-01/-/5.07:00-11:00 → 2027-01-01/-/5.07:00-11:30" in shown, shown
        year = {"year": "2027", "province": str(world.province.id), "citation": "Thông báo nghỉ 2027", "note": ""}
        admin.post("/quan-tri/calendars/calendaryear/add/", year)
        told = [(e.data["row"], e.data["layer"], e.data["after"], e.data["fields"]) for e in self.events()]
        assert told == [
            ("week", "agency", "2027-01-01/-/5.07:00-11:00", ""), ("week", "agency", "2027-01-01/-/5.07:00-11:30", "sessions"),
            ("year", "province", "2027", ""),
        ]  # fmt: skip

    def test_the_dates_of_a_decision_stand_behind_its_citation(self, world):
        page = signed_in(world).get(f"{DAY}add/").content.decode()
        order = re.findall(r'name="(citation|source_text_date|decision_date|published_date|unverified)"', page)
        assert order == ["citation", "source_text_date", "decision_date", "published_date", "unverified"]
