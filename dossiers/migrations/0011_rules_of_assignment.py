import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.ids
from foundation.scoping.migration import RowSecurity


class Migration(migrations.Migration):
    """How agencies give new dossiers to their officers by themselves."""

    dependencies = [
        ("accounts", "0007_substitutions"),
        ("dossiers", "0010_custody_of_papers"),
        ("procedures", "0006_silence_may_be_consent"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AssignmentRule",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[("in_turn", "Lần lượt"), ("least_loaded", "Người đang có ít hồ sơ nhất")],
                        max_length=15,
                        verbose_name="cách phân công",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="đơn vị",
                    ),
                ),
                (
                    "last",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        blank=True,
                        help_text="bỏ trống: mọi thủ tục",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.procedure",
                        verbose_name="thủ tục",
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
                "verbose_name": "quy tắc phân công",
                "verbose_name_plural": "quy tắc phân công",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("agency", "procedure"), name="assignment_rule_once", nulls_distinct=False
                    )
                ],
            },
        ),
        RowSecurity("dossiers_assignmentrule", staff="province_id = (SELECT scope_province())"),
    ]
