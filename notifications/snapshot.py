"""What a message says, taken from the dossier at the moment of the event.

Every status notice carries what NĐ 224/2026 Đ15(1)(g) demands: agency, official, times of reception, handling and return.
"""

from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _

from dossiers.models import Dossier, Party
from dossiers.wording import TITLES
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


def snapshot(dossier: Dossier, party: Party, reason: str) -> dict[str, str]:
    """What a template may show, by :data:`NAMES`; a sensitive procedure is not named (Luật 91/2025/QH15)."""
    version = dossier.version_of_procedure
    official = dossier.assignee or dossier.receptionist
    title = str(TITLES[dossier.state])
    if dossier.outcome == Dossier.Outcome.REFUSED and dossier.completed_at:
        title = _("Không được giải quyết")
    return {
        "customer_name": shorten(party.full_name, 30),
        "code": dossier.code or "",
        "status": shorten(title, 30),
        "procedure": version.neutral_name if version.sensitive else version.short_name,
        "agency": shorten(dossier.agency.short_name or dossier.agency.name, 90),
        "official": shorten(str(official), 30) if official else "—",
        "received_at": clock_text(dossier.accepted_at or dossier.submitted_at),
        "handled_at": clock_text(dossier.completed_at or dossier.updated_at),
        "due_at": clock_text(dossier.due_at),
        "returned_at": clock_text(dossier.returned_at),
        "until": clock_text(dossier.supplement_until),
        "reason": "" if version.sensitive else shorten(reason, 90),
        "link": look_up_link(dossier),
        "look_up_path": f"?{urlencode({'code': dossier.code or ''})}",
    }
