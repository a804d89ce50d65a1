from django.db import migrations, models


class Migration(migrations.Migration):
    """What a unit has in hand and nobody works on is a group of its officers' desks."""

    dependencies = [("dossiers", "0006_parts_by_function")]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(
                    ("assignee__isnull", True),
                    ("mirror_system", ""),
                    ("status__in", ["accepted", "processing", "awaiting_supplement", "awaiting_payment"]),
                ),
                fields=["agency", "due_sort", "id"],
                name="dossier_unassigned_desk",
            ),
        ),
    ]
