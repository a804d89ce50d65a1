import django.db.models.deletion
from django.db import migrations, models

import foundation.ids
from foundation.scoping.migration import PublicReading

# As a version: it may be ended and may be pointed to its correction, and nothing else of it ever changes.
KEPT = (
    "CREATE TRIGGER procedures_waiver_kept BEFORE UPDATE OR DELETE ON procedures_waiverrule "
    "FOR EACH ROW EXECUTE FUNCTION procedures_version_kept();"
)


class Migration(migrations.Migration):
    """By which rules a fee is waived, as data with days: what is chosen from a list can be checked, what is typed cannot."""

    dependencies = [
        ("procedures", "0009_withdrawn_processes"),
    ]

    operations = [
        migrations.CreateModel(
            name="WaiverRule",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "source_text_date",
                    models.DateField(blank=True, null=True, verbose_name="ngày văn bản gốc có hiệu lực"),
                ),
                ("decision_date", models.DateField(blank=True, null=True, verbose_name="ngày quyết định công bố")),
                ("published_date", models.DateField(blank=True, null=True, verbose_name="ngày công khai")),
                ("order", models.PositiveSmallIntegerField(verbose_name="thứ tự")),
                ("code", models.SlugField(max_length=40, verbose_name="mã")),
                ("name", models.CharField(max_length=200, verbose_name="tên")),
                ("condition", models.CharField(blank=True, max_length=500, verbose_name="đối tượng, điều kiện")),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="miễn, giảm bao nhiêu phần trăm"
                    ),
                ),
                ("amount", models.BigIntegerField(blank=True, null=True, verbose_name="giảm bao nhiêu đồng")),
                (
                    "territory",
                    models.CharField(blank=True, max_length=8, verbose_name="địa bàn (mã tỉnh, kể cả tỉnh cũ)"),
                ),
                ("former_territory", models.BooleanField(default=False, verbose_name="địa bàn của tỉnh cũ")),
                (
                    "procedures",
                    models.JSONField(blank=True, default=list, verbose_name="mã thủ tục (trống: mọi thủ tục)"),
                ),
                ("kinds", models.JSONField(blank=True, default=list, verbose_name="loại khoản thu (trống: mọi loại)")),
                ("channel", models.CharField(blank=True, max_length=20, verbose_name="cách nộp")),
                ("effective_from", models.DateField(blank=True, null=True, verbose_name="hiệu lực từ")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="hiệu lực đến")),
                ("citation", models.CharField(max_length=300, verbose_name="căn cứ")),
                ("unverified", models.BooleanField(default=False, verbose_name="cần kiểm tra")),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "corrected_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.waiverrule",
                        verbose_name="được sửa bởi",
                    ),
                ),
                (
                    "fee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="waivers",
                        to="procedures.feerow",
                        verbose_name="phí, lệ phí",
                    ),
                ),
            ],
            options={
                "verbose_name": "miễn, giảm",
                "verbose_name_plural": "miễn, giảm",
                "ordering": ["order", "id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("corrected_by__isnull", True), ("fee__isnull", True)),
                        fields=("code", "territory", "former_territory", "effective_from"),
                        name="waiver_begins_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("percent__isnull", True), ("amount__isnull", True), _connector="OR"),
                        name="waiver_measured_once",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEPT, "DROP TRIGGER procedures_waiver_kept ON procedures_waiverrule;"),
        PublicReading("procedures_waiverrule", staff="false"),
    ]
