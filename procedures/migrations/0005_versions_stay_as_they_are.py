from django.db import migrations

from foundation.scoping.migration import PublicReading

# A version may be ended and may be pointed to its correction; nothing else of it, and nothing below it, ever changes.
KEPT = """
CREATE FUNCTION procedures_version_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - 'effective_to' - 'corrected_by_id'
      = to_jsonb(NEW) - 'effective_to' - 'corrected_by_id' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a version of a procedure stays as it is';
END $$;
CREATE FUNCTION procedures_part_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a version of a procedure stays as it is';
END $$;
CREATE TRIGGER procedures_version_kept BEFORE UPDATE OR DELETE ON procedures_procedureversion
FOR EACH ROW EXECUTE FUNCTION procedures_version_kept();
"""
PARTS = ("requirement", "feerow", "stepdefinition", "authority", "commitment")
TABLES = ("field", "procedure", "alias", "procedureversion", *PARTS)


def kept(part: str) -> str:
    return (
        f"CREATE TRIGGER procedures_part_kept BEFORE UPDATE OR DELETE ON procedures_{part} "
        "FOR EACH ROW EXECUTE FUNCTION procedures_part_kept(); "
    )


class Migration(migrations.Migration):
    """What a dossier runs under cannot be changed behind its back; only importing writes the catalogue."""

    dependencies = [("procedures", "0004_the_law_s_other_facts"), ("foundation", "0001_initial")]

    operations = [
        migrations.RunSQL(
            KEPT + "".join(kept(part) for part in PARTS),
            "".join(f"DROP TRIGGER procedures_part_kept ON procedures_{part}; " for part in PARTS)
            + "DROP TRIGGER procedures_version_kept ON procedures_procedureversion; "
            "DROP FUNCTION procedures_version_kept(); DROP FUNCTION procedures_part_kept();",
        ),
        *[PublicReading(f"procedures_{name}", staff="false") for name in TABLES],
    ]
