import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.ids
from foundation.scoping.migration import RowSecurity

BOTH_SIDES = "province_id = scope_province() AND scope_sees_agencies(from_agency_id, to_agency_id)"


def by_question(table: str, staff: str) -> str:
    """The planner weighs a yes or no better than a name that is compared."""
    rule = f"(SELECT scope_is('system')) OR ((SELECT scope_is('staff')) AND {staff})"
    return f"ALTER POLICY {table}_scope ON {table} USING ({rule}) WITH CHECK ({rule}); "


class Migration(migrations.Migration):
    """Who holds the paper: slips that both sides sign."""

    dependencies = [
        ("accounts", "0006_names_as_long_as_in_a_dossier"),
        ("dossiers", "0009_steps_of_dossiers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HandOverSlip",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField(verbose_name="số")),
                ("year", models.PositiveSmallIntegerField(verbose_name="năm")),
                ("given_at", models.DateTimeField(verbose_name="giao lúc")),
                ("received_at", models.DateTimeField(blank=True, null=True, verbose_name="nhận lúc")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="ghi chú")),
                (
                    "from_agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="bên giao",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người giao",
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
                    "received_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người nhận",
                    ),
                ),
                (
                    "to_agency",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="bên nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "phiếu bàn giao",
                "verbose_name_plural": "phiếu bàn giao",
            },
        ),
        migrations.CreateModel(
            name="HandOverItem",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("missing", models.BooleanField(default=False, verbose_name="thiếu")),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hand_overs",
                        to="dossiers.dossier",
                    ),
                ),
                (
                    "slip",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="dossiers.handoverslip"
                    ),
                ),
            ],
            options={
                "verbose_name": "hồ sơ trong phiếu bàn giao",
                "verbose_name_plural": "hồ sơ trong phiếu bàn giao",
            },
        ),
        migrations.AddIndex(
            model_name="handoverslip",
            index=models.Index(
                condition=models.Q(("received_at__isnull", True)),
                fields=["to_agency", "given_at", "id"],
                name="slip_to_receive",
            ),
        ),
        migrations.AddIndex(
            model_name="handoverslip",
            index=models.Index(fields=["from_agency", "-given_at", "id"], name="slip_given"),
        ),
        migrations.AddIndex(
            model_name="handoverslip",
            index=models.Index(fields=["to_agency", "-given_at", "id"], name="slip_taken"),
        ),
        migrations.AddConstraint(
            model_name="handoverslip",
            constraint=models.UniqueConstraint(fields=("from_agency", "year", "number"), name="slip_numbered"),
        ),
        migrations.AddConstraint(
            model_name="handoverslip",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("received_at__isnull", True), ("received_by__isnull", True)),
                    models.Q(("received_at__isnull", False), ("received_by__isnull", False)),
                    _connector="OR",
                ),
                name="slip_received_by_somebody",
            ),
        ),
        migrations.AddIndex(
            model_name="handoveritem",
            index=models.Index(fields=["dossier", "-id"], name="slip_of_dossier"),
        ),
        migrations.AddConstraint(
            model_name="handoveritem",
            constraint=models.UniqueConstraint(fields=("slip", "dossier"), name="slip_holds_once"),
        ),
        RowSecurity("dossiers_handoverslip", staff=BOTH_SIDES),
        RowSecurity("dossiers_handoveritem", staff="dossiers_seen(dossier_id)"),
        migrations.RunSQL(
            by_question("dossiers_handoverslip", BOTH_SIDES)
            + by_question("dossiers_handoveritem", "dossiers_seen(dossier_id)"),
            migrations.RunSQL.noop,
        ),
    ]
