import django.db.models.deletion
from django.db import migrations, models

import foundation.ids


class Migration(migrations.Migration):
    """Who decides, how far online, related procedures, sources of the terms, commitments of provinces, steps beside others."""

    dependencies = [
        ("procedures", "0003_step_outcomes"),
    ]

    operations = [
        migrations.AddField(
            model_name="feerow",
            name="charge",
            field=models.SlugField(blank=True, max_length=40, verbose_name="khoản thu"),
        ),
        migrations.AddField(
            model_name="feerow",
            name="per_copy",
            field=models.BooleanField(default=False, verbose_name="tính theo bản"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="committed_citation",
            field=models.CharField(blank=True, max_length=300, verbose_name="căn cứ cam kết"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="decided_by",
            field=models.CharField(blank=True, max_length=300, verbose_name="người, cơ quan quyết định"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="online_level",
            field=models.CharField(
                blank=True,
                choices=[("full", "Toàn trình"), ("partial", "Một phần"), ("none", "Không trực tuyến")],
                max_length=10,
                verbose_name="mức trực tuyến",
            ),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="online_reason",
            field=models.CharField(blank=True, max_length=300, verbose_name="vì sao không toàn trình"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="related",
            field=models.JSONField(default=list, verbose_name="thủ tục liên quan"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="result_note",
            field=models.CharField(blank=True, max_length=500, verbose_name="ghi chú kết quả"),
        ),
        migrations.AddField(
            model_name="procedureversion",
            name="statutory_citation",
            field=models.CharField(blank=True, max_length=300, verbose_name="căn cứ thời hạn"),
        ),
        migrations.AddField(
            model_name="stepdefinition",
            name="beside",
            field=models.SlugField(blank=True, max_length=40, verbose_name="song song với bước"),
        ),
        migrations.AlterField(
            model_name="alias",
            name="procedure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="aliases",
                to="procedures.procedure",
                verbose_name="thủ tục",
            ),
        ),
        migrations.AlterField(
            model_name="authority",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="authorities",
                to="procedures.procedureversion",
                verbose_name="phiên bản",
            ),
        ),
        migrations.AlterField(
            model_name="feerow",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="fees",
                to="procedures.procedureversion",
                verbose_name="phiên bản",
            ),
        ),
        migrations.AlterField(
            model_name="procedureversion",
            name="digest",
            field=models.CharField(max_length=64, verbose_name="mã băm nội dung"),
        ),
        migrations.AlterField(
            model_name="procedureversion",
            name="procedure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="procedures.procedure",
                verbose_name="thủ tục",
            ),
        ),
        migrations.AlterField(
            model_name="requirement",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="requirements",
                to="procedures.procedureversion",
                verbose_name="phiên bản",
            ),
        ),
        migrations.AlterField(
            model_name="stepdefinition",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="steps",
                to="procedures.procedureversion",
                verbose_name="phiên bản",
            ),
        ),
        migrations.CreateModel(
            name="Commitment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("territory", models.CharField(max_length=8, verbose_name="địa bàn (mã tỉnh, kể cả tỉnh cũ)")),
                ("former_territory", models.BooleanField(default=False, verbose_name="địa bàn của tỉnh cũ")),
                ("variant", models.SlugField(blank=True, max_length=40, verbose_name="trường hợp")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=7, verbose_name="thời hạn")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("working_days", "ngày làm việc"),
                            ("days", "ngày"),
                            ("working_hours", "giờ làm việc"),
                            ("months", "tháng"),
                            ("same_day", "trong ngày"),
                        ],
                        max_length=15,
                        verbose_name="đơn vị",
                    ),
                ),
                ("citation", models.CharField(max_length=300, verbose_name="căn cứ")),
                ("unverified", models.BooleanField(default=False, verbose_name="cần kiểm tra")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="commitments",
                        to="procedures.procedureversion",
                        verbose_name="phiên bản",
                    ),
                ),
            ],
            options={
                "verbose_name": "thời hạn cam kết của tỉnh",
                "verbose_name_plural": "thời hạn cam kết của tỉnh",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "territory", "former_territory", "variant"), name="commitment_once"
                    )
                ],
            },
        ),
    ]
