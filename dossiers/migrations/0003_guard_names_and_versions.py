from django.db import migrations

# Written out, not computed: a migration says what it did on the day it was written.
GUARD = """
CREATE OR REPLACE FUNCTION dossiers_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.status <> 'draft' THEN
      RAISE EXCEPTION 'a filed dossier is not deleted' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF NEW.mirror_system <> OLD.mirror_system OR NEW.province_id <> OLD.province_id THEN
    RAISE EXCEPTION 'a dossier keeps its system and province' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.code IS DISTINCT FROM OLD.code AND OLD.code IS NOT NULL THEN
    RAISE EXCEPTION 'a code is given once' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.status = OLD.status THEN RETURN NEW; END IF;
  IF NEW.row_version <= OLD.row_version THEN
    RAISE EXCEPTION 'a new status is a new version' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF OLD.mirror_system <> '' THEN
    IF OLD.status IN ('refused', 'withdrawn', 'stopped', 'returned') OR NEW.status = 'draft' THEN
      RAISE EXCEPTION 'a final state stays' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.status, NEW.status) NOT IN (
  ('accepted','awaiting_payment'),
  ('accepted','awaiting_supplement'),
  ('accepted','completed'),
  ('accepted','processing'),
  ('accepted','withdrawn'),
  ('awaiting_intake_supplement','stopped'),
  ('awaiting_intake_supplement','submitted'),
  ('awaiting_intake_supplement','withdrawn'),
  ('awaiting_payment','processing'),
  ('awaiting_payment','stopped'),
  ('awaiting_payment','withdrawn'),
  ('awaiting_supplement','processing'),
  ('awaiting_supplement','stopped'),
  ('awaiting_supplement','withdrawn'),
  ('completed','processing'),
  ('completed','returned'),
  ('draft','submitted'),
  ('processing','awaiting_payment'),
  ('processing','awaiting_supplement'),
  ('processing','completed'),
  ('processing','stopped'),
  ('processing','withdrawn'),
  ('submitted','accepted'),
  ('submitted','awaiting_intake_supplement'),
  ('submitted','refused'),
  ('submitted','withdrawn')
  ) THEN
    RAISE EXCEPTION 'transition % -> % is not allowed', OLD.status, NEW.status
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
DROP TRIGGER dossiers_guard ON dossiers_dossier;
CREATE TRIGGER dossiers_guard BEFORE UPDATE OF status, code, mirror_system, province_id OR DELETE ON dossiers_dossier
FOR EACH ROW EXECUTE FUNCTION dossiers_guard();
"""
BEFORE = """
DROP TRIGGER dossiers_guard ON dossiers_dossier;
CREATE TRIGGER dossiers_guard BEFORE UPDATE OF status OR DELETE ON dossiers_dossier
FOR EACH ROW EXECUTE FUNCTION dossiers_guard();
"""


class Migration(migrations.Migration):
    """PostgreSQL also keeps a code, a system and a province where they are, and asks a new version of a new status.

    A draft is filed or thrown away, nothing else.
    """

    dependencies = [("dossiers", "0002_businesses_of_visible_dossiers")]

    operations = [migrations.RunSQL(GUARD, BEFORE)]
