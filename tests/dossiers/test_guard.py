"""PostgreSQL itself, asked past all actions: every pair of statuses, and what of a dossier never changes."""

import pytest
from django.db import IntegrityError, connection, transaction

from dossiers.models import Dossier
from dossiers.states import TABLE, TERMINAL, Status
from foundation import scoping
from foundation.ids import uuid7
from tests.support.world import filed

pytestmark = pytest.mark.django_db
# filing a draft is no act on a dossier: it is how one begins
FOLLOW = {(before, following) for (before, _act), following in TABLE.items()} | {(Status.DRAFT, Status.SUBMITTED)}


def born(like: Dossier, status: str, **changes) -> Dossier:
    """A row that starts its life in ``status``: a birth is no transition."""
    like.pk, like.status, like._state.adding = uuid7(), status, True
    for name, value in changes.items():
        setattr(like, name, value)
    like.save(force_insert=True)
    return like


def refused(sql: str, *values) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False


def moved(row: Dossier, following: str) -> bool:
    return not refused(
        "UPDATE dossiers_dossier SET status = %s, row_version = row_version + 1 WHERE id = %s", following, row.id
    )


@pytest.fixture
def dossier(world):
    return filed(world)


def test_every_pair_of_statuses_is_what_the_table_says(dossier):
    with scoping.system("test"):
        for before in Status:
            row = born(dossier, before)
            for following in Status:
                wanted = before == following or (before, following) in FOLLOW
                assert moved(row, following) is wanted, (before, following)


def test_a_dossier_of_another_system_moves_freely_but_never_out_of_an_end(dossier):
    with scoping.system("test"):
        for before in Status:
            if before is Status.DRAFT:
                continue
            row = born(dossier, before, mirror_system="bca", code=None, code_key=None)
            for following in Status:
                wanted = before == following or (before not in TERMINAL and following is not Status.DRAFT)
                assert moved(row, following) is wanted, (before, following)


def test_a_new_status_without_a_new_version_is_refused(dossier):
    with scoping.system("test"):
        assert refused("UPDATE dossiers_dossier SET status = 'accepted' WHERE id = %s", dossier.id)
        assert not refused(
            "UPDATE dossiers_dossier SET status = 'accepted', row_version = row_version + 1 WHERE id = %s", dossier.id
        )


@pytest.mark.parametrize(
    "change",
    [
        "code = 'H05.101.01-261125-9999'", "code = NULL", "mirror_system = 'bca'",
        "province_id = '019e0000-0000-7000-8000-000000000000'",
        "mirror_system = 'bca', status = 'returned', row_version = row_version + 1",
    ],
)  # fmt: skip
def test_what_a_dossier_is_called_and_whose_it_is_stays(world, change):
    dossier = filed(world, accept=True)
    with scoping.system("test"):
        assert refused(f"UPDATE dossiers_dossier SET {change} WHERE id = %s", dossier.id)


@pytest.mark.parametrize("status", list(Status))
def test_only_a_draft_is_thrown_away(dossier, status):
    with scoping.system("test"):
        row = born(dossier, status)
        assert refused("DELETE FROM dossiers_dossier WHERE id = %s", row.id) is (status is not Status.DRAFT)
