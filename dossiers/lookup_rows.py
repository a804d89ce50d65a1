"""What the look-up reads: two prepared statements, since this page is asked more than all others together."""

import json
import time
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from foundation.ids import since, until
from foundation.local_time import now
from foundation.prepared import Ask, rows

# One row at least, whether or not there is such a code, and the parties are always looked for: an unknown code takes
# the way of a known one. Index ``dossier_code``.
_CANDIDATES = """
SELECT d.id, p.phone, p.identity_number, d.receipt_code
FROM (
  SELECT own.id, own.receipt_code, coalesce(own.id, '00000000-0000-0000-0000-000000000000') AS asked
  FROM (SELECT) AS one
  LEFT JOIN LATERAL (
    SELECT id, receipt_code FROM dossiers_dossier WHERE code_key = %(key)s AND code_key <> '' LIMIT 5) own ON true
  OFFSET 0) d
LEFT JOIN dossiers_party p ON p.dossier_id = d.asked
"""
_SHOWN = """
SELECT d.province_id, d.code, d.status, d.outcome, d.applicant_name, d.mirror_system <> '' AS mirrored, d.submitted_at,
  d.accepted_at, d.due_at, d.extended, d.original_due_at, d.supplement_until, d.paused_since, d.completed_at,
  d.returned_at, v.sensitive, CASE WHEN v.sensitive THEN v.neutral_name ELSE v.name END AS procedure, a.name AS agency,
  a.address AS agency_address, a.phone AS agency_phone, a.opening_note AS agency_hours, r.name AS receiver,
  r.address AS receiver_address, r.phone AS receiver_phone, r.opening_note AS receiver_hours, p.hotline,
  coalesce(d.assignee_id, d.receptionist_id) AS official,
  (SELECT json_agg(json_build_array(e.kind, e.occurred_at, e.id, e.data->>'status', e.data->>'previous_status') ORDER BY e.seq) FROM events_event e
   WHERE e.subject_kind = 'dossier' AND e.subject_id = d.id AND e.id >= %(since)s AND e.id < %(until)s) AS events,
  (SELECT json_agg(json_build_array(r.event_id, r.reason) ORDER BY r.written_at DESC) FROM dossiers_remark r
   WHERE r.dossier_id = d.id AND r.reason <> '') AS reasons
FROM dossiers_dossier d
JOIN procedures_procedureversion v ON v.id = d.version_of_procedure_id
JOIN accounts_agency a ON a.id = d.agency_id
JOIN accounts_agency r ON r.id = d.receiving_agency_id
JOIN accounts_province p ON p.id = d.province_id
WHERE d.id = %(id)s
"""


_NAME = "SELECT coalesce(nullif(full_name, ''), username) FROM accounts_user WHERE id = %(id)s"
NAMES_LIVE = 60.0  # seconds
_names: dict[UUID, tuple[float, str]] = {}


class Candidate(NamedTuple):
    """A party of a dossier that carries the code, with what opens it (encrypted); all None where there is none."""

    dossier_id: UUID | None
    phone: bytes | None
    identity_number: bytes | None
    receipt_code: bytes | None


class Shown(NamedTuple):
    """The stored facts behind the citizen's view."""

    province_id: UUID
    code: str | None
    status: str
    outcome: str
    applicant_name: str
    mirrored: bool
    submitted_at: datetime
    accepted_at: datetime | None
    due_at: datetime | None
    extended: bool
    original_due_at: datetime | None
    supplement_until: datetime | None
    paused_since: datetime | None
    completed_at: datetime | None
    returned_at: datetime | None
    sensitive: bool
    procedure: str
    agency: str
    agency_address: str
    agency_phone: str
    agency_hours: str
    receiver: str
    receiver_address: str
    receiver_phone: str
    receiver_hours: str
    hotline: str
    official: str
    events: list[tuple[str, str, str, str | None, str | None]]  # kind, time, id, status after and before; oldest first
    reasons: list[tuple[str, str]]  # event, words; latest first


def candidates(code_key: str) -> list[Candidate]:
    """Who could open this code; at least one row."""
    return [Candidate(*row) for row in rows(_CANDIDATES, {"key": code_key})]


def question(dossier_id: UUID) -> Ask:
    """What is to be asked about one dossier; ``read`` takes the answer."""
    return Ask(_SHOWN, {"id": dossier_id, "since": since(dossier_id), "until": until(now())})


def read(found: list[tuple[Any, ...]]) -> Shown | None:
    """The facts behind the view, from the answer to ``question``; in the same transaction."""
    if not found:
        return None
    *plain, official, events, reasons = found[0]
    return Shown._make([*plain, _name(official) if official else "", _list(events), _list(reasons)])


def _name(user_id: UUID) -> str:
    """What an official is called, remembered for a minute: the policies of that table cost more than all else here."""
    expires, name = _names.get(user_id, (0.0, ""))
    if expires < time.monotonic():
        if len(_names) > 10_000:
            _names.clear()
        found = rows(_NAME, {"id": user_id})
        name = str(found[0][0]) if found else ""
        _names[user_id] = (time.monotonic() + NAMES_LIVE, name)
    return name


def _list(value: object) -> list:  # type: ignore[type-arg]
    """A JSON array as the driver gives it: parsed, as text, or nothing."""
    if value is None:
        return []
    return json.loads(value) if isinstance(value, str | bytes) else list(value)  # type: ignore[call-overload]
