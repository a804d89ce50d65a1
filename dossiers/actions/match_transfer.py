from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import locked, ours, permit
from dossiers.actions.collect_payment import ACT, told_of
from dossiers.codes import search_key
from dossiers.models import Dossier, Payment
from dossiers.policies import DossierPolicy
from foundation.errors import Conflict, InvalidInput, NotFound
from foundation.vietnamese_text import storable


def unmatched(agency_id: UUID) -> QuerySet[Payment]:
    """Transfers into an agency's account that named no dossier, the oldest first. Index ``payment_unmatched``."""
    return Payment.objects.filter(agency_id=agency_id, dossier=None).order_by("id")


@transaction.atomic
def match_transfer(payment_id: UUID, code: str, *, actor: Actor) -> Payment:
    """Give a transfer that named no dossier to the one that it was for, found by a person; once. Receipt, amount and words
    stay as they are; where the dossier waited for the money, its clock goes on.

    NotFound, NotPermitted, Conflict, or InvalidInput on ``code``.
    """
    found = Dossier.objects.filter(code_key=search_key(storable(code)), mirror_system="").first()
    if found is None:
        raise InvalidInput.on("code", "unknown", _("Không có hồ sơ mang mã này, hoặc bạn không được xem."))
    dossier = locked(found.id)
    ours(dossier)
    permit(DossierPolicy.of(actor), ACT, dossier, _("Vị trí của bạn không được thu tiền của hồ sơ này."))
    payment = Payment.objects.select_for_update().filter(id=payment_id).first()
    if payment is None:
        raise NotFound("payment_not_found", _("Không có biên lai này, hoặc bạn không được xem."))
    if payment.dossier_id is not None:
        raise Conflict("matched_already", _("Khoản chuyển này đã được ghi cho một hồ sơ rồi."))
    if payment.agency_id != dossier.receiving_agency_id:
        raise InvalidInput.on("code", "other_agency", _("Tiền vào tài khoản của đơn vị khác nơi tiếp nhận hồ sơ."))
    payment.dossier = dossier
    payment.save(update_fields=["dossier"])
    told_of(dossier, payment, actor)
    return payment
