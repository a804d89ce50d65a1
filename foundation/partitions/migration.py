from datetime import date

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from foundation.local_time import now
from foundation.partitions.months import create_sql, month_after
from foundation.scoping.migration import forced

FIRST_MONTH = date(2026, 1, 1)


class PartitionedByTime(migrations.CreateModel):
    """CreateModel for a table that is partitioned by range over its time-ordered ``id``.

    Makes a partition per month from January 2026 to three months from now, and a default one that catches all
    else. Unique constraints other than the key must contain ``id``.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        model = to_state.apps.get_model(app_label, self.name)
        table = model._meta.db_table
        create, params = schema_editor.table_sql(model)
        schema_editor.execute(f"{create} PARTITION BY RANGE (id)", params or None)
        schema_editor.deferred_sql.extend(schema_editor._model_indexes_sql(model))  # type: ignore[attr-defined]
        schema_editor.execute(f'CREATE TABLE "{table}_default" PARTITION OF "{table}" DEFAULT')
        schema_editor.execute(forced(f"{table}_default"))
        month, last = FIRST_MONTH, now().date()
        for _step in range(3):
            last = month_after(last)
        while month <= last:
            schema_editor.execute(create_sql(table, month))
            month = month_after(month)


_EACH = """
DO $$ DECLARE one regclass; BEGIN
  FOR one IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = '"{table}"'::regclass LOOP
    EXECUTE format('ALTER TABLE %s {enable} ROW LEVEL SECURITY', one);
    EXECUTE format('ALTER TABLE %s {force} ROW LEVEL SECURITY', one);
  END LOOP;
END $$;
"""


class LockedPartitions(migrations.RunSQL):
    """Force row-level security, without a policy, on every partition that ``table`` has by now.

    A parent's policies do not bind a statement that names a partition.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        super().__init__(
            sql=_EACH.format(table=table, enable="ENABLE", force="FORCE"),
            reverse_sql=_EACH.format(table=table, enable="DISABLE", force="NO FORCE"),
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (self.__class__.__qualname__, [self.table], {})
