"""When a dossier ends, whoever owns it may rate: also after a refusal."""

from datetime import timedelta

from dossiers.models import Dossier
from dossiers.states import TERMINAL
from events.models import Event
from events.registry import subscribe
from ratings.models import Invitation

OPEN_FOR = timedelta(days=30)
_ENDS = {"dossier.refused", "dossier.withdrawn", "dossier.stopped", "dossier.returned"}


@subscribe("dossier.*", name="ratings.invite")
def invite(event: Event) -> None:
    """One invitation per dossier, however often it is told."""
    ended = event.kind in _ENDS or (event.kind == "dossier.mirrored" and event.data.get("status") in TERMINAL)
    if not ended:
        return
    dossier = Dossier.objects.only("id", "province_id", "agency_id", "receiving_agency_id").get(id=event.subject_id)
    Invitation.objects.get_or_create(
        dossier=dossier,
        defaults={
            "province_id": dossier.province_id, "agency_ids": [dossier.agency_id, dossier.receiving_agency_id],
            "invited_at": event.occurred_at, "expires_at": event.occurred_at + OPEN_FOR,
        },
    )  # fmt: skip
