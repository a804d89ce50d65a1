"""Somebody does the work of a post while its holder is away: with its rights, for that time, under the own name."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Substitution
from accounts.policies import Grants
from accounts.roles import Role
from accounts.scopes import scope_for_user
from dossiers.actions.complete import complete
from dossiers.actions.start import start
from events.models import Event
from foundation import scoping
from foundation.errors import NotPermitted
from foundation.local_time import today_local
from tests.support import world as worlds
from tests.support.world import filed

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return worlds.build()


def away(world, begins=0, ends=5, substitute="other_officer"):
    """The signer of the department is away, and somebody of the land office signs instead."""
    with scoping.system("test"):
        return Substitution.objects.create(
            province=world.province, position=world.people["signer"].positions.get(), substitute=world.people[substitute],
            valid_from=today_local() + timedelta(days=begins), valid_to=today_local() + timedelta(days=ends),
        )  # fmt: skip


def finish(world):
    row = filed(world, accept=True)
    with world.scope("case_officer"):
        start(row.id, actor=world.actor("case_officer"))
    with scoping.enter(scope_for_user(world.people["other_officer"])):
        complete(row.id, actor=world.actor("other_officer"), outcome="granted")
    return row


def test_the_substitute_signs_in_the_post_of_who_is_away(world):
    post = away(world).position
    row = finish(world)
    with scoping.system("test"):
        event = Event.objects.get(subject_id=row.id, kind="dossier.completed")
    assert (event.actor_user_id, event.actor_position_id) == (world.people["other_officer"].id, post.id)


@pytest.mark.parametrize(("begins", "ends"), [(-5, -1), (1, 5)])
def test_neither_before_nor_after(world, begins, ends):
    from foundation.errors import NotFound

    away(world, begins, ends)
    with pytest.raises((NotPermitted, NotFound)):
        finish(world)


def test_the_own_posts_stay_and_the_work_of_both_is_done(world):
    away(world)
    with scoping.system("test"):
        grants = Grants.of(world.people["other_officer"])
    assert grants.roles == {Role.CASE_OFFICER, Role.SIGNER}
    assert grants.work_of == {world.people["other_officer"].id, world.people["signer"].id}


def test_only_somebody_else_of_the_province(world):
    there = worlds.build("H19", "Đồng Nai", catalogue=False)
    with scoping.system("test"):
        post = world.people["signer"].positions.get()
        for substitute in (world.people["signer"], there.people["clerk"]):
            row = Substitution(
                province=world.province,
                position=post,
                substitute=substitute,
                valid_from=today_local(),
                valid_to=today_local(),
            )
            with pytest.raises(ValidationError):
                row.full_clean()
