"""The tables become the calendar that the clock reckons with."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import Agency, Province
from calendars.checks import calendars_known, calendars_laid_out
from calendars.due import due
from calendars.loading import load
from calendars.models import CalendarDay, CalendarYear, WorkPattern, WorkSession
from calendars.queries import calendar_for, missing_years
from calendars.terms import ClockRules, Term, TermUnit
from foundation import scoping
from tests.calendars.sample import at

pytestmark = pytest.mark.django_db
ONE = Term(Decimal(1), TermUnit.WORKING_DAYS)


@pytest.fixture
def ward():
    load()
    with scoping.system("test"):
        province = Province.objects.create(code="T01", name="Tỉnh thử")
        return Agency.objects.create(
            province=province,
            code="T01.01",
            name="UBND phường Thử",
            kind="commune_pc",
            valid_from="2025-07-01",
        )


def test_the_seeded_year_gives_the_published_dates(ward):
    calendar = calendar_for(ward.id)
    assert due(calendar, at("20/11 16:00"), Term(Decimal(3), TermUnit.WORKING_DAYS), ClockRules()) == at("26/11 16:00")
    assert due(calendar, at("20/8 10:00"), Term(Decimal(3), TermUnit.WORKING_DAYS), ClockRules()) == at("24/8 10:00")


def test_the_swap_known_from_the_press_is_active_and_flagged(ward):
    calendar = calendar_for(ward.id)
    assert not calendar.is_working(date(2026, 1, 2)) and calendar.is_working(date(2026, 1, 10))
    flagged = CalendarDay.objects.filter(unverified=True, date__year=2026)
    assert set(flagged.values_list("date", flat=True)) == {date(2026, 1, 2), date(2026, 1, 10)}
    assert {row.note for row in flagged} == {"Biết qua báo chí; cần kiểm tra bản gốc"}


def test_every_day_off_of_2026_is_there_with_its_law(ward):
    """Bộ luật Lao động 2019 Điều 111, 112, Nghị quyết 28/2026/QH16 and the notices of the year; no day more."""
    calendar = calendar_for(ward.id)
    weekdays = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    off = [day for day in weekdays if day.weekday() < 5 and not calendar.is_working(day)]
    assert [f"{day:%d/%m}" for day in off] == [
        "01/01", "02/01", "16/02", "17/02", "18/02", "19/02", "20/02", "27/04", "30/04", "01/05", "31/08", "01/09",
        "02/09", "24/11",
    ]  # fmt: skip
    worked = [day for day in weekdays if day.weekday() >= 5 and calendar.is_working(day)]
    assert [f"{day:%d/%m}" for day in worked] == ["10/01", "22/08"]
    for row in CalendarDay.objects.all():
        assert any(word in row.citation for word in ("Bộ luật Lao động", "Nghị quyết", "Công văn", "Thông báo")), row


def test_next_year_has_what_the_law_fixes_and_no_guess_at_tet(ward):
    days = CalendarDay.objects.filter(date__year=2027)
    assert sorted(f"{d.date:%d/%m}" for d in days) == ["01/01", "01/05", "02/09", "03/05", "16/04", "24/11", "30/04"]
    assert not days.filter(date__month=2).exists()
    assert {f"{d.date:%d/%m}" for d in days if d.unverified} == {"16/04", "03/05"}


def test_loading_twice_changes_nothing(ward):
    before = CalendarDay.objects.count(), WorkSession.objects.count()
    load()
    assert (CalendarDay.objects.count(), WorkSession.objects.count()) == before


def test_an_agency_has_sessions_of_its_own(ward):
    with scoping.staff(ward.province_id, [ward.id]):
        pattern = WorkPattern.objects.create(
            agency=ward, valid_from="2026-01-01", citation="Quyết định của UBND phường"
        )
        for weekday in range(6):
            WorkSession.objects.create(pattern=pattern, weekday=weekday, start="07:00", end="11:00")
            if weekday < 5:
                WorkSession.objects.create(pattern=pattern, weekday=weekday, start="13:00", end="17:00")
    calendar = calendar_for(ward.id)
    # Friday 16:00–17:00, Saturday 7:00–11:00, Monday 7:00–10:00: eight hours
    assert due(calendar, at("20/11 16:00"), ONE, ClockRules()) == at("23/11 10:00")


def test_a_day_off_of_one_agency_is_seen_at_once_and_nowhere_else(ward):
    with scoping.system("test"):
        other = Agency.objects.create(
            province=ward.province,
            code="T01.02",
            name="UBND phường Khác",
            kind="commune_pc",
            valid_from="2025-07-01",
        )
    assert calendar_for(ward.id).is_working(date(2026, 11, 25))
    with scoping.staff(ward.province_id, [ward.id]):
        CalendarDay.objects.create(
            date=date(2026, 11, 25),
            kind="nghi_hoan_doi",
            name="Cúp điện",
            agency=ward,
            citation="Thông báo của phường",
        )
    assert not calendar_for(ward.id).is_working(date(2026, 11, 25))
    assert calendar_for(other.id).is_working(date(2026, 11, 25))


def test_half_a_day_is_the_morning(ward):
    with scoping.staff(ward.province_id, [ward.id]):
        CalendarDay.objects.create(
            date=date(2026, 11, 25),
            kind="lam_nua_ngay",
            name="Họp dân",
            agency=ward,
            citation="Thông báo của phường",
        )
    assert due(calendar_for(ward.id), at("25/11 11:00"), Term(Decimal(1), TermUnit.WORKING_HOURS), ClockRules()) == at(
        "26/11 08:00"
    )


def test_a_year_without_official_days_is_named_and_warned_of(ward, monkeypatch):
    monkeypatch.setattr("calendars.checks.today_local", lambda: date(2026, 11, 25))
    assert 2027 in calendar_for(ward.id).missing_years
    assert 2026 not in calendar_for(ward.id).missing_years
    levels = {(f.level, "2027" in f.message) for f in calendars_known()}
    assert ("warning", True) in levels


def test_one_known_holiday_does_not_make_a_year_complete(ward):
    """The file has 1/1/2027; only the statement that all are in does."""
    assert missing_years(date(2027, 1, 1), date(2027, 12, 31)) == (2027,)
    with scoping.system("test"):
        CalendarYear.objects.create(year=2027, citation="Thông báo nghỉ Tết 2027")
    assert missing_years(date(2027, 1, 1), date(2027, 12, 31)) == ()
    assert 2027 not in calendar_for(ward.id).missing_years


def test_a_province_may_say_so_for_itself(ward):
    with scoping.staff(ward.province_id, None):
        CalendarYear.objects.create(year=2027, province=ward.province, citation="Thông báo của tỉnh")
    with scoping.system("test"):
        elsewhere = Province.objects.create(code="T02", name="Tỉnh khác")
        other = Agency.objects.create(
            province=elsewhere, code="T02.01", name="UBND phường", kind="commune_pc", valid_from="2025-07-01"
        )
    assert 2027 not in calendar_for(ward.id).missing_years
    assert 2027 in calendar_for(other.id).missing_years
    assert missing_years(date(2027, 1, 1), date(2027, 1, 1)) == (2027,)


def test_without_any_hours_the_check_says_which_command_cures_it(ward):
    with scoping.system("test"):
        WorkPattern.objects.all().delete()
    (finding,) = calendars_known()
    assert (finding.level, "load_calendars" in finding.cure) == ("error", True)


def test_a_calendar_that_cannot_be_laid_out_is_found(ward):
    assert not list(calendars_laid_out())
    with scoping.staff(ward.province_id, None):
        pattern = WorkPattern.objects.create(agency=ward, valid_from="2026-01-01", citation="Quyết định của phường")
        for start, end in (("07:00", "11:00"), ("10:00", "12:00")):
            WorkSession.objects.create(pattern=pattern, weekday=0, start=start, end=end)
    (finding,) = calendars_laid_out()
    assert (finding.level, "T01.01" in finding.message) == ("error", True)
