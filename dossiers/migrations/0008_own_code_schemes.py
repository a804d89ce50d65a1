import django.db.models.deletion
from django.db import migrations, models

import foundation.ids
from foundation.scoping.migration import RowSecurity

OWN = "province_id = (SELECT scope_province())"


class Migration(migrations.Migration):
    """How codes are written is data: a province or an agency may have its own way, from a day on."""

    dependencies = [
        ("accounts", "0006_names_as_long_as_in_a_dossier"),
        ("dossiers", "0007_unassigned_desk"),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnCodeScheme",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("template", models.CharField(default="{agency}-{yymmdd}-{number}", max_length=60, verbose_name="mẫu")),
                ("digits", models.PositiveSmallIntegerField(default=4, verbose_name="số chữ số ít nhất")),
                ("system", models.CharField(blank=True, max_length=2, verbose_name="chủ quản hệ thống")),
                ("valid_from", models.DateField(verbose_name="hiệu lực từ")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="hiệu lực đến")),
                ("citation", models.CharField(max_length=300, verbose_name="căn cứ")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        help_text="bỏ trống: mọi đơn vị của tỉnh",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="đơn vị",
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
            ],
            options={
                "verbose_name": "cách đặt mã hồ sơ",
                "verbose_name_plural": "cách đặt mã hồ sơ",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="code_scheme_dates",
                        violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
                    ),
                    models.UniqueConstraint(
                        fields=("province", "agency", "valid_from"), name="code_scheme_of", nulls_distinct=False
                    ),
                ],
            },
        ),
        RowSecurity("dossiers_owncodescheme", staff=OWN),
    ]
