"""A dossier keeps the promise of the day of its acceptance, whatever happens to it after the province promised anew."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from calendars.calendar import local_date
from calendars.due import due
from calendars.models import CalendarDay
from calendars.queries import calendar_for
from calendars.terms import ClockRules, Term, TermUnit
from dossiers.actions.extend import extend
from dossiers.actions.recalculate import preview_recalculation, start_recalculation
from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.start import start
from dossiers.clocking import promised_on, state_of
from dossiers.explaining import explanation
from dossiers.models import Dossier, DueRecord
from dossiers.recalculation.change import Change
from foundation import scoping
from foundation.jobs import run_some
from foundation.local_time import today_local
from foundation.models import Job
from procedures.importing import import_catalogue
from tests.procedures.catalogues import catalogue, entry
from tests.support import world as worlds
from tests.support.administration import signed_in, text
from tests.support.world import World, filed

pytestmark = pytest.mark.django_db
CODE, OLD, NEW = "1.999001", 6, 3
WHEN = ("before", "after")
CITATIONS = {OLD: "Quyết định 1/QĐ-UBND thử", NEW: "Quyết định 2/QĐ-UBND thử"}


@pytest.fixture
def world(db) -> World:
    """Eight days by law; the province promised six until today and three from tomorrow on."""
    made, today = worlds.build(), today_local()
    promise = {"territory": "H05", "unit": "working_days"}
    promises = [
        {**promise, "amount": OLD, "to": str(today), "citation": CITATIONS[OLD]},
        {**promise, "amount": NEW, "from": str(today + timedelta(days=1)), "citation": CITATIONS[NEW]},
    ]
    term = {"statutory": {"amount": 8, "unit": "working_days"}, "supplement": "TAM_DUNG", "commitments": promises}
    steps = entry()["steps"]
    steps[0]["term"]["amount"] = 1
    import_catalogue(catalogue(entry(term=term, steps=steps)))
    return made


@pytest.fixture
def accepted(world, monkeypatch):
    """A dossier of today and one of tomorrow, under way; it is tomorrow now."""
    rows, real = {}, timezone.now
    for n, when in enumerate(WHEN):
        monkeypatch.setattr(timezone, "now", lambda n=n: real() + timedelta(days=n))
        row = filed(world, n + 1, accept=True, procedure=CODE)
        with world.scope("unit_head"):
            rows[when] = start(row.id, actor=world.actor("unit_head"))
    assert today_local() == local_date(rows["after"].accepted_at)
    return rows


def promised(when: str) -> int:
    return OLD if when == "before" else NEW


def reckoned(world, row, amount: int):
    """The date of a term from the acceptance on, by the calendar that holds."""
    with scoping.system("test"):
        calendar = calendar_for(world.department.id)
    return due(calendar, row.accepted_at, Term(Decimal(amount), TermUnit.WORKING_DAYS), ClockRules())


def kept(row) -> tuple[Dossier, str]:
    """As it stands, with the term in the last record of its date."""
    with scoping.system("test"):
        found = Dossier.objects.get(id=row.id)
        assert state_of(found).due_at == found.due_at
        return found, DueRecord.objects.filter(dossier=found).latest("computed_at", "id").inputs["term"]


def decree(world, day: date, *rows) -> None:
    """A day off that becomes known late, and the dates reckoned anew for it."""
    with scoping.system("test"):
        CalendarDay.objects.update_or_create(
            date=day, province=None, agency=world.department,
            defaults={"kind": "nghi_hoan_doi", "name": "Nghỉ muộn", "citation": "Thông báo thử"},
        )  # fmt: skip
    actor = world.actor("controller")
    with world.scope("controller"):
        shown = preview_recalculation(Change(day, day), citation="Thông báo thử", actor=actor)
        run_some(shown.id, seconds=60)
        work = start_recalculation(shown.id, actor=actor)
        run_some(work.id, seconds=60)
    with scoping.system("test"):
        assert Job.objects.get(id=work.id).changed == len(rows)


def inside_both(world) -> date:
    """A working day of both terms that has not begun."""
    with scoping.system("test"):
        return calendar_for(world.department.id).working_day_after(today_local(), 2)


@pytest.mark.parametrize("when", WHEN)
def test_accepted_it_has_the_date_of_its_day(world, accepted, when):
    row, term = kept(accepted[when])
    assert row.due_at == reckoned(world, row, promised(when)) and Decimal(term) == promised(when)
    assert promised_on(row) == local_date(row.accepted_at)


@pytest.mark.parametrize("when", WHEN)
def test_a_pause_takes_none_of_it(world, accepted, when):
    actor, row = world.actor("case_officer"), accepted[when]
    with world.scope("case_officer"):
        request_supplement(row.id, actor=actor, reason="Thiếu")
        receive_supplement(row.id, actor=actor)
    after, term = kept(row)
    assert abs(after.due_at - reckoned(world, row, promised(when))) < timedelta(minutes=1)
    assert Decimal(term) == promised(when)


@pytest.mark.parametrize("when", WHEN)
def test_an_extension_leaves_the_first_date_as_it_was_promised(world, accepted, when):
    row = accepted[when]
    with world.scope("signer"):
        later = reckoned(world, row, promised(when) + 2)
        extend(row.id, actor=world.actor("signer"), due_at=later, reason="Chờ ý kiến")
    after, term = kept(row)
    assert (after.due_at, after.original_due_at) == (later, reckoned(world, row, promised(when)))
    assert Decimal(term) == promised(when)


def test_a_late_decree_moves_each_of_one_batch_by_its_own_promise(world, accepted):
    decree(world, inside_both(world), *accepted.values())
    for when, row in accepted.items():
        after, term = kept(row)
        assert after.due_at == reckoned(world, row, promised(when)) > row.due_at
        assert Decimal(term) == promised(when)


@pytest.mark.parametrize("when", WHEN)
def test_a_late_decree_after_a_pause_does_too(world, accepted, when):
    actor, row = world.actor("case_officer"), accepted[when]
    with world.scope("case_officer"):
        request_supplement(row.id, actor=actor, reason="Thiếu")
        receive_supplement(row.id, actor=actor)
    decree(world, inside_both(world), *accepted.values())
    assert abs(kept(row)[0].due_at - reckoned(world, row, promised(when))) < timedelta(minutes=1)


@pytest.mark.parametrize("when", WHEN)
def test_the_page_that_explains_the_date_names_its_promise(world, accepted, when):
    row = accepted[when]
    with world.scope("controller"):
        why = explanation(Dossier.objects.get(id=row.id))
    assert (why.promise.term.amount, why.promise.whose) == (promised(when), "province")
    assert why.stretches[-1].end == row.due_at
    shown = text(signed_in(world, "controller").get(f"/can-bo/ho-so/{row.id}/thoi-han/"))
    assert CITATIONS[promised(when)] in shown and CITATIONS[OLD + NEW - promised(when)] not in shown
