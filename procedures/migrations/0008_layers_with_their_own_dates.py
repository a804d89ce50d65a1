from django.db import migrations, models

DATES = [
    ("source_text_date", "ngày văn bản gốc có hiệu lực"),
    ("decision_date", "ngày quyết định công bố"),
    ("published_date", "ngày công khai"),
]

# A process used to end with its version; now it carries on under a next one that has the same steps and terms.
OPEN_ENDED = """
SELECT set_config('motcua.scope', 'system', true);
UPDATE procedures_ownprocess p SET effective_to = NULL FROM procedures_procedureversion v
 WHERE v.id = p.version_id AND p.published_at IS NOT NULL AND p.effective_to = v.effective_to
   AND NOT EXISTS (SELECT FROM procedures_ownprocess later WHERE later.version_id = p.version_id
     AND later.province_id = p.province_id AND later.published_at IS NOT NULL AND later.effective_from > p.effective_from);
SELECT set_config('motcua.scope', '', true);
"""


class Migration(migrations.Migration):
    """What a province decides for itself (a term, a fee) has days of its own and says when it was decided and published;
    its own process outlives the version that it was drawn from."""

    dependencies = [("procedures", "0007_own_processes")]

    operations = [
        migrations.RemoveConstraint(model_name="commitment", name="commitment_once"),
        *[
            migrations.AddField(
                model_name=model,
                name=name,
                field=models.DateField(blank=True, null=True, verbose_name=label),
            )
            for model in ("commitment", "feerow", "ownprocess")
            for name, label in DATES
        ],
        *[
            migrations.AddField(
                model_name="commitment",
                name=name,
                field=models.DateField(blank=True, null=True, verbose_name=label),
            )
            for name, label in (("effective_from", "hiệu lực từ"), ("effective_to", "hiệu lực đến"))
        ],
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.UniqueConstraint(
                fields=("version", "territory", "former_territory", "variant", "effective_from"),
                name="commitment_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="commitment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("effective_to__isnull", True), ("effective_to__gte", models.F("effective_from")), _connector="OR"
                ),
                name="commitment_dates",
            ),
        ),
        migrations.RunSQL(OPEN_ENDED, migrations.RunSQL.noop),
    ]
