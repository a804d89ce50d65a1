"""Rows as the API shows them: plain values, times in Viet Nam's offset."""

from typing import Any

from documents.models import StoredFile
from dossiers.counting import flags_of
from dossiers.models import Attachment, Dossier, Result
from events.models import Event
from foundation.local_time import iso_local


def dossier(row: Dossier) -> dict[str, Any]:
    """Stored facts only: the entity tag is the row's version."""
    return {
        "id": str(row.id), "code": row.code, "status": row.status, "national_status": row.national_status,
        "outcome": row.outcome or None, "procedure": row.procedure.code,
        "procedure_version": row.version_of_procedure.version, "agency": row.agency.code,
        "receiving_agency": row.receiving_agency.code, "channel": row.channel, "settled_by": row.settled_by,
        "mirrored_from": row.mirror_system or None, "source_version": row.source_version,
        "applicant_name": row.applicant_name, "summary": row.summary,
        "assignee": str(row.assignee_id) if row.assignee_id else None, "submitted_at": iso_local(row.submitted_at),
        "accepted_at": iso_local(row.accepted_at), "due_at": iso_local(row.due_at),
        "original_due_at": iso_local(row.original_due_at), "paused_since": iso_local(row.paused_since),
        "supplement_until": iso_local(row.supplement_until), "completed_at": iso_local(row.completed_at), "returned_at": iso_local(row.returned_at),
        "updated_at": iso_local(row.updated_at), "version": row.row_version,
    }  # fmt: skip


def file(row: StoredFile | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"name": row.name, "media_type": row.media_type, "size": row.size, "sha256": row.sha256}


def document(row: Attachment) -> dict[str, Any]:
    flags = flags_of(row)
    return {
        "id": str(row.id), "name": row.name, "requirement": row.requirement.code if row.requirement else None,
        "added_at": iso_local(row.added_at), "file": file(row.file), "digitised": flags.digitised,
        "reused": flags.reused, "from_store": flags.from_store, "replaced_by": flags.replaced_by or None,
    }  # fmt: skip


def result(row: Result) -> dict[str, Any]:
    return {
        "id": str(row.id), "name": row.name, "number": row.number,
        "issued_on": row.issued_on.isoformat() if row.issued_on else None,
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "added_at": iso_local(row.added_at), "file": file(row.file),
    }  # fmt: skip


def event(row: Event, position: int | None = None) -> dict[str, Any]:
    """One event of the record."""
    shown = {
        "id": str(row.id), "kind": row.kind, "subject": {"kind": row.subject_kind, "id": str(row.subject_id)},
        "occurred_at": iso_local(row.occurred_at), "recorded_at": iso_local(row.recorded_at),
        "actor": {
            "kind": row.actor_kind, "user_id": str(row.actor_user_id) if row.actor_user_id else None,
            "client_id": row.actor_client_id,
        },
        "data": row.data, "correlation_id": str(row.correlation_id),
    }  # fmt: skip
    return shown if position is None else {"position": position, **shown}
