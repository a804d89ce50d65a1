from django.db import migrations, models

import foundation.ids
from foundation.scoping.migration import RowSecurity


class Migration(migrations.Migration):
    """Work in the background, of a province."""

    dependencies = [
        ("foundation", "0002_read_records"),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.CharField(max_length=60, verbose_name="việc")),
                ("province_id", models.UUIDField(null=True, verbose_name="tỉnh")),
                ("started_by", models.UUIDField(null=True, verbose_name="ai cho chạy")),
                ("parameters", models.JSONField(default=dict, verbose_name="tham số")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "đang chờ"),
                            ("running", "đang chạy"),
                            ("paused", "tạm dừng"),
                            ("done", "xong"),
                            ("failed", "có lỗi, cần xem"),
                            ("cancelled", "đã hủy"),
                        ],
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                ("cursor", models.CharField(blank=True, max_length=200, verbose_name="đã đến")),
                ("total", models.PositiveIntegerField(default=0, verbose_name="ước tính")),
                ("done", models.PositiveIntegerField(default=0, verbose_name="đã xét")),
                ("changed", models.PositiveIntegerField(default=0, verbose_name="đã đổi")),
                ("skipped", models.PositiveIntegerField(default=0, verbose_name="để nguyên")),
                ("failed", models.PositiveIntegerField(default=0, verbose_name="không làm được")),
                ("result", models.JSONField(default=dict, verbose_name="kết quả")),
                ("error", models.CharField(blank=True, max_length=100, verbose_name="lỗi gần nhất")),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("worker", models.CharField(blank=True, max_length=100)),
                ("lease_until", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(verbose_name="lập lúc")),
                ("started_at", models.DateTimeField(null=True, verbose_name="bắt đầu")),
                ("worked_at", models.DateTimeField(null=True, verbose_name="làm gần nhất")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="kết thúc")),
                ("correlation_id", models.UUIDField()),
            ],
            options={
                "verbose_name": "việc chạy nền",
                "verbose_name_plural": "việc chạy nền",
                "indexes": [
                    models.Index(fields=["province_id", "kind", "-id"], name="job_of_province"),
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "running"])), fields=["id"], name="job_alive"
                    ),
                ],
            },
        ),
        RowSecurity("foundation_job", staff="province_id = (SELECT scope_province())"),
    ]
