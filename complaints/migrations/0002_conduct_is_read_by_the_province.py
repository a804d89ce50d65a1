from django.db import migrations

from foundation.scoping.migration import RowSecurity

_DROP = 'DROP POLICY "complaints_feedback_scope" ON "complaints_feedback"'


class Migration(migrations.Migration):
    """What is said about the conduct of officials is read by those who answer for the province."""

    dependencies = [("complaints", "0001_initial")]

    operations = [
        migrations.RunSQL(_DROP, migrations.RunSQL.noop),
        RowSecurity(
            "complaints_feedback",
            staff="province_id = scope_province() AND (scope_agencies() IS NULL OR kind <> 'conduct' AND ("
            "agency_id IS NULL AND scope_sees_agencies(VARIADIC ARRAY(SELECT a.id FROM accounts_agency a"
            " WHERE a.kind = 'centre' AND a.province_id = complaints_feedback.province_id))"
            " OR scope_sees_agencies(agency_id)))",
        ),
    ]
