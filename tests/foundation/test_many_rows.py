"""Rows of a bulk act: what one row would have kept is kept of each, whatever stands in it."""

import uuid
from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from calendars.models import CalendarDay
from dossiers.models import Party
from foundation import scoping
from foundation.ids import uuid7
from foundation.many_rows import insert_rows, update_rows
from foundation.models import Job, ReadRecord

pytestmark = pytest.mark.django_db
AWKWARD = "Nguyễn \"Văn\" 'A' \\ 100% {x} %(y)s \t\n đ"


def _row(**more: object) -> dict[str, object]:
    return {
        "id": uuid7(), "kind": "test", "province_id": None, "started_by": uuid.uuid4(), "parameters": {"lời": AWKWARD},
        "state": "queued", "cursor": AWKWARD, "total": 0, "done": 0, "changed": 0, "skipped": 0, "failed": 0,
        "result": {"dài": [1, None, {"sâu": True}]}, "error": "", "tries": 0, "worker": "", "lease_until": None,
        "created_at": datetime(2026, 12, 1, 8, 30, 0, 123456, UTC), "correlation_id": uuid7(), **more,
    }  # fmt: skip


def test_every_kind_of_value_comes_back_as_it_was_given() -> None:
    rows = [_row(), _row(lease_until=datetime(2027, 1, 1, tzinfo=UTC))]
    with scoping.system("test"):
        assert insert_rows(Job, rows) == 2
        for row in rows:
            kept = Job.objects.get(id=row["id"])
            assert {name: getattr(kept, name) for name in row} == row


def test_a_key_that_is_there_already_is_left_alone_where_that_was_asked_for() -> None:
    row = _row()
    with scoping.system("test"):
        assert insert_rows(Job, [row]) == 1
        assert insert_rows(Job, [{**row, "cursor": "khác"}, _row()], "ON CONFLICT (id) DO NOTHING") == 1
        assert Job.objects.get(id=row["id"]).cursor == AWKWARD


def test_one_bad_row_and_none_is_written() -> None:
    good = _row()
    with scoping.system("test"):
        with pytest.raises(IntegrityError), transaction.atomic():
            insert_rows(Job, [good, _row(kind=None)])
        assert not Job.objects.filter(id=good["id"]).exists()


def test_only_the_named_rows_and_columns_change() -> None:
    first, second, other = _row(), _row(), _row()
    with scoping.system("test"):
        insert_rows(Job, [first, second, other])
        given = [{"id": first["id"], "cursor": AWKWARD * 2}, {"id": second["id"], "cursor": ""}]
        assert update_rows(Job, given, "tries = old.tries + %s", [3]) == 2
        kept = {job.id: (job.cursor, job.tries, job.worker) for job in Job.objects.filter(kind="test")}
    assert kept == {
        first["id"]: (AWKWARD * 2, 3, ""), second["id"]: ("", 3, ""), other["id"]: (AWKWARD, 0, ""),
    }  # fmt: skip


def test_nothing_is_no_statement(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        assert insert_rows(Job, []) == update_rows(Job, []) == 0


def test_arrays_and_days_and_decimals() -> None:
    record = {
        "id": uuid7(), "at": datetime(2026, 12, 1, tzinfo=UTC), "reader_kind": "system", "reader_user_id": None,
        "reader_client_id": 2**40, "province_id": None, "subject_kind": "dossier", "subject_ids": [uuid7(), uuid7()],
        "way": "page", "correlation_id": uuid7(),
    }  # fmt: skip
    off = {
        "id": uuid7(), "date": date(2027, 2, 5), "kind": "nghi_le", "name": "Tết", "sessions": [["07:30", "11:30"]],
        "citation": "BLLĐ Đ112", "unverified": True, "note": "", "updated_at": datetime(2026, 12, 1, tzinfo=UTC),
    }  # fmt: skip
    with scoping.system("test"):
        insert_rows(ReadRecord, [record])
        insert_rows(CalendarDay, [off])
        kept, day = ReadRecord.objects.get(id=record["id"]), CalendarDay.objects.get(id=off["id"])
        assert {name: getattr(kept, name) for name in record} == record
        assert {name: getattr(day, name) for name in off} == off
        update_rows(CalendarDay, [{"id": off["id"], "sessions": None, "date": date(2027, 2, 6)}])
        day.refresh_from_db()
        assert (day.sessions, day.date) == (None, date(2027, 2, 6))


def test_what_is_encrypted_or_no_text_is_refused() -> None:
    with scoping.system("test"):
        for column in ("phone", "phone_index"):
            with pytest.raises(TypeError, match=column):
                insert_rows(Party, [{"id": uuid7(), column: "0900000001"}])
