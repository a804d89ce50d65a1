"""One after the other: who publishes a process and who imports the version that it is drawn for."""

import uuid

from django.db import connection


def lock_procedure(procedure_id: uuid.UUID) -> None:
    """Until the end of the transaction no process of any province is published for it; an import writes it alone."""
    _lock("pg_advisory_xact_lock", f"procedure {procedure_id}")


def lock_processes(procedure_id: uuid.UUID, province_id: uuid.UUID) -> None:
    """Until the end of the transaction nobody else publishes or withdraws a process of this province for the procedure,
    and no import corrects its version. What was read before must be read again."""
    _lock("pg_advisory_xact_lock_shared", f"procedure {procedure_id}")
    _lock("pg_advisory_xact_lock", f"processes {procedure_id} {province_id}")


def _lock(function: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [name])
