from datetime import date
from uuid import UUID

from django.db import connection

_NEXT = """
INSERT INTO dossiers_codecounter (agency_id, day, last) VALUES (%s, %s, 1)
ON CONFLICT (agency_id, day) DO UPDATE SET last = dossiers_codecounter.last + 1 RETURNING last
"""


def next_number(agency_id: UUID, day: date) -> int:
    """The next number of an agency on a local day; its row stays locked until the transaction ends, so no number is
    given twice and none is left out by an act that fails. Taken last, to hold the lock briefly."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [agency_id, day])
        return int(cursor.fetchone()[0])
