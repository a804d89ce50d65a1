from django.db import migrations

from foundation.scoping.migration import ExtraPolicy


class Migration(migrations.Migration):
    """Officials see the businesses of the dossiers that they may see, as they see the citizens."""

    dependencies = [("dossiers", "0001_initial"), ("accounts", "0002_everybodys_rows")]

    operations = [
        ExtraPolicy(
            "accounts_business",
            "businesses_of_visible_dossiers",
            using="(SELECT scope_kind()) = 'staff' AND EXISTS"
            " (SELECT 1 FROM dossiers_party p WHERE p.business_id = accounts_business.id)",
        ),
    ]
