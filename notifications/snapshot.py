"""What a message says, taken from the dossier at the moment of the event.

Every status notice carries what NĐ 224/2026 Đ15(1)(g) demands: agency, official, times of reception, handling and return.
"""

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from dossiers.models import Dossier, Party
from dossiers.states import Status
from dossiers.wording import TITLES
from events.models import Event
from foundation.local_time import to_local
from foundation.vietnamese_text import shorten

NAMES = (
    "customer_name", "code", "status", "procedure", "agency", "official", "received_at", "handled_at", "due_at",
    "returned_at", "until", "reason", "link", "look_up_path",
)  # fmt: skip


def clock_text(moment: datetime | None) -> str:
    """``09:00 24/11/2026``: the form that Zalo's templates take for a time; a dash where there is none."""
    return "—" if moment is None else f"{to_local(moment):%H:%M %d/%m/%Y}"


def look_up_link(dossier: Dossier) -> str:
    """The look-up page with the code filled in; never the second factor."""
    base = dossier.province.public_url.rstrip("/") or settings.PUBLIC_URL
    return f"{base}/tra-cuu/?{urlencode({'code': dossier.code or ''})}"


def snapshot(event: Event, dossier: Dossier, party: Party, reason: str) -> dict[str, str]:
    """What a template may show, by :data:`NAMES`; a sensitive procedure is not named (Luật 91/2025/QH15).

    A message that is planned late still tells what the event did: state, result and times are the event's own.
    """
    version = dossier.version_of_procedure
    official = dossier.assignee or dossier.receptionist
    status = Status(event.data.get("status") or dossier.status)
    completed_at = _by_then(event, "completed_at", dossier.completed_at)
    return {
        "customer_name": shorten(party.full_name, 30),
        "code": dossier.code or "",
        "status": shorten(_title(event, dossier, status), 30),
        "procedure": version.neutral_name if version.sensitive else version.short_name,
        "agency": shorten(dossier.agency.short_name or dossier.agency.name, 90),
        "official": shorten(str(official), 30) if official else "—",
        "received_at": clock_text(_by_then(event, "accepted_at", dossier.accepted_at) or dossier.submitted_at),
        "handled_at": clock_text(completed_at or event.occurred_at),
        "due_at": clock_text(_told(event, "due_at") if "due_at" in event.data else dossier.due_at),
        "returned_at": clock_text(_by_then(event, "returned_at", dossier.returned_at)),
        "until": clock_text(_told(event, "until")),
        "reason": "" if version.sensitive else shorten(reason, 90),
        "link": look_up_link(dossier),
        "look_up_path": f"?{urlencode({'code': dossier.code or ''})}",
    }


def _title(event: Event, dossier: Dossier, status: Status) -> str:
    titles = {
        "dossier.recalculated": _("Đổi ngày hẹn trả"), "dossier.result_revoked": _("Kết quả bị thu hồi"),
        "dossier.result_corrected": _("Kết quả được đính chính"), "dossier.result_expiring": _("Kết quả sắp hết hạn"),
    }  # fmt: skip
    if event.kind in titles:
        return titles[event.kind]
    outcome = event.data.get("outcome", dossier.outcome)
    if outcome == Dossier.Outcome.REFUSED and status in (Status.COMPLETED, Status.RETURNED):
        return _("Không được giải quyết")
    return str(TITLES[status])


def _told(event: Event, key: str) -> datetime | None:
    """A time that the event itself tells."""
    told = event.data.get(key)
    return datetime.fromisoformat(told) if told else None


def _by_then(event: Event, key: str, known: datetime | None) -> datetime | None:
    """The event's own time, else the dossier's if that lay behind it when the event happened."""
    if told := _told(event, key):
        return told
    return known if known is not None and known <= event.occurred_at else None
