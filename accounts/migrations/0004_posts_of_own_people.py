from django.db import migrations

RULE = (
    "(SELECT scope_kind()) = 'system' OR ((SELECT scope_kind()) = 'staff' AND EXISTS (SELECT 1 FROM accounts_agency a"
    " WHERE a.id = accounts_position.agency_id AND a.province_id = scope_province()){people})"
)
OWN_PEOPLE = " AND EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = accounts_position.user_id AND u.province_id = scope_province())"


def policy(rule: str) -> str:
    return f"ALTER POLICY accounts_position_scope ON accounts_position USING ({rule}) WITH CHECK ({rule});"


class Migration(migrations.Migration):
    """A post is given to people of the own province only: one given to somebody else's would be a right elsewhere."""

    dependencies = [("accounts", "0003_dates_consents_codes")]

    operations = [migrations.RunSQL(policy(RULE.format(people=OWN_PEOPLE)), policy(RULE.format(people="")))]
