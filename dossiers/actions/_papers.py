"""What issuing and voiding a paper of a dossier share."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from documents.models import IssuedPaper
from dossiers.models import Dossier
from events.recording import record
from foundation.local_time import iso_local


def record_paper(
    kind: str, dossier: Dossier, paper: IssuedPaper, *, actor: Actor, position_id: UUID | None, at: datetime
) -> None:
    """Record what was done with a paper. The dossier itself stays as it was, its version too: who has it open goes on."""
    record(
        kind, subject=("dossier", dossier.id), province_id=dossier.province_id,
        agency_ids=[dossier.agency_id, dossier.receiving_agency_id, dossier.support_agency_id],
        actor=replace(actor, position_id=actor.position_id or position_id), occurred_at=at,
        data={
            "code": dossier.code or "", "status": dossier.status, "previous_status": dossier.status,
            "national_status": dossier.national_status, "procedure": dossier.procedure.code,
            "agency": dossier.agency.code, "version": dossier.row_version, "due_at": iso_local(dossier.due_at),
            "paper_id": paper.id, "kind": paper.kind,
        },
    )  # fmt: skip
