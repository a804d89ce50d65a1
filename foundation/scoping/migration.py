"""Migration operations that put a table under forced row-level security."""

from django.db import migrations

FUNCTIONS = """
CREATE OR REPLACE FUNCTION scope_kind() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('motcua.scope', true), '') $$;
CREATE OR REPLACE FUNCTION scope_province() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT NULLIF(current_setting('motcua.province', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION scope_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT NULLIF(current_setting('motcua.person', true), '')::uuid $$;
CREATE OR REPLACE FUNCTION scope_agencies() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT CASE coalesce(current_setting('motcua.agencies', true), '')
     WHEN '*' THEN NULL
     ELSE string_to_array(current_setting('motcua.agencies', true), ',', '')::uuid[] END $$;
CREATE OR REPLACE FUNCTION scope_sees_agencies(VARIADIC agencies uuid[]) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('motcua.agencies', true), '') = '*' OR agencies && scope_agencies() $$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION scope_sees_agencies(uuid[]); DROP FUNCTION scope_agencies();
DROP FUNCTION scope_person(); DROP FUNCTION scope_province(); DROP FUNCTION scope_kind();
"""


ANY_SCOPE = "(SELECT scope_kind()) IN ('staff', 'citizen', 'system')"
SYSTEM = "(SELECT scope_kind()) = 'system'"


def _policies(table: str, staff: str | None, citizen: str | None) -> str:
    rules = [SYSTEM]
    if staff:
        rules.append(f"((SELECT scope_kind()) = 'staff' AND ({staff}))")
    if citizen:
        rules.append(f"((SELECT scope_kind()) = 'citizen' AND ({citizen}))")
    condition = " OR ".join(rules)
    return forced(table) + f'CREATE POLICY "{table}_scope" ON "{table}" USING ({condition}) WITH CHECK ({condition});'


def forced(table: str) -> str:
    """The statements that put a table under row-level security, for its owner too."""
    return f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY; ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY; '


def _loose(table: str, *policies: str) -> str:
    drops = "".join(f'DROP POLICY "{name}" ON "{table}"; ' for name in policies)
    return (
        drops + f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY; ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY;'
    )


class RowSecurity(migrations.RunSQL):
    """Enable and force row-level security on ``table``.

    ``staff`` and ``citizen`` are SQL predicates over the row, true where that scope may see and write it; None
    shuts that scope out. The system scope sees all. No scope sees nothing.
    """

    def __init__(self, table: str, *, staff: str | None, citizen: str | None = None) -> None:
        self.table, self.staff, self.citizen = table, staff, citizen
        super().__init__(
            sql=_policies(table, staff, citizen),
            reverse_sql=_loose(table, f"{table}_scope"),
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (
            self.__class__.__qualname__,
            [self.table],
            {"staff": self.staff, "citizen": self.citizen},
        )


class ExtraPolicy(migrations.RunSQL):
    """One more permissive policy for reading, given by a room above the one that owns the table."""

    def __init__(self, table: str, name: str, *, using: str) -> None:
        self.table, self.name, self.using = table, name, using
        super().__init__(
            sql=f'CREATE POLICY "{name}" ON "{table}" FOR SELECT USING ({using});',
            reverse_sql=f'DROP POLICY "{name}" ON "{table}";',
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (self.__class__.__qualname__, [self.table, self.name], {"using": self.using})


class PublicReading(migrations.RunSQL):
    """A table that anybody may read and only its own people write (agencies, calendars).

    ``staff``: the predicate over the row for those who may write it; the system scope may always.
    """

    def __init__(self, table: str, *, staff: str) -> None:
        self.table, self.staff = table, staff
        rule = f"{SYSTEM} OR ((SELECT scope_kind()) = 'staff' AND ({staff}))"
        super().__init__(
            sql=forced(table)
            + f'CREATE POLICY "{table}_read" ON "{table}" FOR SELECT USING (true); '
            + f'CREATE POLICY "{table}_insert" ON "{table}" FOR INSERT WITH CHECK ({rule}); '
            + f'CREATE POLICY "{table}_update" ON "{table}" FOR UPDATE USING ({rule}) WITH CHECK ({rule}); '
            + f'CREATE POLICY "{table}_delete" ON "{table}" FOR DELETE USING ({rule});',
            reverse_sql=_loose(table, *(f"{table}_{verb}" for verb in ("read", "insert", "update", "delete"))),
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (self.__class__.__qualname__, [self.table], {"staff": self.staff})


class Bookkeeping(migrations.RunSQL):
    """A table without anybody's data that every act adds to and only the system reads and keeps in order.

    ``read``: every scope may read it as well.
    """

    def __init__(self, table: str, *, read: bool = False) -> None:
        self.table, self.read = table, read
        super().__init__(
            sql=forced(table)
            + f'CREATE POLICY "{table}_scope" ON "{table}" USING ({SYSTEM}) WITH CHECK ({SYSTEM}); '
            + f'CREATE POLICY "{table}_add" ON "{table}" FOR INSERT WITH CHECK ({ANY_SCOPE}); '
            + (f'CREATE POLICY "{table}_read" ON "{table}" FOR SELECT USING ({ANY_SCOPE});' if read else ""),
            reverse_sql=_loose(table, f"{table}_scope", f"{table}_add", *([f"{table}_read"] if read else [])),
        )

    def deconstruct(self) -> tuple[str, list[object], dict[str, object]]:
        return (self.__class__.__qualname__, [self.table], {"read": self.read})
