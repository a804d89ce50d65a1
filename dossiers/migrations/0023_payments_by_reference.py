from django.db import migrations, models


class Migration(migrations.Migration):
    """A bank that tells of a transfer is asked about by its reference among all that an agency has taken."""

    dependencies = [("dossiers", "0022_collectors")]

    operations = [
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(("bank_reference", ""), _negated=True),
                fields=["agency", "bank_reference"],
                name="payment_reference",
            ),
        ),
    ]
