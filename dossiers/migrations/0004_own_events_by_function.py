from django.db import migrations

SEEN = """
CREATE FUNCTION dossiers_seen(key uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN EXISTS (SELECT FROM dossiers_dossier d WHERE d.id = key); END $$;
ALTER POLICY events_of_own_dossiers ON events_event
USING ((SELECT scope_kind()) = 'citizen' AND subject_kind = 'dossier' AND dossiers_seen(subject_id));
"""
BEFORE = """
ALTER POLICY events_of_own_dossiers ON events_event
USING ((SELECT scope_kind()) = 'citizen' AND subject_kind = 'dossier' AND EXISTS
  (SELECT 1 FROM dossiers_dossier d WHERE d.id = events_event.subject_id));
DROP FUNCTION dossiers_seen(uuid);
"""


class Migration(migrations.Migration):
    """The policy asks a function: a sub-query was made ready for every month of events at each reading of any of them."""

    dependencies = [("dossiers", "0003_guard_names_and_versions"), ("events", "0001_initial")]

    operations = [migrations.RunSQL(SEEN, BEFORE)]
