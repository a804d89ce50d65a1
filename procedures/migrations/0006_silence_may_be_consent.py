from django.db import migrations, models


class Migration(migrations.Migration):
    """Where the law takes no answer for consent, the step that asks says so."""

    dependencies = [
        ("procedures", "0005_versions_stay_as_they_are"),
    ]

    operations = [
        migrations.AddField(
            model_name="stepdefinition",
            name="silence_agrees",
            field=models.BooleanField(default=False, verbose_name="không trả lời là đồng ý"),
        ),
    ]
