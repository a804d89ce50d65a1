from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.record_consent import record_consent
from accounts.actions.withdraw_consent import withdraw_consent
from accounts.actors import Actor
from accounts.models import Consent
from dossiers.acting import locked
from dossiers.people import person_of
from dossiers.policies import DossierPolicy
from foundation.errors import NotFound, NotPermitted

ACT = "choose_notices"


@transaction.atomic
def choose_notices(dossier_id: UUID, party_id: UUID, wants: bool, *, actor: Actor) -> None:
    """Write down at the counter that a person of a dossier wants Zalo messages, or no longer does (Luật 91/2025/QH15 Đ9).

    It counts at once, for every dossier of that person; the dossier itself does not change. NotFound, NotPermitted.
    """
    dossier = locked(dossier_id)
    if not DossierPolicy.of(actor).may(ACT, dossier):
        raise NotPermitted("not_permitted", _("Vị trí của bạn không được làm việc này với hồ sơ này."))
    party = dossier.parties.filter(id=party_id).first()
    whose = person_of(party) if party else None
    if party is None or whose is None:
        raise NotFound("party_not_found", _("Hồ sơ không có người này."))
    written = {
        "purpose": Consent.Purpose.STATUS.value, "channel": Consent.Channel.ZALO.value,
        "source": Consent.Source.COUNTER.value,
    }  # fmt: skip
    if not wants:
        withdraw_consent(whose, **written, recorded_by=actor.user_id, recorded_by_client=actor.client_id)
        return
    record_consent(whose, **written, recorded_by=actor.user_id, recorded_by_client=actor.client_id)
    if party.notify and not party.notify_zalo:
        party.notify_zalo = True
        party.save(update_fields=["notify_zalo"])
