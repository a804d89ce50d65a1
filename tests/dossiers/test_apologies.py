"""Two working days before a date that will be missed, the head is asked for an apology (NĐ 61/2018 Đ19(9))."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from calendars.queries import calendar_for
from calendars.terms import Term, TermUnit
from dossiers.actions.extend import extend
from dossiers.actions.forward import forward
from dossiers.actions.start import start
from dossiers.lateness import DAY, seconds_of, work_after
from dossiers.models import Dossier
from dossiers.process import Plan, Process
from dossiers.tasks import ask_for_apologies
from events.models import Event
from foundation import scoping
from tests.support.world import filed

MONDAY = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)  # 9:00 in Viet Nam


def plan(code, order, days, *ways):
    return Plan(code, code, order, "decider", "case_officer", Term(Decimal(days), TermUnit.WORKING_DAYS), ways=ways)


def test_the_shortest_way_on_is_what_is_still_to_be_done():
    process = Process.of([plan("a", 1, 1, "b", "c"), plan("b", 2, 5, "d"), plan("c", 3, 2, "d", "a"), plan("d", 4, 1)])
    assert work_after(process, process.find("a")) == 3 * DAY
    assert work_after(process, process.find("d")) == 0


@given(st.lists(st.integers(0, 20), min_size=1, max_size=9))
def test_a_straight_way_needs_the_sum_of_its_steps(days):
    process = Process.of(plan(f"s{n}", n, d, f"s{n + 1}") for n, d in enumerate(days))
    assert work_after(process, process.find("s0")) == sum(seconds_of(s.term) for s in process.steps[1:])


@pytest.fixture
def clock(monkeypatch):
    """Set the house's clock."""

    def set_to(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(MONDAY)
    return set_to


@pytest.fixture
def permit(world, clock):
    """A hotel's dossier on the officer's desk."""
    row = filed(world, accept=True)
    with world.scope("case_officer"):
        start(row.id, actor=world.actor("case_officer"))
    return row


def read(dossier):
    with scoping.system("test"):
        return Dossier.objects.get(id=dossier.id)


def before(dossier, days):
    """So many working days before its date."""
    with scoping.system("test"):
        due = read(dossier).due_at
        calendar = calendar_for(dossier.agency_id)
        moment = due
        while calendar.working_seconds(moment, due) < days * DAY:
            moment -= timedelta(hours=1)
        return moment


def asked(dossier):
    with scoping.system("test"):
        return Event.objects.filter(subject_id=dossier.id, kind="dossier.apology_asked").count()


@pytest.mark.django_db
def test_asked_once_when_the_steps_need_more_than_is_left(world, permit, clock):
    """Given a dossier still being appraised, with three steps to go, when two working days are left, then its head is
    asked, once."""
    clock(before(permit, 4))
    assert ask_for_apologies() == 0
    clock(before(permit, 2))
    assert ask_for_apologies() == 1
    assert ask_for_apologies() == 0
    assert asked(permit) == 1
    assert read(permit).apology_asked_for == read(permit).due_at


@pytest.mark.django_db
def test_not_where_the_last_step_will_do(world, permit, clock):
    for role in ("case_officer", "unit_head", "signer"):
        with world.scope(role):
            forward(permit.id, actor=world.actor(role))
    clock(before(permit, 2))
    assert ask_for_apologies() == 0


@pytest.mark.django_db
def test_not_on_the_day_itself_when_it_is_too_late_for_one(world, permit, clock):
    clock(read(permit).due_at - timedelta(hours=2))
    assert ask_for_apologies() == 0


@pytest.mark.django_db
def test_who_has_apologised_is_not_asked_again(world, permit, clock):
    clock(before(permit, 2))
    assert ask_for_apologies() == 1
    with world.scope("signer"):
        extend(
            permit.id,
            actor=world.actor("signer"),
            due_at=read(permit).due_at + timedelta(days=7),
            reason="Chờ xác minh",
        )
    clock(before(permit, 1.5))
    assert ask_for_apologies() == 0
