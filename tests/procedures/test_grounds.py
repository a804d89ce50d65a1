"""A process goes on under a next version where the terms that bind the dossiers of that day are the same."""

from copy import deepcopy
from datetime import date, timedelta

import pytest

from accounts.models import Province
from foundation import scoping
from procedures.drafting import faults_in
from procedures.lapsing import lapses
from procedures.processes import own_process_on
from tests.procedures.catalogues import ENTRY
from tests.procedures.lapsing import LAW
from tests.procedures.layers import days, own_of, version_of
from tests.support import world as worlds

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)


@pytest.fixture
def world(db):
    return worlds.build()


def carried_on(world, own, version, day=LAW) -> bool:
    """What runs on a day, and whether the first page says the same of it."""
    with scoping.system("test"):
        runs = own_process_on(version, world.province.id, day) == own
        told = [lapse.own for lapse in lapses(world.province.id, TODAY)]
    assert told == ([] if runs else [own])
    return runs


def test_a_promise_that_ended_long_ago_ends_no_process(world):
    """Given four days until June and five since, when the next version says only the five, then nothing changed."""
    own = own_of(world, version_of("2026-01-01", days(4, to="2026-06-30"), days(5, **{"from": "2026-07-01"})), TODAY)
    assert carried_on(world, own, version_of("2027-03-01", days(5)))


def test_nor_one_that_ended_while_the_later_version_held(world):
    """Given four days until June and five since in both, when a third says only the five, then it carries on."""
    promises = days(4, to="2027-06-30"), days(5, **{"from": "2027-07-01"})
    own = own_of(world, version_of("2026-01-01", *promises), TODAY)
    version_of("2027-03-01", *promises)
    assert carried_on(world, own, version_of("2027-09-01", days(5)), date(2027, 9, 1))


def test_a_shorter_promise_that_begins_later_in_the_next_version_ends_it(world):
    own = own_of(world, version_of("2026-01-01", days(5)), TODAY)
    later = days(5, to="2027-05-31"), days(4, **{"from": "2027-06-01"})
    assert not carried_on(world, own, version_of("2027-03-01", *later))


def test_a_promise_for_a_case_is_a_term_too(world):
    own = own_of(world, version_of("2026-01-01", days(6), days(8, variant="kho")), TODAY)
    assert not carried_on(world, own, version_of("2027-03-01", days(6), days(3, variant="kho")))


class TestAFormerTerritory:
    """Bắc Giang lies in Bắc Ninh: the clock goes by what was promised there."""

    @pytest.fixture
    def bac_giang(self, world):
        with scoping.system("test"):
            Province.objects.create(code="H02", name="Bắc Giang", valid_to="2025-06-30", merged_into=world.province)

    def test_a_promise_there_binds_the_process(self, world, bac_giang):
        version = version_of("2026-01-01", days(4) | {"territory": "H02", "former": True})
        elsewhere = version_of(
            "2026-01-01", days(4) | {"territory": "H03", "former": True}, legal_basis=["Luật thử hai"]
        )
        with scoping.system("test"):
            said = [message for _place, message in faults_in(ENTRY["steps"], version, world.province.id)]
            assert said == ["các bước dài 5 ngày làm việc, hơn thời hạn (4)"]
            assert faults_in(ENTRY["steps"], elsewhere, world.province.id) == []

    def test_another_promise_there_ends_it(self, world, bac_giang):
        there = {"territory": "H02", "former": True}
        own = own_of(world, version_of("2026-01-01", days(5), days(6) | there), TODAY)
        assert not carried_on(world, own, version_of("2027-03-01", days(5), days(7) | there))

    def test_the_same_or_none_beside_the_province_s_own_does_not(self, world, bac_giang):
        there = {"territory": "H02", "former": True}
        own = own_of(world, version_of("2026-01-01", days(5), days(5) | there), TODAY)
        assert carried_on(world, own, version_of("2027-03-01", days(5)))


def test_one_that_could_not_be_checked_is_none(world):
    own = own_of(world, version_of("2026-01-01", days(6)), TODAY)
    with scoping.system("test"):
        unsure = days(3) | {"unverified": True, "from": "2027-06-01"}
        assert carried_on(world, own, version_of("2027-03-01", days(6), unsure))


def test_the_way_of_a_case_must_fit_into_what_is_promised_for_it(world):
    steps = deepcopy(ENTRY["steps"])
    steps.insert(1, {**deepcopy(steps[0]), "code": "xac_minh", "name": "Xác minh", "case": "kho"})
    steps[0]["term"]["amount"] = steps[1]["term"]["amount"] = 2
    version = version_of("2026-01-01", days(3, variant="kho"))
    with scoping.system("test"):
        assert [
            "«Trường hợp khó» (3)" in message for _place, message in faults_in(steps, version, world.province.id)
        ] == [True]


def test_a_promise_that_ends_before_a_version_begins_asks_nothing_of_its_process(world, monkeypatch):
    """Given a version of March with a promise of April, a draft for it answers to that, not to what ended in January."""
    monkeypatch.setattr("procedures.drafting.today_local", lambda: TODAY)
    ended = days(1, **{"from": "2026-01-01", "to": str(LAW - timedelta(days=40))})
    version = version_of("2027-03-01", ended, days(6))
    with scoping.system("test"):
        assert faults_in(ENTRY["steps"], version, world.province.id) == []
