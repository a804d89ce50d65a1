import django.db.models.deletion
from django.db import migrations, models

import foundation.ids
from foundation.scoping.migration import RowSecurity


class Migration(migrations.Migration):
    """What receipts say of who collected the money."""

    dependencies = [
        ("accounts", "0007_substitutions"),
        ("dossiers", "0021_disputes_and_dated_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Collector",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("tax_code", models.CharField(blank=True, max_length=14, verbose_name="mã số thuế")),
                ("form_symbol", models.CharField(blank=True, max_length=20, verbose_name="ký hiệu mẫu biên lai")),
                ("symbol", models.CharField(blank=True, max_length=20, verbose_name="ký hiệu biên lai")),
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
                "verbose_name": "thông tin in biên lai",
                "verbose_name_plural": "thông tin in biên lai",
            },
        ),
        RowSecurity("dossiers_collector", staff="province_id = (SELECT scope_province())"),
    ]
