from django.db import migrations

from foundation.partitions.migration import LockedPartitions
from foundation.scoping.migration import Bookkeeping

# A test database is emptied between tests; no other database can be, whatever is set.
FUNCTION = """
CREATE OR REPLACE FUNCTION events_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'TRUNCATE' AND current_database() LIKE 'test\\_%' AND current_setting('motcua.emptying', true) = 'on' THEN
    RETURN NULL;
  END IF;
  RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
BEFORE = """
CREATE OR REPLACE FUNCTION events_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'events are append-only' USING ERRCODE = 'integrity_constraint_violation'; END $$;
"""
# Statement triggers are not handed down to partitions.
TRUNCATE = """
DO $$ DECLARE one regclass; BEGIN
  FOR one IN SELECT 'events_event'::regclass UNION ALL
             SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'events_event'::regclass LOOP
    EXECUTE format('CREATE TRIGGER events_not_emptied BEFORE TRUNCATE ON %s '
                   'FOR EACH STATEMENT EXECUTE FUNCTION events_append_only()', one);
  END LOOP;
END $$;
"""
NO_TRUNCATE = """
DO $$ DECLARE one regclass; BEGIN
  FOR one IN SELECT 'events_event'::regclass UNION ALL
             SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = 'events_event'::regclass LOOP
    EXECUTE format('DROP TRIGGER events_not_emptied ON %s', one);
  END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    """The record cannot be emptied either, nor reached past its policies; its order is kept by the system alone."""

    dependencies = [("events", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, BEFORE),
        migrations.RunSQL(TRUNCATE, NO_TRUNCATE),
        LockedPartitions("events_event"),
        Bookkeeping("events_unsequenced"),
        Bookkeeping("events_unplanned"),
        Bookkeeping("events_eventposition", read=True),
        Bookkeeping("events_followercursor"),
    ]
