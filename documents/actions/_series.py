from uuid import UUID

from django.db import connection

_NEXT = """
INSERT INTO documents_numberseries (agency_id, book, year, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (agency_id, book, year) DO UPDATE SET last = documents_numberseries.last + 1 RETURNING last
"""


def next_in_series(agency_id: UUID, book: str, year: int) -> int:
    """The next number of an agency's book in a year; its row stays locked until the transaction ends, so that no number
    is given twice and none is left out."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [agency_id, book, year])
        return int(cursor.fetchone()[0])
