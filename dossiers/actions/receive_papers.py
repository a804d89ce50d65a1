from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import finish
from dossiers.models import Dossier, HandOverSlip
from dossiers.policies import DossierPolicy
from foundation.errors import Conflict, InvalidInput, NotFound, NotPermitted
from foundation.local_time import now


@transaction.atomic
def receive_papers(slip_id: UUID, *, actor: Actor, missing: Iterable[UUID] = ()) -> HandOverSlip:
    """Sign for a batch of papers after counting it (ký nhận bàn giao). What is ``missing`` stays the giver's, and the slip
    says so.

    NotFound, NotPermitted for who holds no post of the receiving agency, Conflict where it is signed already,
    InvalidInput where a missing dossier is not on the slip.
    """
    slip = HandOverSlip.objects.select_for_update().filter(id=slip_id).first()
    if slip is None:
        raise NotFound("slip_not_found", _("Không có phiếu bàn giao này, hoặc bạn không được xem."))
    policy = DossierPolicy.of(actor)
    if not policy.stands_at(slip.to_agency_id) or actor.user_id is None:
        raise NotPermitted("not_permitted", _("Chỉ cán bộ của bên nhận mới ký nhận được."))
    if slip.received_at is not None:
        raise Conflict("received", _("Phiếu này đã được ký nhận."))
    items = {item.dossier_id: item for item in slip.items.all()}
    absent = set(missing)
    if not absent <= set(items):
        raise InvalidInput.on("missing", "unknown", _("Hồ sơ báo thiếu không có trong phiếu."))
    slip.received_by_id, slip.received_at = actor.user_id, now()
    slip.save(update_fields=["received_by", "received_at"])
    slip.items.filter(dossier_id__in=absent).update(missing=True)
    rows = Dossier.objects.select_for_update(of=("self",)).select_related("procedure", "agency").order_by("id")
    for row in rows.filter(id__in=set(items) - absent):
        row.acting_post = policy.post_there(slip.to_agency_id)
        finish(
            row, "dossier.papers_received", actor=actor, at=slip.received_at, action="receive_papers", slip_id=slip.id,
            agency_id=slip.to_agency_id,
        )  # fmt: skip
    return slip
