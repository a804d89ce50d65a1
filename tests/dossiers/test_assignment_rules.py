"""Dossiers that find their officer by rule: in turn, or to who has the fewest; not to who is away."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Substitution
from accounts.roles import Role
from dossiers.actions.forward import forward
from dossiers.assigning import in_turn, least_loaded
from dossiers.models import AssignmentRule, Dossier
from events.models import Event
from foundation import scoping
from foundation.local_time import today_local
from procedures.models import Procedure
from tests.support.world import HOTEL, filed, official


@pytest.fixture
def officers(world):
    """Three officers of the department, in the order in which it is their turn."""
    with scoping.system("test"):
        more = [official(world, Role.CASE_OFFICER, "department", suffix=f"-{n}") for n in (1, 2)]
    return [world.people["case_officer"], *more]


def rule(world, method, **more):
    with scoping.system("test"):
        return AssignmentRule.objects.create(
            province=world.province, agency=world.department, method=method, **more
        )  # fmt: skip


def sent(world, number):
    """A dossier that has come to the officers' step; who has it."""
    row = filed(world, number, accept=True)
    for role in ("receptionist", "unit_head"):
        with world.scope(role):
            forward(row.id, actor=world.actor(role))
    with scoping.system("test"):
        return Dossier.objects.get(id=row.id)


@pytest.mark.django_db
def test_without_a_rule_heads_assign(world, officers):
    assert sent(world, 1).assignee_id is None


@pytest.mark.django_db
def test_in_turn(world, officers):
    rule(world, "in_turn")
    rows = [sent(world, n) for n in range(4)]
    assert [row.assignee_id for row in rows] == [o.id for o in (*officers, officers[0])]
    with scoping.system("test"):
        last = Event.objects.filter(subject_id=rows[0].id).latest("seq")
        step = rows[0].steps.get(state="open")
    assert (last.kind, last.actor_kind, last.data["assignee_id"]) == ("dossier.assigned", "system", str(officers[0].id))
    assert step.assignee_id == officers[0].id


@pytest.mark.django_db
def test_to_who_has_the_fewest(world, officers):
    with scoping.system("test"):
        for number, person in ((1, officers[0]), (2, officers[0]), (3, officers[1])):
            Dossier.objects.filter(id=filed(world, number, accept=True).id).update(assignee=person)
    rule(world, "least_loaded")
    assert sent(world, 4).assignee_id == officers[2].id
    assert sent(world, 5).assignee_id == officers[1].id


@pytest.mark.django_db
def test_a_rule_for_the_procedure_goes_before_the_agencys(world, officers):
    rule(world, "in_turn", last=officers[1])
    with scoping.system("test"):
        hotel = Procedure.objects.get(code=HOTEL)
    rule(world, "in_turn", procedure=hotel, last=officers[0])
    assert sent(world, 1).assignee_id == officers[1].id


@pytest.mark.django_db
def test_who_is_away_is_passed_over(world, officers):
    rule(world, "in_turn")
    with scoping.system("test"):
        Substitution.objects.create(
            province=world.province, position=officers[0].positions.get(), substitute=officers[1], valid_from=today_local(),
            valid_to=today_local() + timedelta(days=3),
        )  # fmt: skip
    assert sent(world, 1).assignee_id == officers[1].id


@given(st.lists(st.integers(), unique=True, min_size=1, max_size=8), st.integers(1, 30))
def test_in_turn_everybody_gets_alike(people, rounds):
    counts, last = dict.fromkeys(people, 0), None
    for _ in range(rounds):
        last = in_turn(people, last)
        counts[last] += 1
    assert max(counts.values()) - min(counts.values()) <= 1


@given(st.lists(st.integers(), unique=True, max_size=8), st.dictionaries(st.integers(), st.integers(0, 50)))
def test_nobody_has_fewer_than_who_is_chosen(people, loads):
    chosen = least_loaded(people, loads)
    assert (chosen is None) == (not people)
    assert all(loads.get(chosen, 0) <= loads.get(other, 0) for other in people)
