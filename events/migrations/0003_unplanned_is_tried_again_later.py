import django.db.models.functions.datetime
from django.db import migrations, models

# What is marked already learns its subject and number from its event.
FILL = """
ALTER TABLE events_unplanned ADD COLUMN subject_id uuid, ADD COLUMN seq bigint;
UPDATE events_unplanned u SET subject_id = e.subject_id, seq = e.seq FROM events_event e WHERE e.id = u.event_id;
DELETE FROM events_unplanned WHERE subject_id IS NULL;
ALTER TABLE events_unplanned ALTER COLUMN subject_id SET NOT NULL, ALTER COLUMN seq SET NOT NULL;
"""
DROP = "ALTER TABLE events_unplanned DROP COLUMN subject_id, DROP COLUMN seq;"


class Migration(migrations.Migration):
    """A listener that failed is tried again at growing distances; whose event it was, and the how manieth, is known."""

    dependencies = [("events", "0002_append_only_everywhere")]

    operations = [
        migrations.AddField(
            model_name="unplanned",
            name="due_at",
            field=models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
        ),
        migrations.RunSQL(
            FILL,
            DROP,
            state_operations=[
                migrations.AddField("unplanned", "subject_id", models.UUIDField(), preserve_default=False),
                migrations.AddField("unplanned", "seq", models.BigIntegerField(), preserve_default=False),
            ],
        ),
        migrations.AddIndex(model_name="unplanned", index=models.Index(fields=["due_at", "id"], name="unplanned_due")),
        migrations.AddIndex(
            model_name="unplanned", index=models.Index(fields=["subject_id", "seq"], name="unplanned_subject")
        ),
    ]
