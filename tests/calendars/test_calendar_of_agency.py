"""The tables become the calendar that the clock reckons with."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Agency, Province
from calendars import loading
from calendars.checks import calendars_known
from calendars.due import due
from calendars.loading import load
from calendars.models import CalendarDay, WorkPattern, WorkSession
from calendars.queries import calendar_for
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
    assert set(CalendarDay.objects.filter(unverified=True).values_list("date", flat=True)) == {
        date(2026, 1, 2), date(2026, 1, 10),
    }  # fmt: skip


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
    assert 2027 in calendar_for(ward.id).missing_years
    assert 2026 not in calendar_for(ward.id).missing_years
    levels = {(f.level, "2027" in f.message) for f in calendars_known()}
    assert ("warning", True) in levels or date.today().year != 2026
    monkeypatch.setattr(loading, "complete_years", lambda: {2026, 2027})
    assert loading.missing_years(date(2026, 1, 1), date(2027, 1, 1)) == ()
