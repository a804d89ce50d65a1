from datetime import date

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from foundation.local_time import now
from foundation.partitions.months import create_sql, month_after

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
        month, last = FIRST_MONTH, now().date()
        for _step in range(3):
            last = month_after(last)
        while month <= last:
            schema_editor.execute(create_sql(table, month))
            month = month_after(month)
