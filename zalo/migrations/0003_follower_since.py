from django.db import migrations, models


class Migration(migrations.Migration):
    """When somebody began or ceased to follow: events of it come in no order."""

    dependencies = [("zalo", "0002_codes_of_refused_replies")]

    operations = [
        migrations.AddField(
            "zalouser",
            "follower_since",
            models.DateTimeField(blank=True, null=True, verbose_name="đổi quan tâm lúc"),
        )
    ]
