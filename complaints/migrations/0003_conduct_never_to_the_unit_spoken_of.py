from django.db import migrations

_HERE = (
    "agency_id IS NULL AND scope_sees_agencies(VARIADIC ARRAY(SELECT a.id FROM accounts_agency a"
    " WHERE a.kind = 'centre' AND a.province_id = complaints_feedback.province_id))"
    " OR scope_sees_agencies(agency_id)"
)
_BEFORE = f"scope_agencies() IS NULL OR kind <> 'conduct' AND ({_HERE})"
_NOW = f"kind <> 'conduct' AND ({_HERE}) OR kind = 'conduct' AND complaints_conduct_seen(agency_id)"
_FUNCTION = """
CREATE FUNCTION complaints_conduct_seen(spoken_of uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
  today date := (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
  reads boolean; own boolean;
BEGIN
  SELECT bool_or(p.role IN ('centre_director', 'controller', 'inspector')), bool_or(p.agency_id = spoken_of)
  INTO reads, own
  FROM accounts_position p JOIN accounts_agency a ON a.id = p.agency_id AND a.province_id = scope_province()
  WHERE p.user_id = scope_person() AND p.valid_from <= today AND (p.valid_to IS NULL OR p.valid_to >= today);
  RETURN coalesce(reads, false) AND NOT coalesce(own, false);
END $$;
"""


def _policy(staff: str) -> str:
    rule = (
        f"(SELECT scope_is('system')) OR ((SELECT scope_is('staff')) AND province_id = scope_province() AND ({staff}))"
    )
    return f"ALTER POLICY complaints_feedback_scope ON complaints_feedback USING ({rule}) WITH CHECK ({rule});"


class Migration(migrations.Migration):
    """What is said about the conduct of officials is not read by the unit that is spoken of, nor by who runs the system;
    nobody marks feedback as read."""

    dependencies = [
        ("complaints", "0002_conduct_is_read_by_the_province"),
        ("accounts", "0005_own_user_by_function"),
        ("notifications", "0004_policies_that_can_be_weighed"),
    ]

    operations = [
        migrations.RunSQL(_FUNCTION + _policy(_NOW), _policy(_BEFORE) + "DROP FUNCTION complaints_conduct_seen(uuid);"),
        migrations.RemoveField(model_name="feedback", name="read_at"),
        migrations.RemoveField(model_name="feedback", name="read_by"),
    ]
