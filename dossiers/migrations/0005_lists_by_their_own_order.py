import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Rows are seen by the system alone.
FILL = """
SELECT set_config('motcua.scope', 'system', true);
UPDATE dossiers_dossierword w SET province_id = d.province_id FROM dossiers_dossier d WHERE d.id = w.dossier_id;
SELECT set_config('motcua.scope', '', true);
"""


# A sub-query in the policy of this table would be answered by reading all dossiers once: a function cannot be.
RULE = "(SELECT scope_kind()) = 'system' OR ((SELECT scope_kind()) = 'staff' AND {seen})"
EXISTS = "EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = dossiers_dossierword.dossier_id)"
POLICY = "ALTER POLICY dossiers_dossierword_scope ON dossiers_dossierword USING ({rule}) WITH CHECK ({rule});"
BY_FUNCTION = POLICY.format(rule=RULE.format(seen="province_id = scope_province() AND dossiers_seen(dossier_id)"))
BY_SUBQUERY = POLICY.format(rule=RULE.format(seen=EXISTS))


class Migration(migrations.Migration):
    """Each list pages along an index in its own order; desks read what is open; words of names say their province."""

    dependencies = [
        ("accounts", "0003_dates_consents_codes"),
        ("dossiers", "0004_own_events_by_function"),
        ("procedures", "0005_versions_stay_as_they_are"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="dossier",
            name="dossier_agency_desk",
        ),
        migrations.RemoveIndex(
            model_name="dossier",
            name="dossier_reception_desk",
        ),
        migrations.RemoveIndex(
            model_name="dossier",
            name="dossier_own_desk",
        ),
        migrations.RemoveIndex(
            model_name="dossierword",
            name="dossier_word",
        ),
        migrations.AddField(
            model_name="dossierword",
            name="province",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.province",
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(BY_FUNCTION, BY_SUBQUERY),
        migrations.AlterField(
            model_name="dossierword",
            name="province",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.province"
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agency",
                verbose_name="cơ quan giải quyết",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người thụ lý",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="procedure",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="procedures.procedure",
                verbose_name="thủ tục",
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="province",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.province"
            ),
        ),
        migrations.AlterField(
            model_name="dossier",
            name="receiving_agency",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.agency",
                verbose_name="nơi tiếp nhận",
            ),
        ),
        migrations.AlterField(
            model_name="dossierword",
            name="dossier",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="words", to="dossiers.dossier"
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["province", "status", "id"], name="dossier_province_status"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["agency", "id"], name="dossier_agency_feed"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["agency", "status", "id"], name="dossier_agency_status"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["receiving_agency", "id"], name="dossier_reception_feed"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["procedure", "province", "id"], name="dossier_procedure_feed"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["assignee", "id"], name="dossier_assignee_feed"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["province", "accepted_at", "id"], name="dossier_received"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["province", "due_sort", "id"], name="dossier_due"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "submitted",
                            "awaiting_intake_supplement",
                            "accepted",
                            "processing",
                            "awaiting_supplement",
                            "awaiting_payment",
                            "completed",
                        ],
                    )
                ),
                fields=["province", "due_sort", "id"],
                name="dossier_province_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "submitted",
                            "awaiting_intake_supplement",
                            "accepted",
                            "processing",
                            "awaiting_supplement",
                            "awaiting_payment",
                            "completed",
                        ],
                    )
                ),
                fields=["agency", "due_sort", "id"],
                name="dossier_agency_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "submitted",
                            "awaiting_intake_supplement",
                            "accepted",
                            "processing",
                            "awaiting_supplement",
                            "awaiting_payment",
                            "completed",
                        ],
                    )
                ),
                fields=["receiving_agency", "due_sort", "id"],
                name="dossier_reception_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(
                    (
                        "status__in",
                        [
                            "submitted",
                            "awaiting_intake_supplement",
                            "accepted",
                            "processing",
                            "awaiting_supplement",
                            "awaiting_payment",
                            "completed",
                        ],
                    )
                ),
                fields=["assignee", "due_sort", "id"],
                name="dossier_own_desk",
            ),
        ),
        migrations.AddIndex(
            model_name="dossierword",
            index=models.Index(fields=["province", "word", "dossier"], name="dossier_word"),
        ),
    ]
