"""Rows as the API shows them: plain values, times in Viet Nam's offset."""

from typing import Any

from accounts.models import Agency
from dossiers.models import Dossier
from events.models import Event
from foundation.local_time import iso_local
from procedures.models import ProcedureVersion


def dossier(row: Dossier) -> dict[str, Any]:
    """Stored facts only: the entity tag is the row's version."""
    return {
        "id": str(row.id), "code": row.code, "status": row.status, "national_status": row.national_status,
        "outcome": row.outcome or None, "procedure": row.procedure.code,
        "procedure_version": row.version_of_procedure.version, "agency": row.agency.code,
        "receiving_agency": row.receiving_agency.code, "channel": row.channel, "settled_by": row.settled_by,
        "mirrored_from": row.mirror_system or None, "source_version": row.source_version, "summary": row.summary,
        "assignee": str(row.assignee_id) if row.assignee_id else None, "submitted_at": iso_local(row.submitted_at),
        "accepted_at": iso_local(row.accepted_at), "due_at": iso_local(row.due_at),
        "original_due_at": iso_local(row.original_due_at), "paused_since": iso_local(row.paused_since),
        "completed_at": iso_local(row.completed_at), "returned_at": iso_local(row.returned_at),
        "updated_at": iso_local(row.updated_at), "version": row.row_version,
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


def agency(row: Agency) -> dict[str, Any]:
    return {
        "code": row.code, "name": row.name, "kind": row.kind, "province": row.province.code,
        "parent": row.parent.code if row.parent else None, "address": row.address, "phone": row.phone,
        "valid_from": row.valid_from.isoformat(), "valid_to": row.valid_to.isoformat() if row.valid_to else None,
    }  # fmt: skip


def procedure(row: ProcedureVersion) -> dict[str, Any]:
    """The line of a list."""
    return {
        "code": row.procedure.code, "version": row.version, "name": row.name, "short_name": row.short_name,
        "field": row.procedure.field.name, "service": row.procedure.service, "settled_by": row.settled_by,
        "sensitive": row.sensitive, "effective_from": row.effective_from.isoformat(),
        "effective_to": row.effective_to.isoformat() if row.effective_to else None,
        "term": {
            "statutory": {"amount": float(row.statutory_amount), "unit": row.statutory_unit},
            "committed": (
                {"amount": float(row.committed_amount), "unit": row.committed_unit}
                if row.committed_amount is not None else None
            ),
            "note": row.term_note, "variants": row.term_variants,
        },
    }  # fmt: skip


def procedure_in_full(row: ProcedureVersion) -> dict[str, Any]:
    """Everything, with what still has to be checked marked."""
    return {
        **procedure(row), "legal_basis": row.legal_basis, "subjects": row.subjects, "channels": row.channels,
        "conditions": row.conditions, "copies": row.copies, "presence_required": row.presence_required,
        "representative_allowed": row.representative_allowed,
        "result": {"name": row.result_name, "copies": row.result_copies, "validity_months": row.result_validity_months},
        "aliases": [{"name": a.name, "retired": a.retired} for a in row.procedure.aliases.all()],
        "requirements": [
            {
                "code": r.code, "name": r.name, "originals": r.originals, "copies": r.copies,
                "shown_only": r.shown_only, "form": r.form_number, "condition": r.condition,
            }
            for r in row.requirements.all()
        ],
        "fees": [
            {
                "kind": f.kind, "name": f.name, "amount": f.amount,
                "percent": float(f.percent) if f.percent is not None else None, "unit": f.unit,
                "territory": f.territory, "former_territory": f.former_territory, "channel": f.channel,
                "audience": f.audience, "exemption": f.exemption, "collected": f.collected, "citation": f.citation, "unverified": f.unverified,
            }
            for f in row.fees.all()
        ],
        "steps": [
            {
                "code": s.code, "name": s.name, "agency_role": s.agency_role, "staff_role": s.staff_role,
                "term": {"amount": float(s.amount), "unit": s.unit}, "outside_clock": s.outside_clock,
                "next": s.next_steps, "outcomes": s.outcomes, "case": s.case,
            }
            for s in row.steps.all()
        ],
        "unverified": row.unverified,
    }  # fmt: skip
