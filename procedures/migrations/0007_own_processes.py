import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import foundation.ids
from foundation.scoping.migration import RowSecurity

# What is published may be ended and no more.
KEPT = """
CREATE FUNCTION procedures_ownprocess_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NULL THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'effective_to' = to_jsonb(NEW) - 'effective_to' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a published process stays as it is';
END $$;
CREATE TRIGGER procedures_ownprocess_kept BEFORE UPDATE OR DELETE ON procedures_ownprocess
FOR EACH ROW EXECUTE FUNCTION procedures_ownprocess_kept();
"""
DROP_KEPT = (
    "DROP TRIGGER procedures_ownprocess_kept ON procedures_ownprocess; DROP FUNCTION procedures_ownprocess_kept();"
)


class Migration(migrations.Migration):
    """A province may have its own internal process for a version; what it published stays as it is."""

    dependencies = [
        ("accounts", "0007_substitutions"),
        ("procedures", "0006_silence_may_be_consent"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="stepdefinition",
            name="version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="steps",
                to="procedures.procedureversion",
                verbose_name="phiên bản",
            ),
        ),
        migrations.CreateModel(
            name="OwnProcess",
            fields=[
                (
                    "id",
                    models.UUIDField(default=foundation.ids.uuid7, editable=False, primary_key=True, serialize=False),
                ),
                ("number", models.PositiveIntegerField(verbose_name="lần")),
                ("draft", models.JSONField(default=list, verbose_name="các bước")),
                ("citation", models.CharField(blank=True, max_length=300, verbose_name="quyết định công bố")),
                ("effective_from", models.DateField(blank=True, null=True, verbose_name="hiệu lực từ")),
                ("effective_to", models.DateField(blank=True, null=True, verbose_name="hiệu lực đến")),
                ("changed_at", models.DateTimeField(verbose_name="sửa lúc")),
                ("row_version", models.PositiveIntegerField(default=1)),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="công bố lúc")),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="người soạn",
                    ),
                ),
                (
                    "province",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.province",
                        verbose_name="tỉnh",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_processes",
                        to="procedures.procedureversion",
                        verbose_name="phiên bản thủ tục",
                    ),
                ),
            ],
            options={
                "verbose_name": "quy trình của tỉnh",
                "verbose_name_plural": "quy trình của tỉnh",
                "ordering": ["-number"],
            },
        ),
        migrations.AddField(
            model_name="stepdefinition",
            name="own_process",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="steps",
                to="procedures.ownprocess",
                verbose_name="quy trình của tỉnh",
            ),
        ),
        migrations.AddConstraint(
            model_name="stepdefinition",
            constraint=models.UniqueConstraint(fields=("own_process", "code"), name="own_step_once"),
        ),
        migrations.AddConstraint(
            model_name="stepdefinition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("own_process__isnull", True), ("version__isnull", False)),
                    models.Q(("own_process__isnull", False), ("version__isnull", True)),
                    _connector="OR",
                ),
                name="step_of_one_process",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownprocess",
            constraint=models.UniqueConstraint(fields=("province", "version", "number"), name="own_process_numbered"),
        ),
        migrations.AddConstraint(
            model_name="ownprocess",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", False)),
                fields=("province", "version", "effective_from"),
                name="own_process_begins_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownprocess",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", True)),
                fields=("province", "version"),
                name="own_process_one_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownprocess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", True),
                    models.Q(("effective_from__isnull", False), models.Q(("citation", ""), _negated=True)),
                    _connector="OR",
                ),
                name="own_process_published_from_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownprocess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effective_to__isnull", True), ("effective_to__gte", models.F("effective_from")), _connector="OR"
                ),
                name="own_process_dates",
            ),
        ),
        RowSecurity("procedures_ownprocess", staff="province_id = (SELECT scope_province())"),
        migrations.RunSQL(KEPT, DROP_KEPT),
    ]
