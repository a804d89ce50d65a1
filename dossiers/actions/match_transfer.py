from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actors import Actor
from dossiers.acting import locked, ours, permit
from dossiers.actions._entries import entry, undisputed
from dossiers.actions.collect_payment import ACT, told_of
from dossiers.codes import search_key
from dossiers.models import Dossier, Payment
from dossiers.policies import DossierPolicy
from foundation.errors import Conflict, InvalidInput
from foundation.vietnamese_text import storable


def of_code(code: str) -> UUID:
    """The dossier that carries this code; InvalidInput on ``code``."""
    found = Dossier.objects.filter(code_key=search_key(storable(code)), mirror_system="").exclude(code_key="").first()
    if found is None:
        raise InvalidInput.on("code", "unknown", _("Không có hồ sơ mang mã này, hoặc bạn không được xem."))
    return found.id


@transaction.atomic
def match_transfer(payment_id: UUID, code: str, *, actor: Actor) -> Payment:
    """Give a transfer that named no dossier to the one that it was for, found by a person; once. Receipt, amount and words
    stay as they are; where the dossier waited for the money, its clock goes on from when that came.

    NotFound, NotPermitted, Conflict, or InvalidInput on ``code``.
    """
    dossier = locked(of_code(code))
    ours(dossier)
    permit(DossierPolicy.of(actor), ACT, dossier, _("Vị trí của bạn không được thu tiền của hồ sơ này."))
    payment = entry(payment_id)
    if payment.dossier_id is not None:
        raise Conflict("matched_already", _("Khoản chuyển này đã được ghi cho một hồ sơ rồi."))
    if payment.agency_id != dossier.receiving_agency_id:
        raise InvalidInput.on("code", "other_agency", _("Tiền vào tài khoản của đơn vị khác nơi tiếp nhận hồ sơ."))
    undisputed(payment)
    if not payment.kept:
        raise Conflict("refunded", _("Khoản chuyển này đã hoàn trả hết."))
    payment.dossier = dossier
    payment.save(update_fields=["dossier"])
    told_of(dossier, payment, actor)
    return payment
