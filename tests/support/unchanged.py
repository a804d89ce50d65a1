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
# A row that was written carries the id of the (sub)transaction that wrote it; one that was rolled back is not seen.
_ONE = """SELECT '{0}', count(*), coalesce(sum(xmin::text::bigint), 0) FROM "{0}" """


def fingerprint(besides: frozenset[str] = frozenset()) -> dict[str, tuple[int, int]]:
    """How many rows each table has, and who wrote them."""
    with scoping.system("test"), connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = [name for (name,) in cursor.fetchall() if name not in TRIES | besides]
        cursor.execute(" UNION ALL ".join(_ONE.format(name) for name in tables))
        return {name: (count, written) for name, count, written in cursor.fetchall()}


@contextmanager
def nothing_changes(*besides: str) -> Iterator[None]:
    """Fails where a row of any table (``besides`` some) was added, written again or taken away inside."""
    before = fingerprint(frozenset(besides))
    yield
    after = fingerprint(frozenset(besides))
    changed = sorted(t for t in before if before[t] != after[t])
    assert not changed, f"changed: {', '.join(changed)}"
