from django.db import migrations, models

DATES = [
    ("source_text_date", "ngày văn bản gốc có hiệu lực"),
    ("decision_date", "ngày quyết định công bố"),
    ("published_date", "ngày công khai"),
]


class Migration(migrations.Migration):
    """A province's own way of writing codes says when its decision was made and published."""

    dependencies = [("dossiers", "0019_what_reception_writes_down")]

    operations = [
        *[
            migrations.AddField(
                model_name=model,
                name=name,
                field=models.DateField(blank=True, null=True, verbose_name=label),
            )
            for model in ("owncodescheme",)
            for name, label in DATES
        ],
    ]
