"""The record: added to, never changed, and without a word about a person (design promise 1)."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.actors import Actor
from events.models import Event
from events.recording import record
from events.vocabulary import DATA_KEYS, KINDS, ForbiddenData, checked
from foundation import scoping
from foundation.ids import uuid7
from foundation.partitions import ensure
from tests.security.two_provinces import raw

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    with scoping.system("test"):
        return record(
            "dossier.accepted", subject=("dossier", uuid7()), province_id=uuid7(), agency_ids=[], actor=Actor.system("thử"),
            data={"status": "accepted"},
        )  # fmt: skip


def parts() -> list[str]:
    found = raw("SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'events_event'::regclass")
    return [name for (name,) in found]


def refused(sql: str) -> str:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return str(error.__cause__)
    return ""


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events_event SET kind = 'x'", "UPDATE events_event SET data = '{}'", "DELETE FROM events_event",
        "UPDATE events_event SET occurred_at = occurred_at",
    ],
)  # fmt: skip
def test_nothing_recorded_is_changed_even_by_the_owner_as_the_system(event, statement):
    assert raw(
        "SELECT pg_get_userbyid(relowner) = current_user FROM pg_class WHERE oid = 'events_event'::regclass"
    ) == [(True,)]
    with scoping.system("test"):
        assert "append-only" in refused(statement)
        assert Event.objects.get().data == {"status": "accepted"}


def test_nor_through_its_months(event):
    with scoping.system("test"):
        for part in parts():
            with connection.cursor() as cursor:
                for statement in (f"UPDATE {part} SET kind = 'x'", f"DELETE FROM {part}"):
                    cursor.execute(statement)
                    assert cursor.rowcount == 0
        assert Event.objects.get().kind == "dossier.accepted"


def test_it_cannot_be_emptied(event):
    raw("SET LOCAL motcua.emptying = 'off'")
    for table in ["events_event", *parts()]:
        assert "append-only" in refused(f"TRUNCATE {table} CASCADE"), table
    with scoping.system("test"):
        assert Event.objects.count() == 1


def test_a_later_month_is_guarded_like_the_first(event):
    before = set(parts())
    assert ensure(months_ahead=8)
    raw("SET LOCAL motcua.emptying = 'off'")
    new = set(parts()) - before
    assert new
    for table in new:
        assert "append-only" in refused(f"TRUNCATE {table}"), table
        assert raw("SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", [table]) == [
            (True, True)
        ]


PERSONAL = [
    "full_name", "name", "applicant", "phone", "identity_number", "cccd", "address", "email", "birthday", "text", "note",
    "reason", "summary", "message", "signer", "staff_name", "Code", "code ", "",
]  # fmt: skip


@pytest.mark.parametrize("key", PERSONAL)
def test_no_other_key_is_taken(event, key):
    with pytest.raises(ForbiddenData) as caught:
        checked("dossier.accepted", {"status": "accepted", key: "x"})
    assert "x" not in str(caught.value).replace(key, ""), "the value is not told to the log"
    with scoping.system("test"), pytest.raises(ForbiddenData):
        record(
            "dossier.accepted", subject=("dossier", uuid7()), province_id=None, agency_ids=[], actor=Actor.system("thử"),
            data={key: "x"},
        )  # fmt: skip
    with scoping.system("test"):
        assert Event.objects.count() == 1


NAMES = ["Nguyễn Văn Thử", "Nguyen Van Thu", "Phường Kinh Bắc", "a@b.vn", "Thiếu giấy", "x" * 81]
NUMBERS = ["0900000001", "84900000001", "+84900000001", "027090000001", "0900 000 001"]


@pytest.mark.parametrize("value", NAMES)
@pytest.mark.parametrize("key", sorted(DATA_KEYS))
def test_no_key_takes_a_name_or_a_sentence(key, value):
    with pytest.raises(ForbiddenData):
        checked("dossier.accepted", {key: value})


# ids of other systems, which may be figures only
FIGURES = {"code", "oa_id", "source_version", "sha256"}


@pytest.mark.parametrize("value", NUMBERS)
@pytest.mark.parametrize("key", sorted(set(DATA_KEYS) - FIGURES))
def test_no_key_takes_a_phone_or_identity_number(key, value):
    with pytest.raises(ForbiddenData):
        checked("dossier.accepted", {key: value})


@pytest.mark.parametrize("value", [["a"], {"a": 1}, 1.5, b"a"])
@pytest.mark.parametrize("key", sorted(DATA_KEYS))
def test_values_are_plain(key, value):
    with pytest.raises(ForbiddenData):
        checked("dossier.accepted", {key: value})


def test_an_unknown_kind_is_not_recorded():
    assert "dossier.deleted" not in KINDS
    with pytest.raises(ForbiddenData):
        checked("dossier.deleted", {})
