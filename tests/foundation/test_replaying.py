"""What the tests' own world is made of: one made from the record is as one made by the code (tests.support)."""

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import pytest
from django.db import connection, transaction

from accounts.models import Position
from foundation import scoping
from foundation.encryption import decrypt
from procedures.models import Field, Procedure
from tests.support import world as worlds

T = TypeVar("T")
pytestmark = pytest.mark.django_db
_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00")
_PASSWORD = re.compile(r"md5\$\w+\$\w+")
_SECRET = re.compile(r"\\\\x([0-9a-f]+)")


@pytest.fixture
def unrecorded(monkeypatch):
    """Nothing was built in this process yet."""
    monkeypatch.setattr(worlds, "_worlds", {})
    monkeypatch.setattr(worlds, "_grounds", {})


def everything() -> dict[str, list[str]]:
    """Every row of every table; keys by their order, secrets in plain, without moments and salted digests."""
    found = {}
    with scoping.system("test"), connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found[table] = [row for (row,) in cursor.fetchall()]
    keys = {
        key: f"key {n}"
        for n, key in enumerate(sorted({k for rows in found.values() for row in rows for k in _KEY.findall(row)}))
    }

    def plain(row: str) -> str:
        row = _KEY.sub(lambda key: keys[key[0]], row)
        row = _SECRET.sub(lambda secret: repr(decrypt(bytes.fromhex(secret[1]))), row)
        return _PASSWORD.sub("password", _MOMENT.sub("moment", row))

    return {table: sorted(map(plain, rows)) for table, rows in found.items()}


def undone(act: Callable[[], T]) -> tuple[T, dict[str, list[str]]]:
    """What an act gives and all rows after it; it is taken back."""
    with transaction.atomic():
        given, rows = act(), everything()
        transaction.set_rollback(True)
    return given, rows


def two_provinces() -> None:
    worlds.build()
    worlds.build("H19", "Đồng Nai", catalogue=False)


def over_one_catalogue() -> None:
    worlds.build()
    worlds.build("H19", "Đồng Nai")


@pytest.mark.parametrize("act", [worlds.build, two_provinces, over_one_catalogue])
def test_every_row_of_every_table_is_as_the_code_would_write_it(unrecorded, act):
    before, (_given, built) = everything(), undone(act)
    assert len(worlds._grounds) == 1 and worlds._worlds
    assert everything() == before != built
    assert undone(act)[1] == built
    assert undone(act)[1] == built


def test_beside_other_rows_the_catalogue_is_read_again(unrecorded):
    undone(worlds.build)
    with scoping.system("test"):
        Field.objects.create(code="khac", name="Khác")
    worlds.build()
    with scoping.system("test"):
        assert Field.objects.count() == 7 and Procedure.objects.count() == 11


def test_each_day_has_a_record_of_its_own(unrecorded, monkeypatch):
    undone(worlds.build)
    monkeypatch.setattr(worlds, "today_local", lambda: date(2026, 2, 3))
    world = worlds.build()
    with scoping.system("test"):
        assert {p.valid_from for p in Position.objects.all()} == {date(2026, 1, 4)}
    assert len(worlds._worlds) == 2 and world.province.code == "H05"


def test_the_world_holds_what_the_tables_hold_under_keys_of_its_own(unrecorded):
    first, _rows = undone(worlds.build)
    first.province.name = "Đổi"
    again = worlds.build()
    with scoping.system("test"):
        for row in (again.province, *again.agencies.values(), *again.people.values()):
            there = type(row).objects.get(pk=row.pk)
            for field in row._meta.concrete_fields:
                assert str(getattr(row, field.attname)) == str(getattr(there, field.attname)), field
    assert again.province.name == "Bắc Ninh" and again.province.pk != first.province.pk
    assert again.agencies["office"].parent is again.department and again.department.province is again.province
    assert again.people["signer"].official.user is again.people["signer"]
    assert not {u.pk for u in first.people.values()} & {u.pk for u in again.people.values()}
