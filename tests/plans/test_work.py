"""What is asked all the time: the look-up, the clocks, the sequencer."""

import pytest

from dossiers import lookup_rows, tasks
from dossiers.models import Dossier
from events.sequencer import advance
from foundation import scoping
from portal.public.lookup import answer
from tests.plans.explain import asked_by, plan

pytestmark = pytest.mark.django_db


def plans(act):
    """What an act asks about big tables, planned again as the system."""
    _given, statements = asked_by(act)
    with scoping.system("test"):
        return [plan(sql) for sql in statements]


def slow(found, most: int = 5_000) -> list[str]:
    return [str(p) for p in found if p.scanned or p.rows_read > most]


@pytest.fixture(scope="module")
def dossier(crowd):
    with scoping.system("test"):
        return Dossier.objects.filter(status="processing").order_by("-id")[500]


class TestTheLookUp:
    def test_finds_by_code_along_its_index(self, dossier):
        with scoping.system("test"):
            found = plans(lambda: lookup_rows.candidates(dossier.code))
        assert found and not slow(found) and "dossier_code" in found[0].indexes

    def test_shows_by_keys_alone_and_asks_all_of_the_page_in_one_statement(self, dossier):
        found = plans(lambda: answer(dossier.id))
        assert found and not slow(found)


class TestTime:
    def test_dates_that_come_and_pass(self, crowd, monkeypatch):
        monkeypatch.setattr(tasks, "BATCH", 3)
        found = plans(tasks.watch_clocks)
        assert not slow(found) and any("dossier_running_due" in p.indexes for p in found)

    def test_windows_that_close(self, crowd, monkeypatch):
        monkeypatch.setattr(tasks, "BATCH", 1)
        found = plans(tasks.close_supplement_windows)
        assert not slow(found) and any("dossier_supplement_window" in p.indexes for p in found)

    def test_the_sequencer(self, crowd):
        assert not slow(plans(advance))
