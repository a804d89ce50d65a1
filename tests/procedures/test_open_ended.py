"""Processes published before they could outlive their version: the migration opens the end of the last one."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection

from foundation import scoping
from procedures.models import OwnProcess
from tests.procedures.layers import own_of, version_of
from tests.support import world as worlds

pytestmark = pytest.mark.django_db
LAST = date(2027, 2, 28)
OPEN_ENDED = import_module("procedures.migrations.0008_layers_with_their_own_dates").OPEN_ENDED


def ended(own: OwnProcess, day: date | None) -> OwnProcess:
    """As it was published then."""
    with scoping.system("test"):
        OwnProcess.objects.filter(id=own.id).update(effective_to=day)
    return own


def migrated() -> dict:
    """What each ends with after the migration, which runs outside of any scope."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN_ENDED)
        cursor.execute("SELECT current_setting('motcua.scope', true)")
        assert cursor.fetchone()[0] == ""
    with scoping.system("test"):
        return dict(OwnProcess.objects.values_list("id", "effective_to"))


@pytest.fixture
def house(db):
    return worlds.build()


@pytest.fixture
def version(house):
    made = version_of("2026-01-01")
    version_of("2027-03-01")
    made.refresh_from_db()
    assert made.effective_to == LAST
    return made


def test_the_last_of_a_version_outlives_it_in_every_province(house, version):
    there = worlds.build("H19", "Đồng Nai", catalogue=False)
    first = ended(own_of(house, version, date(2026, 2, 1)), date(2026, 11, 30))
    last = ended(own_of(house, version, date(2026, 12, 1)), LAST)
    other = ended(own_of(there, version, date(2026, 2, 1)), LAST)
    assert migrated() == {first.id: date(2026, 11, 30), last.id: None, other.id: None}


def test_one_that_another_follows_or_that_ended_earlier_keeps_its_day(house, version):
    followed = ended(own_of(house, version, date(2026, 2, 1)), LAST)
    before = ended(own_of(house, version, LAST), date(2027, 2, 28))
    assert migrated() == {followed.id: LAST, before.id: None}


def test_one_that_ended_before_its_version_stays_ended(house, version):
    own = ended(own_of(house, version, date(2026, 2, 1)), date(2026, 6, 30))
    assert migrated() == {own.id: date(2026, 6, 30)}


def test_a_draft_and_one_of_a_version_without_an_end_stay_as_they_are(house):
    version = version_of("2026-01-01")
    own = own_of(house, version, date(2026, 2, 1))
    with scoping.system("test"):
        draft = OwnProcess.objects.create(
            province=house.province, version=version, number=2, drafted_by=house.people["controller"],
            changed_at=own.changed_at, effective_to=None,
        )  # fmt: skip
    assert migrated() == {own.id: None, draft.id: None}
