from django.db import migrations

# Comparing the scope's name with a text looks to the planner as if it were true once in two hundred times: it took every
# list for a hundred times shorter than it is, and sorted what it could have read in order. Of a yes or no it assumes half.
FUNCTION = """
CREATE FUNCTION scope_is(kind text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('motcua.scope', true), '') = kind $$;
"""
REWRITE = r"""
DO $$ DECLARE one record; reading text; writing text; BEGIN
  FOR one IN SELECT polname, polrelid::regclass AS place, pg_get_expr(polqual, polrelid) AS reading,
                    pg_get_expr(polwithcheck, polrelid) AS writing FROM pg_policy LOOP
    reading := regexp_replace(one.reading, '{before}', '{after}', 'g');
    writing := regexp_replace(one.writing, '{before}', '{after}', 'g');
    IF reading IS DISTINCT FROM one.reading OR writing IS DISTINCT FROM one.writing THEN
      EXECUTE format('ALTER POLICY %I ON %s', one.polname, one.place)
        || coalesce(' USING (' || reading || ')', '') || coalesce(' WITH CHECK (' || writing || ')', '');
    END IF;
  END LOOP;
END $$;
"""
BY_NAME = r"\( SELECT scope_kind\(\) AS scope_kind\) = ''(\w+)''::text"
BY_QUESTION = r"\( SELECT scope_is\(''(\w+)''::text\) AS scope_is\)"
FORWARDS = FUNCTION + REWRITE.replace("{before}", BY_NAME).replace("{after}", r"(SELECT scope_is(''\1''))")
BACKWARDS = (
    REWRITE.replace("{before}", BY_QUESTION).replace("{after}", r"((SELECT scope_kind()) = ''\1'')")
    + "DROP FUNCTION scope_is(text);"
)


class Migration(migrations.Migration):
    """Every policy so far asks a question with a yes or no instead of comparing a name."""

    dependencies = [
        ("notifications", "0003_attempts_by_function"),
        ("accounts", "0003_dates_consents_codes"),
        ("calendars", "0003_known_years_one_layer"),
        ("complaints", "0002_conduct_is_read_by_the_province"),
        ("documents", "0001_initial"),
        ("dossiers", "0005_lists_by_their_own_order"),
        ("events", "0003_unplanned_is_tried_again_later"),
        ("procedures", "0005_versions_stay_as_they_are"),
        ("ratings", "0001_initial"),
        ("zalo", "0001_initial"),
    ]

    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
