import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.ids
from foundation.scoping.migration import RowSecurity

# Whoever sees one of the children sees that they belong together.
SEEN = """
CREATE FUNCTION dossiers_children_seen(key uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN EXISTS (SELECT FROM dossiers_dossier d WHERE d.parent_id = key); END $$;
"""


class Migration(migrations.Migration):
    """One filing for several procedures: a parent, and a dossier for each."""

    dependencies = [
        ("accounts", "0007_substitutions"),
        ("dossiers", "0012_apologies_asked_for"),
        ("procedures", "0007_own_processes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ParentDossier",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("kind", models.SlugField(max_length=40, verbose_name="nhóm thủ tục")),
                ("applicant_name", models.CharField(max_length=400, verbose_name="chủ hồ sơ")),
                ("submitted_at", models.DateTimeField(verbose_name="nộp lúc")),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.province"
                    ),
                ),
                (
                    "receiving_agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.agency",
                        verbose_name="nơi tiếp nhận",
                    ),
                ),
            ],
            options={
                "verbose_name": "hồ sơ liên thông",
                "verbose_name_plural": "hồ sơ liên thông",
            },
        ),
        migrations.AddField(
            model_name="dossier",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="dossiers.parentdossier",
                verbose_name="hồ sơ liên thông",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("parent__isnull", False)), fields=["parent", "id"], name="dossier_parent"
            ),
        ),
        migrations.RunSQL(SEEN, "DROP FUNCTION dossiers_children_seen(uuid);"),
        RowSecurity(
            "dossiers_parentdossier",
            staff="province_id = (SELECT scope_province())"
            " AND (scope_sees_agencies(receiving_agency_id) OR dossiers_children_seen(id))",
            citizen="dossiers_children_seen(id)",
        ),
    ]
