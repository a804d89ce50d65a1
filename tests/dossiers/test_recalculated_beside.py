# ruff: noqa: F811
"""What a late decree moves beside the promised date: steps at hand, and windows in which people are waited for."""

import pytest

from calendars.calendar import OutOfCalendar
from dossiers import waiting_dates
from dossiers.actions.extend import extend
from dossiers.actions.request_supplement import request_supplement
from dossiers.models import Dossier
from dossiers.recalculation import steps
from dossiers.recalculation.change import Change
from foundation import scoping
from tests.dossiers.test_recalculation import a_day_later, accepted, decree, inside, of, recalculated, reread, world  # noqa: F401

pytestmark = pytest.mark.django_db


def test_a_window_that_cannot_be_reckoned_holds_up_no_other(world, monkeypatch):
    one, two = accepted(world, number=1), accepted(world, number=2)
    for row in (one, two):
        with world.scope("case_officer"):
            request_supplement(row.id, actor=world.actor("case_officer"), reason="Thiếu đơn")
    real = waiting_dates.supplement_deadline

    def deadline(dossier, at):
        if dossier.id == one.id:
            raise OutOfCalendar("2026")
        return real(dossier, at)

    monkeypatch.setattr(waiting_dates, "supplement_deadline", deadline)
    day, until = inside(world, 1), reread(two).supplement_until
    decree(world, day)
    assert recalculated(world, Change(day, day)).state == "done"
    assert reread(one).supplement_until == until or reread(one).supplement_until <= until
    assert reread(two).supplement_until > until


def test_who_waits_for_papers_or_an_answer_has_as_much_time_as_before(world):
    """Given a dossier that waits for the applicant, when a day of the window becomes a day off, then the window ends later."""
    dossier = accepted(world)
    with world.scope("case_officer"):
        request_supplement(dossier.id, actor=world.actor("case_officer"), reason="Thiếu đơn")
    until = reread(dossier).supplement_until
    day = inside(world, 1)
    decree(world, day)
    recalculated(world, Change(day, day))
    assert reread(dossier).supplement_until > until
    assert len(of(dossier, "dossier.window_moved")) == 1
    recalculated(world, Change(day, day))
    assert len(of(dossier, "dossier.window_moved")) == 1


def test_a_step_moves_also_where_the_promised_date_stays(world):
    """Given an extended date that stays, when a day of the step at hand becomes a day off, then the step has its time."""
    dossier = accepted(world)
    with world.scope("signer"):
        later = a_day_later(world, dossier.due_at, 3)
        extend(dossier.id, actor=world.actor("signer"), due_at=later, reason="Bận")
    with scoping.system("test"):
        step = dossier.steps.get(state="open")
        Dossier.objects.filter(id=dossier.id).update(original_due_at=a_day_later(world, dossier.due_at))
    day = inside(world)
    decree(world, day)
    assert recalculated(world, Change(day, day)).changed == 0
    with scoping.system("test"):
        was, _ = step.due_at, step.refresh_from_db()
    assert step.due_at == a_day_later(world, was) and reread(dossier).due_at == later


def test_the_step_at_hand_is_not_done_on_a_day_off_either(world):
    """Given a dossier on its officer's desk, when a day of that step becomes a day off, then the step has as much time."""
    dossier = accepted(world)
    with scoping.system("test"):
        step = dossier.steps.get(state="open")
    assert step.due_at is not None
    day = inside(world)
    decree(world, day)
    recalculated(world, Change(day, day))
    with scoping.system("test"):
        step_then = step.due_at
        step.refresh_from_db()
    assert step.due_at == a_day_later(world, step_then)


def test_a_step_that_cannot_be_reckoned_keeps_its_date_and_holds_up_no_other(world, monkeypatch):
    one, two = accepted(world, number=1), accepted(world, number=2)
    with scoping.system("test"):
        left, moves = (row.steps.get(state="open") for row in (one, two))
    was = {left.id: left.due_at, moves.id: moves.due_at}
    real = steps.step_due

    def step_due(arrived_at, *args):
        if arrived_at == left.arrived_at:
            raise OutOfCalendar("2026")
        return real(arrived_at, *args)

    monkeypatch.setattr(steps, "step_due", step_due)
    day = inside(world)
    decree(world, day)
    recalculated(world, Change(day, day))
    with scoping.system("test"):
        left.refresh_from_db()
        moves.refresh_from_db()
    assert (left.due_at, moves.due_at) == (was[left.id], a_day_later(world, was[moves.id]))
