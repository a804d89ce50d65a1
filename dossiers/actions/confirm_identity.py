from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import finish, locked, ours, permit
from dossiers.models import Party
from dossiers.policies import DossierPolicy
from dossiers.states import TERMINAL
from foundation.errors import Conflict, InvalidInput, NotFound
from foundation.local_time import now

ACT = "confirm_identity"


@transaction.atomic
def confirm_identity(dossier_id: UUID, party_id: UUID, how: str, *, actor: Actor) -> Party:
    """Write down how it was made sure that a person of a dossier is who they say (xác nhận danh tính; QĐ 766/QĐ-TTg 4.5);
    ``how`` empty: it was not, what was written was a mistake.

    NotFound for a person of another dossier, InvalidInput for an unknown way or a person without a number, Conflict where
    the dossier has ended or the same was written already.
    """
    dossier = locked(dossier_id)
    ours(dossier)
    permit(DossierPolicy.of(actor), ACT, dossier, _("Vị trí của bạn không được xác nhận danh tính ở hồ sơ này."))
    if dossier.state in TERMINAL:
        raise Conflict("closed", _("Hồ sơ đã kết thúc nên không ghi thêm được."))
    party = dossier.parties.filter(id=party_id).first()
    if party is None:
        raise NotFound("party_not_found", _("Hồ sơ không có người này."))
    if how and how not in Party.Confirmed.values:
        raise InvalidInput.on("how", "invalid", _("Hãy chọn cách đã xác nhận danh tính."))
    if how and not party.identity_number:
        raise InvalidInput.on("how", "no_number", _("Người này chưa có số giấy tờ nên chưa xác nhận danh tính được."))
    if party.identity_confirmed == how:
        raise Conflict("confirmed_already", _("Hồ sơ đã ghi như vậy rồi."))
    party.identity_confirmed = how
    party.save(update_fields=["identity_confirmed"])
    finish(
        dossier,
        "dossier.identity_confirmed",
        actor=actor,
        at=now(),
        action=ACT,
        party_id=party.id,
        rule=how or "withdrawn",
    )
    return party
