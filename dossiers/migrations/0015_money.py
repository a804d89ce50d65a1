import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.encryption.fields
import foundation.ids
from foundation.scoping.migration import RowSecurity

OWN = "province_id = (SELECT scope_province())"
OF_AGENCY = f"{OWN} AND scope_sees_agencies(agency_id)"
OF_DOSSIER = "CASE WHEN dossier_id IS NULL THEN {other} ELSE dossiers_seen(dossier_id) END"


class Migration(migrations.Migration):
    """What dossiers owe and what was paid."""

    dependencies = [
        ("accounts", "0006_names_as_long_as_in_a_dossier"),
        ("dossiers", "0014_in_hand"),
        ("procedures", "0005_versions_stay_as_they_are"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("bank", models.CharField(max_length=6, verbose_name="mã ngân hàng (BIN)")),
                ("number", models.CharField(max_length=19, verbose_name="số tài khoản")),
                ("holder", models.CharField(max_length=200, verbose_name="chủ tài khoản")),
                (
                    "secret",
                    foundation.encryption.fields.EncryptedTextField(
                        blank=True, default="", editable=True, verbose_name="khóa ký thông báo của ngân hàng"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="đang dùng")),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="đơn vị thu",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.province",
                        verbose_name="tỉnh",
                    ),
                ),
            ],
            options={
                "verbose_name": "tài khoản thu phí",
                "verbose_name_plural": "tài khoản thu phí",
            },
        ),
        migrations.CreateModel(
            name="ShiftClose",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("closed_at", models.DateTimeField(verbose_name="chốt lúc")),
                ("receipts", models.PositiveIntegerField(verbose_name="số biên lai")),
                ("recorded", models.BigIntegerField(verbose_name="tiền mặt theo biên lai")),
                ("counted", models.BigIntegerField(verbose_name="tiền mặt đếm được")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="lý do chênh lệch")),
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
                    "cashier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.province",
                    ),
                ),
            ],
            options={
                "verbose_name": "lần chốt ca",
                "verbose_name_plural": "lần chốt ca",
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("amount", models.BigIntegerField(verbose_name="số tiền (đồng)")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("cash", "Tiền mặt"),
                            ("vietqr", "Chuyển khoản, VietQR"),
                            ("card", "Thẻ"),
                            ("national_portal", "Cổng Dịch vụ công quốc gia"),
                        ],
                        max_length=20,
                        verbose_name="cách nộp",
                    ),
                ),
                ("paid_at", models.DateTimeField(verbose_name="nộp lúc")),
                ("recorded_at", models.DateTimeField(verbose_name="ghi lúc")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("number", models.PositiveIntegerField(verbose_name="số biên lai")),
                (
                    "bank_reference",
                    models.CharField(blank=True, max_length=64, verbose_name="mã giao dịch của ngân hàng"),
                ),
                ("content", models.CharField(blank=True, max_length=300, verbose_name="nội dung chuyển khoản")),
                ("voided_at", models.DateTimeField(null=True, verbose_name="hủy lúc")),
                ("void_reason", models.CharField(blank=True, max_length=500, verbose_name="lý do hủy")),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="dossiers.bankaccount",
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
                    "cashier",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="dossiers.dossier",
                    ),
                ),
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
                    "voided_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "shift",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payments",
                        to="dossiers.shiftclose",
                        verbose_name="ca",
                    ),
                ),
            ],
            options={
                "verbose_name": "khoản đã thu",
                "verbose_name_plural": "khoản đã thu",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Charge",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(max_length=300, verbose_name="khoản")),
                ("full", models.BigIntegerField(verbose_name="mức thu (đồng)")),
                ("due", models.BigIntegerField(verbose_name="phải nộp (đồng)")),
                (
                    "state",
                    models.CharField(
                        choices=[("owed", "phải thu"), ("waived", "được miễn"), ("cancelled", "đã thay")],
                        max_length=10,
                        verbose_name="tình trạng",
                    ),
                ),
                ("explanation", models.JSONField(verbose_name="cách tính")),
                ("pay_key", models.CharField(editable=False, max_length=60)),
                ("assessed_at", models.DateTimeField(verbose_name="xác định lúc")),
                (
                    "assessed_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="charges", to="dossiers.dossier"
                    ),
                ),
                (
                    "fee",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.feerow",
                    ),
                ),
            ],
            options={
                "verbose_name": "khoản phải thu",
                "verbose_name_plural": "khoản phải thu",
                "ordering": ["order", "id"],
                "indexes": [models.Index(fields=["pay_key"], name="charge_pay_key")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "cancelled"), _negated=True),
                        fields=("dossier", "fee"),
                        name="charge_of_a_fee_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due__gte", 0), ("full__gte", models.F("due"))), name="charge_amounts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReceiptCounter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.agency"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("agency", "year"), name="receipt_counter_once")],
            },
        ),
        migrations.AddIndex(
            model_name="shiftclose",
            index=models.Index(fields=["agency", "-id"], name="shift_close_agency"),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("method", "cash"), ("shift__isnull", True)),
                fields=["agency", "cashier", "id"],
                name="payment_of_open_shift",
            ),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("dossier__isnull", True)), fields=["agency", "id"], name="payment_unmatched"
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(fields=("agency", "year", "number"), name="receipt_once"),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("bank_reference", ""), _negated=True),
                fields=("account", "bank_reference"),
                name="transfer_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="payment_amount"),
        ),
        RowSecurity("dossiers_bankaccount", staff=OWN),
        RowSecurity("dossiers_shiftclose", staff=OF_AGENCY),
        RowSecurity("dossiers_charge", staff="dossiers_seen(dossier_id)", citizen="dossiers_seen(dossier_id)"),
        RowSecurity(
            "dossiers_payment",
            staff=OF_DOSSIER.format(other=OF_AGENCY),
            citizen=OF_DOSSIER.format(other="false"),
        ),
        RowSecurity(
            "dossiers_receiptcounter",
            staff="EXISTS (SELECT 1 FROM accounts_agency a"
            " WHERE a.id = dossiers_receiptcounter.agency_id AND a.province_id = scope_province())",
        ),
    ]
