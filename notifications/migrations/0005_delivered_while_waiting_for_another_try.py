from django.db import migrations

# Written out, not computed: a message never goes back, whoever asks.
GUARD = """
CREATE OR REPLACE FUNCTION notifications_guard() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state = OLD.state THEN RETURN NEW; END IF;
  IF (OLD.state, NEW.state) IN (
    ('queued','sending'), ('queued','superseded'), ('queued','withheld'), ('queued','failed'),
    ('sending','queued'), ('sending','accepted'), ('sending','delivered'), ('sending','unconfirmed'),
    ('sending','withheld'), ('sending','failed'), ('accepted','delivered'), ('unconfirmed','accepted'),
    ('unconfirmed','delivered'), ('failed','delivered')
  ){waiting} THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'message % may not go from % to %', OLD.id, OLD.state, NEW.state
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""
WAITING = "\n  OR (OLD.state = 'queued' AND NEW.state = 'delivered' AND OLD.tries > 0)"


class Migration(migrations.Migration):
    """A message that Zalo took and answered with a failure is delivered when its receipt comes, not sent again."""

    dependencies = [("notifications", "0004_policies_that_can_be_weighed")]

    operations = [migrations.RunSQL(GUARD.replace("{waiting}", WAITING), GUARD.replace("{waiting}", ""))]
