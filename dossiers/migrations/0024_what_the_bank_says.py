from django.db import migrations, models

ONE_WAY = """
SELECT set_config('motcua.scope', 'system', true);
UPDATE dossiers_payment p SET bank_reference = one.kept FROM (
  SELECT id, CASE WHEN n = 1 THEN said ELSE left(said, 58) || '#' || n END AS kept FROM (
    SELECT id, upper(bank_reference) AS said, row_number() OVER (
      PARTITION BY agency_id, account_id, method, upper(bank_reference)
      ORDER BY bank_reference <> upper(bank_reference), id) AS n
    FROM dossiers_payment WHERE bank_reference <> '' AND voided_at IS NULL AND method IN ('vietqr', 'national_portal')
  ) numbered) one
WHERE one.id = p.id AND one.kept <> p.bank_reference;
UPDATE dossiers_payment SET bank_reference = upper(bank_reference) WHERE bank_reference <> upper(bank_reference);
UPDATE dossiers_payment SET told_at = paid_at, told_amount = amount WHERE cashier_id IS NULL AND method = 'vietqr';
SELECT set_config('motcua.scope', '', true);
"""


class Migration(migrations.Migration):
    """A reference is kept in one way and holds once also where no account is known; a payment knows what its bank says of it.

    Where two payments held one reference until now, the first keeps it and the others get a number behind it: nothing is lost,
    and a person sees them.
    """

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
                    ("method__in", ("vietqr", "national_portal")),
                    ("voided_at__isnull", True),
                ),
                fields=("agency", "method", "bank_reference"),
                name="reference_once",
            ),
        ),
    ]
