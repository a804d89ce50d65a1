from django.db import migrations

RULE = "(SELECT scope_kind()) = 'system' OR ((SELECT scope_kind()) = 'staff' AND {seen})"
SEEN = """
CREATE FUNCTION notifications_seen(key uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN EXISTS (SELECT FROM notifications_message m WHERE m.id = key); END $$;
"""
SUB_QUERY = "EXISTS (SELECT 1 FROM notifications_message m WHERE m.id = notifications_attempt.message_id)"


def policy(seen: str) -> str:
    rule = RULE.format(seen=seen)
    return f"ALTER POLICY notifications_attempt_scope ON notifications_attempt USING ({rule}) WITH CHECK ({rule});"


class Migration(migrations.Migration):
    """The policy asks a function: a sub-query over all months of messages was made ready for every month of attempts."""

    dependencies = [("notifications", "0002_locked_partitions")]

    operations = [
        migrations.RunSQL(
            SEEN + policy("notifications_seen(message_id)"),
            policy(SUB_QUERY) + "DROP FUNCTION notifications_seen(uuid);",
        )
    ]
