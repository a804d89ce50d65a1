import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Results are revoked, corrected by new ones, used again, and their owners reminded of their end."""

    dependencies = [
        ("documents", "0002_issued_papers"),
        ("dossiers", "0016_order_of_the_book"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="attachment",
            name="source_result",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uses",
                to="dossiers.result",
                verbose_name="kết quả dùng lại",
            ),
        ),
        migrations.AddField(
            model_name="result",
            name="reminded",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="result",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="dossiers.result",
                verbose_name="đính chính",
            ),
        ),
        migrations.AddField(
            model_name="result",
            name="revoked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="thu hồi lúc"),
        ),
        migrations.AddField(
            model_name="result",
            name="revoked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="result",
            index=models.Index(
                condition=models.Q(("revoked_at__isnull", True), ("valid_until__isnull", False)),
                fields=["valid_until", "id"],
                name="result_expiring",
            ),
        ),
    ]
