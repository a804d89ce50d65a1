"""Two at once: what the other one did, told to whoever came second."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from dossiers.models import Dossier
from dossiers.wording import EVENT_WORDS
from events.queries import of_subject
from portal.office.labels import actors_of


@dataclass(frozen=True)
class Meanwhile:
    """One thing that happened after somebody had opened the page."""

    at: datetime
    who: str
    what: str
    reason: str


def version_shown(request: HttpRequest) -> int | None:
    """The version of the dossier that the page showed from which this was sent; None where it does not say."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else None


def since_version(row: Dossier, version: int | None) -> list[Meanwhile]:
    """What happened to the dossier after this version was read, oldest first; three queries."""
    if version is None or version >= row.row_version:
        return []
    events = [e for e in of_subject("dossier", row.id) if int(e.data.get("version") or 0) > version]
    actors = actors_of(events)
    reasons = {remark.event_id: remark.reason for remark in row.remarks.all() if remark.event_id}
    return [_told(e.id, e.kind, e.occurred_at, actors, reasons) for e in events]


def _told(event_id: UUID, kind: str, at: datetime, actors: dict[UUID, str], reasons: dict[UUID, str]) -> Meanwhile:
    return Meanwhile(at, actors[event_id], str(EVENT_WORDS.get(kind, kind)), reasons.get(event_id, ""))
