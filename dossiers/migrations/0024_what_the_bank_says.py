from django.db import migrations, models

ONE_WAY = """
UPDATE dossiers_payment p SET bank_reference = upper(bank_reference)
WHERE bank_reference <> upper(bank_reference) AND NOT EXISTS (
  SELECT FROM dossiers_payment other WHERE other.account_id = p.account_id AND other.voided_at IS NULL
    AND other.id <> p.id AND upper(other.bank_reference) = upper(p.bank_reference));
UPDATE dossiers_payment SET told_at = paid_at, told_amount = amount WHERE cashier_id IS NULL AND method = 'vietqr';
"""


class Migration(migrations.Migration):
    """A reference is kept in one way and holds once also where no account is known; a payment knows what its bank says of it."""

    dependencies = [("dossiers", "0023_payments_by_reference")]

    operations = [
        migrations.AddField(
            "payment", "told_at", models.DateTimeField(null=True, verbose_name="ngân hàng báo tiền vào lúc")
        ),
        migrations.AddField(
            "payment", "told_amount", models.BigIntegerField(null=True, verbose_name="ngân hàng báo số tiền")
        ),
        migrations.RunSQL(ONE_WAY, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("bank_reference", ""), _negated=True),
                    ("account__isnull", True),
                    ("voided_at__isnull", True),
                ),
                fields=("agency", "method", "bank_reference"),
                name="reference_once",
            ),
        ),
    ]
