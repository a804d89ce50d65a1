import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.ids
from foundation.scoping.migration import RowSecurity

SEEN = (
    "province_id = (SELECT scope_province())"
    " AND CASE WHEN dossier_id IS NULL THEN scope_sees_agencies(agency_id) ELSE dossiers_seen(dossier_id) END"
)


class Migration(migrations.Migration):
    """Money that was given back is written down, and is not paid any more."""

    dependencies = [
        ("accounts", "0007_substitutions"),
        ("dossiers", "0025_a_shift_holds_all_that_was_taken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="refunded",
            field=models.BigIntegerField(default=0, verbose_name="đã hoàn trả (đồng)"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(("refunded__gte", 0), ("refunded__lte", models.F("amount"))), name="payment_refunded"
            ),
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("amount", models.BigIntegerField(verbose_name="số tiền hoàn trả (đồng)")),
                ("voucher", models.CharField(max_length=60, verbose_name="số chứng từ hoàn trả")),
                ("reason", models.CharField(max_length=500, verbose_name="lý do hoàn trả")),
                ("refunded_at", models.DateTimeField(verbose_name="ghi lúc")),
                (
                    "province",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.province",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "payment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refunds", to="dossiers.payment"
                    ),
                ),
                (
                    "refunded_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "lần hoàn trả",
                "verbose_name_plural": "lần hoàn trả",
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="refund_amount"),
                    models.UniqueConstraint(fields=("payment", "voucher"), name="refund_by_voucher_once"),
                ],
            },
        ),
        RowSecurity("dossiers_refund", staff=SEEN),
    ]
