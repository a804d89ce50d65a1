from django.db import migrations

FUNCTION = """
CREATE FUNCTION accounts_own_user(key uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN EXISTS (SELECT FROM accounts_citizen c WHERE c.user_id = key); END $$;
"""
RULE = (
    "(SELECT scope_is('system')) OR ((SELECT scope_is('staff')) AND province_id = scope_province())"
    " OR ((SELECT scope_is('citizen')) AND {own})"
)
SUB_QUERY = "EXISTS (SELECT 1 FROM accounts_citizen c WHERE c.user_id = accounts_user.id)"


def policy(own: str) -> str:
    rule = RULE.format(own=own)
    return f"ALTER POLICY accounts_user_scope ON accounts_user USING ({rule}) WITH CHECK ({rule});"


class Migration(migrations.Migration):
    """The policy asks a function: reading one post of an official took 3 to 15 ms of planning, for the citizens, parties and
    dossiers that a sub-query here drew in, and drew in again for every table whose rows belong to a user."""

    dependencies = [
        ("accounts", "0004_posts_of_own_people"),
        ("notifications", "0004_policies_that_can_be_weighed"),
    ]

    operations = [
        migrations.RunSQL(
            FUNCTION + policy("accounts_own_user(id)"),
            policy(SUB_QUERY) + "DROP FUNCTION accounts_own_user(uuid);",
        )
    ]
