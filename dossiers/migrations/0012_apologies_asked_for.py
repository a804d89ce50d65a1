from django.db import migrations, models


class Migration(migrations.Migration):
    """For which date the head was asked for an apology."""

    dependencies = [
        ("dossiers", "0011_rules_of_assignment"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="apology_asked_for",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
    ]
