from django.db import migrations, models

# as in 0002, with what this migration adds to what stays as it is
KEPT = """
CREATE OR REPLACE FUNCTION documents_paper_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'an issued paper is kept' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (OLD.id, OLD.kind, OLD.subject_kind, OLD.subject_id, OLD.occasion, OLD.province_id, OLD.agency_id, OLD.agency_ids,
      OLD.book, OLD.year, OLD.sequence, OLD.number, OLD.file_id, OLD.token_digest, OLD.signed_by, OLD.issued_at,
      OLD.issued_by_id, OLD.replaces_id{old_edition})
    IS DISTINCT FROM
     (NEW.id, NEW.kind, NEW.subject_kind, NEW.subject_id, NEW.occasion, NEW.province_id, NEW.agency_id, NEW.agency_ids,
      NEW.book, NEW.year, NEW.sequence, NEW.number, NEW.file_id, NEW.token_digest, NEW.signed_by, NEW.issued_at,
      NEW.issued_by_id, NEW.replaces_id{new_edition}) THEN
    RAISE EXCEPTION 'an issued paper stays as it is' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.voided_at IS NOT NULL AND (OLD.voided_at, OLD.voided_by_id, OLD.void_reason)
    IS DISTINCT FROM (NEW.voided_at, NEW.voided_by_id, NEW.void_reason) THEN
    RAISE EXCEPTION 'a paper is voided once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
"""
NOW = KEPT.format(old_edition=", OLD.edition", new_edition=", NEW.edition")
BEFORE = KEPT.format(old_edition="", new_edition="")


class Migration(migrations.Migration):
    """A paper says by which edition of its form it was printed; those issued until now by that of TT 03/2025/TT-VPCP."""

    dependencies = [("documents", "0002_issued_papers")]

    operations = [
        migrations.AddField(
            model_name="issuedpaper",
            name="edition",
            field=models.CharField(
                db_default="tt_03_2025", default="tt_03_2025", max_length=40, verbose_name="bản mẫu"
            ),
        ),
        migrations.RunSQL(NOW, BEFORE),
    ]
