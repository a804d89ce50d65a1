import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.ids
from foundation.scoping.migration import RowSecurity


class Migration(migrations.Migration):
    """Who does whose work while somebody is away."""

    dependencies = [
        ("accounts", "0006_names_as_long_as_in_a_dossier"),
    ]

    operations = [
        migrations.CreateModel(
            name="Substitution",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("valid_from", models.DateField(verbose_name="từ ngày")),
                ("valid_to", models.DateField(verbose_name="đến hết ngày")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="căn cứ")),
                (
                    "position",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutions",
                        to="accounts.position",
                        verbose_name="vị trí được thay",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.province",
                        verbose_name="tỉnh",
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người thay",
                    ),
                ),
            ],
            options={
                "verbose_name": "thay thế khi vắng",
                "verbose_name_plural": "thay thế khi vắng",
                "constraints": [
                    models.UniqueConstraint(fields=("position", "substitute", "valid_from"), name="substitution_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="substitution_dates",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                ],
            },
        ),
        RowSecurity("accounts_substitution", staff="province_id = (SELECT scope_province())"),
    ]
