"""Which tables may be open, and why; and what is wrong with the others."""

from tests.security.two_provinces import raw

# Read and written without a scope: nothing in them is about a person, an official or a system.
OPEN = {
    "django_migrations": "which migrations ran",
    "django_content_type": "names of models",
    "auth_permission": "names of permissions",
    "auth_group": "names of groups",
    "auth_group_permissions": "which group has which permission",
}
# Read by everybody, written by their own province alone.
PUBLIC = {
    "accounts_province": "names of provinces",
    "accounts_commune": "names of communes",
    "accounts_oldterritory": "which former province a commune lies in",
    "accounts_agency": "names and addresses of authorities",
    "calendars_calendarday": "public holidays",
    "calendars_calendaryear": "years whose days off are all known",
    "calendars_workpattern": "opening hours",
    "calendars_worksession": "opening hours",
    "procedures_alias": "the public catalogue of procedures",
    "procedures_authority": "the public catalogue of procedures",
    "procedures_commitment": "the public catalogue of procedures",
    "procedures_feerow": "the public catalogue of procedures",
    "procedures_field": "the public catalogue of procedures",
    "procedures_procedure": "the public catalogue of procedures",
    "procedures_procedureversion": "the public catalogue of procedures",
    "procedures_requirement": "the public catalogue of procedures",
    "procedures_stepdefinition": "the public catalogue of procedures",
    "procedures_waiverrule": "the public catalogue of procedures",
}
# Ids and numbers without an owner: added to by every act, kept in order by the system alone.
BOOKKEEPING = {"events_unsequenced", "events_unplanned", "events_followercursor"}
READ_BY_ALL = {"events_eventposition"}
# Tables of libraries for what we do not do; closed to all but the system, and empty.
NEVER_USED = {
    "oauth2_provider_grant", "oauth2_provider_idtoken", "oauth2_provider_refreshtoken", "oauth2_provider_devicegrant",
    "axes_accessattemptexpiration", "axes_accessfailurelog",
}  # fmt: skip

_TABLES = """
SELECT c.relname, c.relkind::text, c.relispartition, c.relrowsecurity AND c.relforcerowsecurity,
  (SELECT array_agg(p.polcmd::text ORDER BY p.polcmd) FROM pg_policy p WHERE p.polrelid = c.oid),
  EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd IN ('*', 'r')
          AND pg_get_expr(p.polqual, p.polrelid) = 'true')
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1
"""
_ESCALATING = "SELECT proname FROM pg_proc WHERE prosecdef AND pronamespace = 'public'::regnamespace"


def faults() -> list[str]:
    """Every table (view, function) that lets rows out past the scopes."""
    wrong = []
    for name, kind, partition, forced, policies, reads_all in raw(_TABLES):
        if kind not in ("r", "p"):
            wrong.append(f"{name}: a view reads with its owner's eyes")
        elif partition:
            if not forced or policies:
                wrong.append(f"{name}: a partition must be forced under row-level security without a policy")
        elif name in OPEN:
            if forced:
                wrong.append(f"{name}: protected after all, take it from the list")
        elif not forced or not policies:
            wrong.append(f"{name}: neither protected nor on the list of open tables")
        elif reads_all != (name in PUBLIC):
            wrong.append(f"{name}: a policy that lets everybody read, and not on the list of public tables")
    wrong += [f"{name}: a function with its owner's rights" for (name,) in raw(_ESCALATING)]
    return wrong
