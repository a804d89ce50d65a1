import datetime

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.ids
import foundation.local_time
from foundation.scoping.migration import RowSecurity

SEEN = (
    "CASE WHEN dossier_id IS NULL THEN province_id = (SELECT scope_province()) AND scope_sees_agencies(agency_id)"
    " ELSE dossiers_seen(dossier_id) END"
)


class Migration(migrations.Migration):
    """Money can be moved to the dossier that it was for, or looked into; accounts have dates, the present ones from the day on
    which today's units began."""

    dependencies = [
        ("accounts", "0007_substitutions"),
        ("dossiers", "0020_three_dates_of_a_code_scheme"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Dispute",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("reason", models.CharField(max_length=500, verbose_name="lý do tra soát")),
                ("opened_at", models.DateTimeField(verbose_name="tra soát từ")),
                ("lifted_at", models.DateTimeField(null=True, verbose_name="xong lúc")),
                ("outcome", models.CharField(blank=True, max_length=500, verbose_name="kết quả tra soát")),
            ],
            options={
                "verbose_name": "lần tra soát",
                "verbose_name_plural": "lần tra soát",
            },
        ),
        migrations.AddField(
            model_name="bankaccount",
            name="valid_from",
            field=models.DateField(default=datetime.date(2025, 7, 1), verbose_name="dùng từ ngày"),
        ),
        migrations.AlterField(
            model_name="bankaccount",
            name="valid_from",
            field=models.DateField(default=foundation.local_time.today_local, verbose_name="dùng từ ngày"),
        ),
        migrations.AddField(
            model_name="bankaccount",
            name="valid_to",
            field=models.DateField(blank=True, null=True, verbose_name="dùng đến hết ngày"),
        ),
        migrations.AddField(
            model_name="payment",
            name="moved_to",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="moved_from",
                to="dossiers.payment",
                verbose_name="chuyển thành",
            ),
        ),
        migrations.AlterField(
            model_name="bankaccount",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agency",
                verbose_name="đơn vị thu",
            ),
        ),
        migrations.AlterField(
            model_name="bankaccount",
            name="is_active",
            field=models.BooleanField(default=True, verbose_name="nhận thông báo của ngân hàng"),
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.UniqueConstraint(
                condition=models.Q(("valid_to__isnull", True)), fields=("agency",), name="bank_account_current"
            ),
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.UniqueConstraint(fields=("agency", "valid_from"), name="bank_account_begins_once"),
        ),
        migrations.AddConstraint(
            model_name="bankaccount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                ),
                name="bank_account_dates",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="agency",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="dossier",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="dossiers.dossier",
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="lifted_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="opened_by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="payment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="disputes", to="dossiers.payment"
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="province",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.province"
            ),
        ),
        migrations.AddIndex(
            model_name="dispute",
            index=models.Index(
                condition=models.Q(("lifted_at__isnull", True)), fields=["agency", "id"], name="dispute_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="dispute",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at__isnull", True)), fields=("payment",), name="dispute_open_once"
            ),
        ),
        RowSecurity("dossiers_dispute", staff=SEEN),
    ]
