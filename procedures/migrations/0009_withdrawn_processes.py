import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# What is published may be ended, or withdrawn once, and no more.
KEPT = """
CREATE OR REPLACE FUNCTION procedures_ownprocess_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NULL THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'effective_to' - 'withdrawn_at' - 'withdrawn_by_id'
      = to_jsonb(NEW) - 'effective_to' - 'withdrawn_at' - 'withdrawn_by_id'
      AND (OLD.withdrawn_at IS NULL OR to_jsonb(OLD) = to_jsonb(NEW)) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a published process stays as it is';
END $$;
"""
KEPT_BEFORE = """
CREATE OR REPLACE FUNCTION procedures_ownprocess_kept() RETURNS trigger LANGUAGE plpgsql AS $$
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
"""


class Migration(migrations.Migration):
    """What was published ahead by mistake can be withdrawn before it begins; the commitments of a version have an order."""

    dependencies = [
        ("procedures", "0008_layers_with_their_own_dates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="commitment",
            options={
                "ordering": ["territory", "former_territory", "variant", "effective_from"],
                "verbose_name": "thời hạn cam kết của tỉnh",
                "verbose_name_plural": "thời hạn cam kết của tỉnh",
            },
        ),
        migrations.AddField(
            model_name="ownprocess",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="rút lúc"),
        ),
        migrations.AddField(
            model_name="ownprocess",
            name="withdrawn_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RemoveConstraint(model_name="ownprocess", name="own_process_begins_once"),
        migrations.AddConstraint(
            model_name="ownprocess",
            constraint=models.UniqueConstraint(
                condition=models.Q(("published_at__isnull", False), ("withdrawn_at__isnull", True)),
                fields=("province", "version", "effective_from"),
                name="own_process_begins_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="ownprocess",
            constraint=models.CheckConstraint(
                condition=models.Q(("withdrawn_at__isnull", True), ("published_at__isnull", False), _connector="OR"),
                name="own_process_withdrawn_if_published",
            ),
        ),
        migrations.RunSQL(KEPT, KEPT_BEFORE),
    ]
