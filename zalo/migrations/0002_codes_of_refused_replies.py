import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """How often an answer was refused in the same way, beside how often it was tried."""

    dependencies = [("zalo", "0001_initial")]

    operations = [
        migrations.AddField(
            "reply",
            "codes",
            django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None),
        )
    ]
