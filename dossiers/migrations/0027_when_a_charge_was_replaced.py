from django.db import migrations, models

# Each determination replaces all that stood before it; its event says when, also where it left nothing.
REPLACED = """
SELECT set_config('motcua.scope', 'system', true);
UPDATE dossiers_charge c SET replaced_at = coalesce(
  (SELECT min(e.occurred_at) FROM events_event e WHERE e.subject_id = c.dossier_id
     AND e.kind = 'dossier.charges_assessed' AND e.occurred_at > c.assessed_at), c.assessed_at)
 WHERE c.state = 'cancelled';
SELECT set_config('motcua.scope', '', true);
"""


class Migration(migrations.Migration):
    """Since when a charge is no longer what is owed: a receipt that is printed later says what was owed when the money came."""

    dependencies = [
        ("dossiers", "0026_refunds"),
    ]

    operations = [
        migrations.AddField(
            model_name="charge",
            name="replaced_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="thay lúc"),
        ),
        migrations.RunSQL(REPLACED, migrations.RunSQL.noop),
    ]
