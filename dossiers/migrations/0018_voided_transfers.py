from django.db import migrations, models


class Migration(migrations.Migration):
    """A receipt that was cancelled no longer holds the bank's reference."""

    dependencies = [("dossiers", "0017_results_that_stand")]

    operations = [
        migrations.RemoveConstraint(model_name="payment", name="transfer_once"),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.UniqueConstraint(
                condition=models.Q(models.Q(("bank_reference", ""), _negated=True), ("voided_at__isnull", True)),
                fields=["account", "bank_reference"],
                name="transfer_once",
            ),
        ),
    ]
