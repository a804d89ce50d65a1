from django.db import migrations, models

DATES = [
    ("source_text_date", "ngày văn bản gốc có hiệu lực"),
    ("decision_date", "ngày quyết định công bố"),
    ("published_date", "ngày công khai"),
]


class Migration(migrations.Migration):
    """A day off, a working week and a complete year say when the text behind them came into force and was published."""

    dependencies = [("calendars", "0003_known_years_one_layer")]

    operations = [
        *[
            migrations.AddField(
                model_name=model,
                name=name,
                field=models.DateField(blank=True, null=True, verbose_name=label),
            )
            for model in ("calendarday", "calendaryear", "workpattern")
            for name, label in DATES
        ],
    ]
