from django.db import migrations

STAFF_ALONE = ("assignment", "remark")
CITIZENS_TOO = ("attachment", "clockentry", "duerecord", "result")
FILES = """
CREATE FUNCTION dossiers_file_seen(key uuid) RETURNS boolean LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN RETURN EXISTS (SELECT FROM dossiers_attachment a WHERE a.file_id = key)
  OR EXISTS (SELECT FROM dossiers_result r WHERE r.file_id = key); END $$;
"""
FILE_BEFORE = (
    "EXISTS (SELECT 1 FROM dossiers_attachment a WHERE a.file_id = documents_storedfile.id)"
    " OR EXISTS (SELECT 1 FROM dossiers_result r WHERE r.file_id = documents_storedfile.id)"
)


def of_part(part: str, seen: str) -> str:
    rule = f"(SELECT scope_is('system')) OR ((SELECT scope_is('staff')) AND {seen})"
    if part in CITIZENS_TOO:
        rule += f" OR ((SELECT scope_is('citizen')) AND {seen})"
    if part == "party":
        rule += " OR ((SELECT scope_is('citizen')) AND citizen_id = scope_person())"
    name = f"dossiers_{part}"
    return f"ALTER POLICY {name}_scope ON {name} USING ({rule}) WITH CHECK ({rule}); "


def of_files(seen: str) -> str:
    return f"ALTER POLICY files_of_own_dossiers ON documents_storedfile USING ((SELECT scope_is('citizen')) AND ({seen})); "


def sub_query(part: str) -> str:
    return f"EXISTS (SELECT 1 FROM dossiers_dossier d WHERE d.id = dossiers_{part}.dossier_id)"  # noqa: S608


PARTS = (*STAFF_ALONE, *CITIZENS_TOO, "party")


class Migration(migrations.Migration):
    """The parts of a dossier ask the function whether it is seen: a sub-query was planned anew at each reading of a few rows."""

    dependencies = [
        ("dossiers", "0005_lists_by_their_own_order"),
        ("documents", "0001_initial"),
        ("notifications", "0004_policies_that_can_be_weighed"),
    ]

    operations = [
        migrations.RunSQL(
            "".join(of_part(part, "dossiers_seen(dossier_id)") for part in PARTS)
            + FILES
            + of_files("dossiers_file_seen(id)"),
            "".join(of_part(part, sub_query(part)) for part in PARTS)
            + of_files(FILE_BEFORE)
            + "DROP FUNCTION dossiers_file_seen(uuid);",
        )
    ]
