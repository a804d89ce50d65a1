from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from dossiers.models import Payment
from foundation.local_time import to_local

_NEXT = """
INSERT INTO dossiers_receiptcounter (agency_id, year, last) VALUES (%s, %s, 1)
ON CONFLICT (agency_id, year) DO UPDATE SET last = dossiers_receiptcounter.last + 1 RETURNING last
"""


def next_receipt(agency_id: UUID, local: datetime) -> tuple[int, int]:
    """The year and the next receipt number of an agency in it; like the numbers of codes: none twice, none left out."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [agency_id, local.year])
        return local.year, int(cursor.fetchone()[0])


def receipted(agency_id: UUID, when: datetime, **facts: Any) -> Payment:
    """Write money down that is recorded at ``when``, with the next receipt number of the agency."""
    year, number = next_receipt(agency_id, to_local(when))
    return Payment.objects.create(agency_id=agency_id, recorded_at=when, year=year, number=number, **facts)
