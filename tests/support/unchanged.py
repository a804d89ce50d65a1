"""Nothing changed: the rows of every table before and after, whatever was tried in between."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from foundation import scoping

# What is written because somebody tried, not because something was done.
TRIES = {
    "django_session", "axes_accessattempt", "axes_accesslog", "axes_accessattemptexpiration", "axes_accessfailurelog",
    "oauth2_provider_accesstoken",
}  # fmt: skip
_TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
ORDER BY 1
"""


def fingerprint() -> dict[str, tuple[int, str]]:
    """How many rows each table has, and a digest of all that is in them."""
    found = {}
    with scoping.system("test"), connection.cursor() as cursor:
        cursor.execute(_TABLES)
        for (table,) in cursor.fetchall():
            if table not in TRIES:
                cursor.execute(
                    f"SELECT count(*), md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM \"{table}\" t"
                )
                found[table] = cursor.fetchone()
    return found


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Fails where a row of any table was added, changed or taken away inside."""
    before = fingerprint()
    yield
    after = fingerprint()
    assert {t for t in before if before[t] != after[t]} == set()
