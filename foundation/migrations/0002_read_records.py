import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

import foundation.ids
from foundation.partitions.migration import LockedPartitions, PartitionedByTime
from foundation.scoping.migration import SYSTEM, forced

TABLE = "foundation_readrecord"
# Officials add for their own province, the system for whichever showed the record; those who answer for the whole
# province read it.
OWN = "(SELECT scope_kind()) = 'staff' AND province_id = scope_province()"
POLICIES = (
    forced(TABLE)
    + f"CREATE POLICY {TABLE}_add ON {TABLE} FOR INSERT WITH CHECK ({SYSTEM} OR ({OWN})); "
    + f"CREATE POLICY {TABLE}_read ON {TABLE} FOR SELECT USING ({SYSTEM} OR ((SELECT scope_kind()) = 'staff'"
    " AND scope_agencies() IS NULL AND province_id = scope_province()));"
)
DROP_POLICIES = f"DROP POLICY {TABLE}_add ON {TABLE}; DROP POLICY {TABLE}_read ON {TABLE};"
KEPT = """
CREATE FUNCTION foundation_readrecord_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' AND current_setting('motcua.emptying', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'read records are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER foundation_readrecord_kept BEFORE UPDATE OR DELETE ON foundation_readrecord FOR EACH ROW EXECUTE FUNCTION foundation_readrecord_kept();
DO $$ DECLARE one regclass; BEGIN
  FOR one IN SELECT 'foundation_readrecord'::regclass UNION ALL
             SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'foundation_readrecord'::regclass LOOP
    EXECUTE format('CREATE TRIGGER foundation_readrecord_not_emptied BEFORE TRUNCATE ON %s '
                   'FOR EACH STATEMENT EXECUTE FUNCTION foundation_readrecord_kept()', one);
  END LOOP;
END $$;
"""
DROP_KEPT = """
DO $$ DECLARE one regclass; BEGIN
  FOR one IN SELECT 'foundation_readrecord'::regclass UNION ALL
             SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'foundation_readrecord'::regclass LOOP
    EXECUTE format('DROP TRIGGER foundation_readrecord_not_emptied ON %s', one);
  END LOOP;
END $$;
DROP TRIGGER foundation_readrecord_kept ON foundation_readrecord; DROP FUNCTION foundation_readrecord_kept();
"""


class Migration(migrations.Migration):
    """Who has seen which sensitive records: by month, added to by all, changed by nobody, read by the province."""

    dependencies = [("foundation", "0001_initial")]

    operations = [
        PartitionedByTime(
            name="ReadRecord",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("at", models.DateTimeField(verbose_name="lúc")),
                ("reader_kind", models.CharField(max_length=10, verbose_name="ai xem")),
                ("reader_user_id", models.UUIDField(null=True, verbose_name="tài khoản")),
                ("reader_client_id", models.BigIntegerField(null=True, verbose_name="hệ thống")),
                ("province_id", models.UUIDField(null=True)),
                ("subject_kind", models.CharField(max_length=20, verbose_name="loại hồ sơ")),
                (
                    "subject_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), size=None, verbose_name="đã xem"
                    ),
                ),
                ("way", models.CharField(max_length=20, verbose_name="xem bằng")),
                ("correlation_id", models.UUIDField()),
            ],
            options={
                "verbose_name": "lượt xem hồ sơ nhạy cảm",
                "verbose_name_plural": "nhật ký xem hồ sơ nhạy cảm",
                "indexes": [
                    models.Index(fields=["province_id", "id"], name="read_record_province"),
                    django.contrib.postgres.indexes.GinIndex(fields=["subject_ids"], name="read_record_subjects"),
                ],
            },
        ),
        LockedPartitions(TABLE),
        migrations.RunSQL(POLICIES, DROP_POLICIES),
        migrations.RunSQL(KEPT, DROP_KEPT),
    ]
