"""Promise 5: each computed due date is kept with its inputs, and follows from them; a later calendar moves none."""

from datetime import timedelta
from decimal import Decimal

import pytest

from calendars.calendar import local_date
from calendars.clock import ClockKind, replay
from calendars.due import due
from calendars.excerpt import restored
from calendars.models import CalendarDay
from calendars.queries import calendar_for
from calendars.terms import ClockRules, CutoffRule, EndPolicy, PausePolicy, Term, TermUnit
from dossiers.actions.complete import complete
from dossiers.actions.receive_supplement import receive_supplement
from dossiers.actions.request_supplement import request_supplement
from dossiers.actions.start import start
from dossiers.clocking import history_of, term_and_rules
from dossiers.models import ClockEntry, Dossier, DueRecord
from foundation import scoping
from foundation.local_time import now
from tests.procedures.catalogues import catalogue, entry
from tests.support import world as worlds
from tests.support.world import filed

pytestmark = pytest.mark.django_db
CODE = "1.999001"


@pytest.fixture
def world():
    made = worlds.build()
    from procedures.importing import import_catalogue

    import_catalogue(catalogue(entry(**{"term.statutory.amount": 8, "term.supplement": "TAM_DUNG"})))
    return made


@pytest.fixture
def dossier(world):
    """Accepted today, eight working days, taken up by its officer."""
    row = filed(world, accept=True, procedure=CODE)
    with world.scope("unit_head"):
        return start(row.id, actor=world.actor("unit_head"))


def decree(world, day) -> None:
    """A day off that becomes known late."""
    with scoping.system("test"):
        CalendarDay.objects.update_or_create(
            date=day, province=None, agency=world.department,
            defaults={"kind": "nghi_hoan_doi", "name": "Nghỉ muộn", "citation": "Thông báo thử"},
        )  # fmt: skip


def reread(dossier) -> Dossier:
    with scoping.system("test"):
        return Dossier.objects.get(id=dossier.id)


def records(dossier) -> list[DueRecord]:
    with scoping.system("test"):
        return list(DueRecord.objects.filter(dossier=dossier))


def from_its_record(record: DueRecord):
    """The date of a first reckoning, from nothing but what was kept."""
    kept = record.inputs
    rules = ClockRules(EndPolicy(kept["end_policy"]), CutoffRule(kept["cutoff"]), PausePolicy(kept["supplement"]))
    with scoping.system("test"):
        at = ClockEntry.objects.get(id=kept["entry"]).at
    return due(restored(kept["calendar"]), at, Term(Decimal(kept["term"]), TermUnit(kept["unit"])), rules)


def next_working_day(world, dossier, skip: int = 1):
    with scoping.system("test"):
        return calendar_for(world.department.id).working_day_after(local_date(dossier.accepted_at), skip)


def test_the_date_follows_from_what_was_kept(dossier):
    (record,) = records(dossier)
    assert from_its_record(record) == record.due_at == dossier.due_at
    assert record.inputs["version"] == str(dossier.version_of_procedure_id)
    assert set(record.inputs["calendar"]) == {"first", "last", "week", "days"}


def test_years_that_were_not_known_are_named_only_where_the_date_touches_them(dossier):
    (record,) = records(dossier)
    years = {local_date(dossier.accepted_at).year, local_date(dossier.due_at).year}
    assert set(record.inputs["missing_years"]) <= years - {2026}


@pytest.mark.parametrize("act", ["pause", "complete"])
def test_a_day_off_decreed_later_moves_no_promised_date(world, dossier, act):
    promised = dossier.due_at
    decree(world, next_working_day(world, dossier, 3))
    with world.scope("case_officer"):
        actor = world.actor("case_officer")
        if act == "pause":
            request_supplement(dossier.id, actor=actor, reason="Thiếu giấy")
    if act == "complete":
        with world.scope("clerk"):
            complete(dossier.id, actor=world.actor("clerk"), outcome="granted")
    after = reread(dossier)
    assert (after.due_at, after.original_due_at) == (promised, promised)
    assert len(records(dossier)) == 1


def test_what_was_left_runs_on_by_the_calendar_of_that_day(world, dossier):
    promised = dossier.due_at
    with world.scope("case_officer"):
        request_supplement(dossier.id, actor=world.actor("case_officer"), reason="Thiếu giấy")
    decree(world, next_working_day(world, dossier, 3))
    with world.scope("receptionist"):
        receive_supplement(dossier.id, actor=world.actor("receptionist"))
    first, second = records(dossier)
    after = reread(dossier)
    with scoping.system("test"):
        one_later = calendar_for(world.department.id).working_day_after(local_date(promised), 1)
    assert first.due_at == promised
    assert (second.previous_due_at, second.due_at) == (promised, after.due_at)
    # the seconds between the two acts are all that the time of day may differ by
    assert local_date(after.due_at) == one_later
    assert abs((after.due_at - promised) - timedelta(days=(one_later - local_date(promised)).days)) < timedelta(
        minutes=5
    )


def test_all_dates_of_a_dossier_can_be_reckoned_again_after_the_calendar_changed(world, dossier):
    with world.scope("case_officer"):
        request_supplement(dossier.id, actor=world.actor("case_officer"), reason="Thiếu giấy")
    with world.scope("receptionist"):
        receive_supplement(dossier.id, actor=world.actor("receptionist"))
    for skip in (2, 4, 6):
        decree(world, next_working_day(world, dossier, skip))
    with scoping.system("test"):
        row = Dossier.objects.get(id=dossier.id)
        history = list(history_of(row, calendar_for(row.agency_id)))
        term, rules = term_and_rules(row)
        dates = [replay(history[: n + 1], term, rules).due_at for n in range(len(history))]
        kinds = [event.kind for event, _calendar in history]
    assert kinds == [ClockKind.START, ClockKind.PAUSE, ClockKind.RESUME]
    first, second = records(dossier)
    assert dates == [first.due_at, first.due_at, second.due_at]


def test_a_correction_of_the_procedure_does_not_reach_a_running_dossier(world, dossier):
    """Promise 6: term, fees and steps are those of the version under which it was accepted."""
    from procedures.importing import import_catalogue

    before = dossier.version_of_procedure_id
    import_catalogue(
        catalogue(entry(**{"term.statutory.amount": 6, "fees.0.amount": 9, "term.supplement": "TAM_DUNG"}))
    )
    with world.scope("case_officer"):
        request_supplement(dossier.id, actor=world.actor("case_officer"), reason="Thiếu giấy")
    with world.scope("receptionist"):
        receive_supplement(dossier.id, actor=world.actor("receptionist"))
    after = reread(dossier)
    assert after.version_of_procedure_id == before
    assert after.version_of_procedure.fees.get().amount == 1000
    assert records(dossier)[-1].inputs["term"] == "8.00"
    fresh = filed(world, 2, accept=True, procedure=CODE)
    assert (fresh.version_of_procedure.statutory_amount, fresh.version_of_procedure_id != before) == (6, True)
    assert fresh.accepted_at <= now()
