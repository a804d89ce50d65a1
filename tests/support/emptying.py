"""Emptying the database after a test that committed: only what has rows. What migrations wrote about the models stays.

Django truncates every table with each of its months, whether or not it has rows, and writes content types and
permissions again: longer than most tests take.
"""

from typing import Any

from django.db import connections, transaction
from django.test import TransactionTestCase

_KEPT = ("django_migrations", "django_content_type", "auth_permission")
# Tables of months, to which nothing refers, are truncated month by month. From the others rows are deleted: TRUNCATE would
# want all that refer to them as well. What guards a row from deletion sleeps meanwhile, and nobody writes.
_EMPTY = """
DO $$
DECLARE one record; guarded regclass[] := '{}';
BEGIN
  PERFORM set_config('motcua.scope', 'system', true), set_config('motcua.emptying', 'on', true);
  EXECUTE (
    SELECT format('LOCK TABLE %s IN SHARE ROW EXCLUSIVE MODE', string_agg(c.oid::regclass::text, ', ' ORDER BY c.oid))
    FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  );
  FOR one IN
    SELECT DISTINCT coalesce(i.inhparent, c.oid)::regclass AS whole,
      CASE WHEN i.inhparent IS NOT NULL
        AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.confrelid IN (c.oid, i.inhparent))
        THEN c.oid::regclass END AS month,
      EXISTS (
        SELECT FROM pg_trigger t
        WHERE t.tgrelid = coalesce(i.inhparent, c.oid) AND NOT t.tgisinternal AND t.tgtype & 8 <> 0
      ) AS guarded
    FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND pg_relation_size(c.oid) > 0
      AND c.relname NOT IN KEPT
  LOOP
    IF one.month IS NOT NULL THEN
      EXECUTE format('TRUNCATE %s', one.month);
      CONTINUE;
    END IF;
    IF one.guarded THEN
      EXECUTE format('ALTER TABLE %s DISABLE TRIGGER USER', one.whole);
      guarded := guarded || one.whole;
    END IF;
    EXECUTE format('DELETE FROM %s', one.whole);
  END LOOP;
  SET CONSTRAINTS ALL IMMEDIATE;
  FOR one IN SELECT unnest(guarded) AS whole LOOP
    EXECUTE format('ALTER TABLE %s ENABLE TRIGGER USER', one.whole);
  END LOOP;
END $$
"""


def empty(using: str = "default") -> None:
    """Take away every row that a test has committed. Waits for transactions that write."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute(_EMPTY.replace("KEPT", repr(_KEPT)))


def afresh(using: str = "default") -> None:
    """New files for all tables, in the present transaction: before many rows are written.

    Of a table that was analysed while it was empty PostgreSQL believes that it stays so, and checks each foreign key of
    fifty thousand rows by reading the other table in full.
    """
    connection = connections[using]
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = ", ".join(connection.ops.quote_name(name) for name in names if name not in _KEPT)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {tables}")


def _teardown(self: Any) -> None:
    for using in self._databases_names(include_mirrors=False):
        empty(using)


def install() -> None:
    """Every test with transactions of its own ends this way."""
    TransactionTestCase._fixture_teardown = _teardown
