"""PostgreSQL itself keeps provinces apart, even for raw SQL and for a view that forgets its filter."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.utils import DatabaseError

from accounts.models import Official, Province, User
from foundation import scoping
from foundation.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_provinces():
    with scoping.system("test"):
        pair = []
        for code in ("T01", "T02"):
            province = Province.objects.create(code=code, name=f"Tỉnh thử {code}")
            user = User.objects.create_user(f"canbo-{code}", province=province)
            Official.objects.create(user=user, province=province)
            pair.append((province, user))
    return pair


def raw(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def test_without_a_scope_nothing_is_seen_and_nothing_written(two_provinces):
    assert User.objects.count() == 0
    assert raw("SELECT count(*) FROM accounts_official") == [(0,)]
    with pytest.raises(DatabaseError), transaction.atomic():
        User.objects.create_user("lén", province=two_provinces[0][0])


def test_an_official_sees_the_own_province_only(two_provinces):
    (here, me), (_there, other) = two_provinces
    with scoping.staff(here.id, None):
        assert set(User.objects.values_list("id", flat=True)) == {me.id}
        assert raw("SELECT count(*) FROM accounts_user")[0][0] == 1
        assert User.objects.filter(id=other.id).update(full_name="đổi") == 0
    with scoping.system("test"):
        assert User.objects.get(id=other.id).full_name == ""


def test_an_official_cannot_move_a_row_out_of_the_province(two_provinces):
    (here, me), (there, _other) = two_provinces
    with scoping.staff(here.id, None), pytest.raises(ProgrammingError), transaction.atomic():
        User.objects.filter(id=me.id).update(province_id=there.id)


def test_the_outer_scope_returns_after_an_inner_one(two_provinces):
    (here, me), (there, other) = two_provinces
    with scoping.staff(here.id, None):
        with scoping.staff(there.id, None):
            assert User.objects.get().id == other.id
        assert User.objects.get().id == me.id
        with pytest.raises(RuntimeError), scoping.system("test"):
            raise RuntimeError
        assert User.objects.get().id == me.id
    assert User.objects.count() == 0


def test_an_unknown_person_sees_no_citizen():
    with scoping.citizen(uuid7()):
        assert raw("SELECT count(*) FROM accounts_citizen") == [(0,)]


def test_our_own_role_is_not_exempt():
    assert raw("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user") == [(False,)]
