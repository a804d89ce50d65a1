"""Asking whether an agency's calendar has changed stays a matter of its own few rows, however many agencies have theirs."""

import pytest
from django.db import connection

from accounts.models import Agency, Province
from calendars import queries
from calendars.loading import load
from calendars.models import CalendarDay, WorkPattern, WorkSession
from foundation import scoping

pytestmark = pytest.mark.django_db
WARDS = 1500


def test_the_stamp_of_one_agency_reads_its_own_rows_by_their_indexes():
    load()
    with scoping.system("test"), connection.cursor() as cursor:
        province = Province.objects.create(code="T01", name="Tỉnh thử")
        wards = Agency.objects.bulk_create(
            Agency(province=province, code=f"T01.{n}", name="x", kind="commune_pc", valid_from="2025-07-01")
            for n in range(WARDS)
        )
        patterns = WorkPattern.objects.bulk_create(
            WorkPattern(agency=ward, valid_from="2026-01-01", citation="Quyết định thử") for ward in wards
        )
        WorkSession.objects.bulk_create(
            WorkSession(pattern=pattern, weekday=weekday, start="07:30", end="11:30")
            for pattern in patterns
            for weekday in range(6)
        )
        CalendarDay.objects.bulk_create(
            CalendarDay(date="2026-12-01", agency=ward, kind="nghi_hoan_doi", name="x", citation="Thử")
            for ward in wards
        )
        for table in ("accounts_agency", "calendars_calendarday", "calendars_workpattern", "calendars_worksession"):
            cursor.execute(f"ANALYZE {table}")
        cursor.execute(f"EXPLAIN {queries._STAMP}", [wards[7].id])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    for table in ("accounts_agency", "calendars_calendarday", "calendars_workpattern", "calendars_worksession"):
        assert f"Seq Scan on {table}" not in plan, plan
