from django.db import migrations

from foundation.scoping.migration import DROP_FUNCTIONS, FUNCTIONS


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS)]
