"""Between tests that commit nothing is left, and what guards the record is awake again (tests.support)."""

import pytest
from django.contrib.auth.models import Permission
from django.db import DatabaseError, connection
from django.test import TransactionTestCase

from events.models import Event
from foundation import scoping
from tests.support import emptying
from tests.support import world as worlds

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = {"django_migrations", "django_content_type", "auth_permission"}


def full() -> set[str]:
    """The tables with rows."""
    with scoping.system("test"), connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute(" UNION ALL ".join(f"SELECT '{t}' WHERE EXISTS (SELECT FROM \"{t}\")" for t in tables))
        return {name for (name,) in cursor.fetchall()}


def test_only_what_the_migrations_wrote_stays():
    for _again in range(2):
        worlds.filed(worlds.build(), accept=True)
        assert {"dossiers_dossier", "events_event", "procedures_feerow", "accounts_user"} < full()
        permissions = set(Permission.objects.values_list("pk", "content_type__model"))
        emptying.empty()
        assert full() == KEPT
        assert permissions and set(Permission.objects.values_list("pk", "content_type__model")) == permissions


def test_every_test_that_commits_ends_so():
    assert TransactionTestCase._fixture_teardown is emptying._teardown


def test_what_guards_the_rows_is_awake_again():
    worlds.filed(worlds.build(), accept=True)
    emptying.empty()
    worlds.filed(worlds.build(), accept=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled <> 'O'")
        assert cursor.fetchone() == (0,)
    for table in ("events_event", "dossiers_dossier", "procedures_procedureversion", "procedures_feerow"):
        with pytest.raises(DatabaseError), scoping.system("test"), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
    with scoping.system("test"):
        assert Event.objects.exists()
