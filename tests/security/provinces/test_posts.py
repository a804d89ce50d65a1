"""A post in one province is never a right in another."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from accounts.models import Position
from accounts.policies import Grants
from accounts.roles import Role
from accounts.scopes import scope_for_user
from dossiers.policies import DossierPolicy
from foundation import scoping
from foundation.local_time import today_local

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("houses")]


def post(user, agency) -> Position:
    return Position(user=user, agency=agency, role=Role.ADMIN, valid_from=today_local() - timedelta(days=1))


def test_no_post_is_given_to_people_of_another_province(houses):
    """Neither here to somebody from there nor there to somebody from here."""
    stranger, own = houses.b.world.people["clerk"], houses.a.world.people["clerk"]
    with scoping.enter(scope_for_user(houses.a.world.people["admin"])):
        for one in (post(stranger, houses.a.world.centre), post(own, houses.b.world.centre)):
            with pytest.raises(DatabaseError) as caught, transaction.atomic():
                one.save(force_insert=True)
            assert caught.value.__cause__.sqlstate == "42501"
        post(own, houses.a.world.centre).save(force_insert=True)


def test_a_post_that_came_about_all_the_same_gives_no_right(houses):
    own = houses.a.world.people["clerk"]
    with scoping.system("test"):
        before = scope_for_user(own)
        post(own, houses.b.world.centre).save(force_insert=True)
        assert Role.ADMIN not in Grants.of(own).roles
        assert scope_for_user(own) == before and before.agency_ids is not None
        dossier = houses.b.dossiers["ward"]
        assert DossierPolicy.of_user(own).actions(dossier) == []
