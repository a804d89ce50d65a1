"""Country, province, agency: the nearest rule counts, a change is seen at once, and nobody changes another's."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError

from accounts.models import Agency, Province
from calendars import queries
from calendars.due import due
from calendars.loading import load
from calendars.models import CalendarDay, CalendarYear, WorkPattern, WorkSession
from calendars.queries import calendar_for
from calendars.terms import ClockRules, Term, TermUnit
from foundation import scoping
from tests.calendars.sample import at

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 11, 25)


@pytest.fixture
def places():
    """Two provinces with two agencies each."""
    load()
    with scoping.system("test"):
        made = {}
        for code in ("T01", "T02"):
            province = Province.objects.create(code=code, name=f"Tỉnh {code}")
            for number in ("01", "02"):
                made[f"{code}.{number}"] = Agency.objects.create(
                    province=province, code=f"{code}.{number}", name=code, kind="commune_pc", valid_from="2025-07-01"
                )
        return made


def off(day: date = WEDNESDAY, **where) -> CalendarDay:
    return CalendarDay.objects.create(date=day, kind="nghi_hoan_doi", name="Nghỉ", citation="Thông báo thử", **where)


def works(agency: Agency, day: date = WEDNESDAY) -> bool:
    return calendar_for(agency.id).is_working(day)


def test_agencies_without_rules_of_their_own_share_one_calendar(places):
    assert len({id(calendar_for(agency.id)) for agency in places.values()}) == 1
    with scoping.system("test"):
        off(agency=places["T01.01"])
    assert calendar_for(places["T01.01"].id) is not calendar_for(places["T01.02"].id)
    assert calendar_for(places["T01.02"].id) is calendar_for(places["T02.01"].id)


def test_a_day_of_a_province_counts_in_all_its_agencies_and_nowhere_else(places):
    with scoping.staff(places["T01.01"].province_id, None):
        off(province=places["T01.01"].province)
    assert [works(agency) for agency in places.values()] == [False, False, True, True]


def test_an_agency_may_work_where_its_province_does_not(places):
    with scoping.staff(places["T01.01"].province_id, None):
        off(province=places["T01.01"].province)
        CalendarDay.objects.create(
            date=WEDNESDAY, kind="lam_bu", name="Trực", agency=places["T01.01"], citation="Thông báo thử"
        )
    assert [works(agency) for agency in places.values()] == [True, False, True, True]


@pytest.mark.parametrize("minutes", [30, 90])
def test_a_changed_session_is_seen_at_once_however_it_was_written(places, minutes):
    ward = places["T01.01"]
    with scoping.system("test"):
        pattern = WorkPattern.objects.create(agency=ward, valid_from="2026-01-01", citation="Quyết định thử")
        WorkSession.objects.create(pattern=pattern, weekday=2, start="07:00", end="11:00")
    assert str(calendar_for(ward.id).sessions_on(WEDNESDAY)[0][1]) == "11:00:00"
    with scoping.system("test"):
        end = (at("25/11 11:00") + timedelta(minutes=minutes)).time()
        WorkSession.objects.filter(pattern=pattern).update(end=end)  # touches no time stamp
    assert calendar_for(ward.id).sessions_on(WEDNESDAY)[0][1] == end


def test_a_day_taken_away_is_seen_at_once(places):
    ward = places["T01.01"]
    with scoping.system("test"):
        row = off(agency=ward)
        assert not works(ward)
        row.delete()
        assert works(ward)
        off()  # one row fewer, one more: the count alone would say that nothing changed
        assert not works(ward)


def test_not_more_is_kept_than_a_fixed_number_of_calendars(places, monkeypatch):
    monkeypatch.setattr(queries, "_MOST_KEPT", 2)
    with scoping.system("test"):
        for agency in places.values():
            off(agency=agency)
    for agency in places.values():
        calendar_for(agency.id)
    assert len(queries._kept) == 2


def test_a_ward_that_works_on_saturday_mornings_counts_them(places):
    ward = places["T01.01"]
    with scoping.staff(ward.province_id, [ward.id]):
        pattern = WorkPattern.objects.create(agency=ward, valid_from="2026-01-01", citation="Quyết định thử")
        for weekday in range(6):
            WorkSession.objects.create(pattern=pattern, weekday=weekday, start="07:30", end="11:30")
            if weekday < 5:
                WorkSession.objects.create(pattern=pattern, weekday=weekday, start="13:00", end="17:00")
    one, friday = Term(Decimal(1), TermUnit.WORKING_DAYS), at("20/11 13:00")
    assert due(calendar_for(ward.id), friday, one, ClockRules()) == at("21/11 11:30")
    assert due(calendar_for(places["T01.02"].id), friday, one, ClockRules()) == at("23/11 11:30")
    # a make-up Saturday is a whole day there too
    assert len(calendar_for(ward.id).sessions_on(date(2026, 8, 22))) == 2


def test_a_pattern_that_begins_later_leaves_the_days_before_alone(places):
    ward = places["T01.01"]
    with scoping.staff(ward.province_id, [ward.id]):
        pattern = WorkPattern.objects.create(
            agency=ward, valid_from="2026-12-01", valid_to="2026-12-31", citation="Giờ mùa đông"
        )
        WorkSession.objects.create(pattern=pattern, weekday=0, start="08:00", end="12:00")
    calendar = calendar_for(ward.id)
    starts = [calendar.sessions_on(date(2026, 11, 30)), calendar.sessions_on(date(2026, 12, 7))]
    assert [str(s[0][0]) for s in starts] == ["07:30:00", "08:00:00"]
    assert str(calendar.sessions_on(date(2027, 1, 4))[0][0]) == "07:30:00"


class TestWhoWrites:
    @pytest.mark.parametrize("agencies", [None, "own"])
    def test_no_official_changes_the_country_s_days(self, places, agencies):
        """One province must not move the dates of another."""
        ward = places["T01.01"]
        scope = None if agencies is None else [ward.id]
        with pytest.raises(DatabaseError, match="row-level security"), scoping.staff(ward.province_id, scope):
            off()
        with scoping.staff(ward.province_id, scope):
            assert CalendarDay.objects.filter(date="2026-11-24").update(kind="lam_bu") == 0
            assert WorkSession.objects.filter(pattern__agency=None, pattern__province=None).delete()[0] == 0
            assert CalendarYear.objects.update(year=2040) == 0
        assert not works(ward, date(2026, 11, 24))

    def test_no_official_changes_another_province_s_days(self, places):
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            scoping.staff(places["T02.01"].province_id, None),
        ):
            off(agency=places["T01.01"])
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            scoping.staff(places["T02.01"].province_id, None),
        ):
            CalendarYear.objects.create(year=2027, province=places["T01.01"].province, citation="Thông báo thử")
        assert works(places["T01.01"])


class TestWrongRows:
    def test_a_row_is_of_one_layer(self, places):
        ward = places["T01.01"]
        with pytest.raises(IntegrityError, match="calendar_day_layer"), scoping.system("test"):
            off(agency=ward, province=ward.province)

    def test_a_day_has_one_row_in_a_layer(self, places):
        with pytest.raises(IntegrityError, match="calendar_day_once"), scoping.system("test"):
            off(date(2026, 11, 24))

    @pytest.mark.parametrize(
        ("kind", "sessions"),
        [
            ("lam_bu", [["7h30", "11:30"]]),
            ("lam_bu", [["07:30"]]),
            ("lam_bu", "07:30-11:30"),
            ("lam_bu", [["11:30", "07:30"]]),
            ("lam_bu", [["07:30", "11:30"], ["11:00", "12:00"]]),
            ("lam_bu", [[7, 11]]),
            ("nghi_le", [["07:30", "11:30"]]),
        ],
    )
    def test_sessions_that_make_no_day_are_refused_in_words(self, kind, sessions):
        row = CalendarDay(date=WEDNESDAY, kind=kind, name="Thử", citation="Thử", sessions=sessions)
        with pytest.raises(ValidationError) as caught:
            row.full_clean()
        assert set(caught.value.message_dict) == {"sessions"}

    def test_sessions_of_a_make_up_day_are_taken(self):
        CalendarDay(
            date=WEDNESDAY, kind="lam_bu", name="Thử", citation="Thử", sessions=[["07:30", "11:30"]]
        ).full_clean()
