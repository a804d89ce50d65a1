"""What an event may say: its kinds, and the only keys its data may hold. Codes, ids, times and numbers, no more."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

KINDS = frozenset(
    {
        "dossier.submitted", "dossier.accepted", "dossier.refused", "dossier.started",
        "dossier.supplement_requested", "dossier.supplement_received", "dossier.payment_requested",
        "dossier.payment_confirmed", "dossier.extended", "dossier.withdrawn", "dossier.stopped",
        "dossier.completed", "dossier.returned", "dossier.recalled", "dossier.mirrored",
        "dossier.step_completed", "dossier.step_sent_back", "dossier.step_pulled_back", "dossier.consulted",
        "dossier.consultation_answered", "dossier.papers_given", "dossier.papers_received", "dossier.assigned",
        "dossier.document_added", "dossier.document_dropped", "dossier.identity_confirmed", "dossier.result_added", "dossier.due_soon", "dossier.overdue", "dossier.apology_asked",
        "dossier.window_moved", "dossier.answer_moved",
        "dossier.recalculated", "dossier.charges_assessed", "dossier.payment_received", "dossier.payment_voided", "dossier.payment_refunded",
        "shift.closed", "transfer.disputed", "transfer.dispute_lifted", "transfer.refunded", "bank_account.changed", "bank_account.replaced", "recalculation.started", "recalculation.paused", "recalculation.resumed",
        "recalculation.cancelled", "recalculation.finished", "process.published", "process.withdrawn", "process.dropped", "calendar.changed",
        "dossier.result_revoked", "dossier.result_corrected", "dossier.result_expiring", "dossier.paper_issued", "dossier.paper_voided", "book.issued",
        "complaint.submitted",
        "rating.voted",
        "zalo.grant_dead", "zalo.connected", "zalo.template_ready", "zalo.linked", "zalo.unlinked",
        "account.signed_in",
    }
)  # fmt: skip

# key -> what its value must look like
_CODE = re.compile(r"[A-Za-z0-9._:/#\-]{0,80}")
_WORD = re.compile(
    r"(?!\+?\d{6,})[A-Za-z0-9._:/#\-]{0,80}"
)  # of a list of ours: a word or short code, never a bare number
# a rule of a calendar, or names of columns: dates, times and words of ours
_RULE = re.compile(r"(?!.*\d{8})(?!.*[A-Za-z_]{30})[A-Za-z0-9._:/\-]{0,400}")
DATA_KEYS: dict[str, str] = {
    "code": "code", "status": "word", "previous_status": "word", "national_status": "number",
    "procedure": "word", "procedure_version_id": "id", "agency": "word", "channel": "word", "outcome": "word",
    "reason_code": "word", "due_at": "time", "previous_due_at": "time", "original_due_at": "time",
    "accepted_at": "time", "completed_at": "time", "returned_at": "time", "until": "time", "previous_until": "time", "paused_since": "time",
    "version": "number", "number": "number", "begins": "time", "count": "number", "assignee_id": "id", "previous_assignee_id": "id",
    "document_id": "id", "result_id": "id", "party_id": "id", "paper_id": "id", "step": "word", "next_step": "word",
    "slip_id": "id", "signer_id": "id", "system": "word",
    "source_version": "code", "override": "flag", "settled_by": "word", "policy": "word", "rule": "word",
    "feedback_id": "id", "oa_id": "code", "on_time": "flag",
    "amount": "number", "media_type": "word", "size": "number", "sha256": "code", "agency_id": "id",
    "kind": "word", "job_id": "id", "payment_id": "id", "difference": "number",
    "row": "word", "layer": "word", "before": "rule", "after": "rule", "fields": "rule",
}  # fmt: skip


class ForbiddenData(ValueError):
    """An event was about to carry a key or value that it may not: names, numbers and free text stay in rows."""


def _fits(shape: str, value: Any) -> bool:
    if value is None:
        return True
    if shape == "number":
        return isinstance(value, int) and not isinstance(value, bool)
    if shape == "flag":
        return isinstance(value, bool)
    if not isinstance(value, str):
        return False
    if shape == "word":
        return _WORD.fullmatch(value) is not None
    if shape == "rule":
        return _RULE.fullmatch(value) is not None
    if shape == "code":
        return _CODE.fullmatch(value) is not None
    try:
        _parsed = UUID(value) if shape == "id" else datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def checked(kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """``data`` as it may be stored; ForbiddenData names the key that may not be there (never its value)."""
    if kind not in KINDS:
        raise ForbiddenData(f"unknown event kind {kind}")
    plain = {k: str(v) if isinstance(v, UUID) else v for k, v in data.items()}
    for key, value in plain.items():
        if key not in DATA_KEYS or not _fits(DATA_KEYS[key], value):
            raise ForbiddenData(f"{kind} may not carry {key} like this")
    return plain
