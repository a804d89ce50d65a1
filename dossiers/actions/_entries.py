"""An entry of money that is about to be changed: locked, seen, not looked into by anybody, not given back."""

from uuid import UUID

from django.utils.translation import gettext as _

from dossiers.models import Dispute, Payment
from foundation.errors import Conflict, NotFound


def entry(payment_id: UUID) -> Payment:
    """The payment, locked until the transaction ends. NotFound also for one that the actor does not see."""
    found = Payment.objects.select_for_update(of=("self",)).filter(id=payment_id).first()
    if found is None:
        raise NotFound("payment_not_found", _("Không có biên lai này, hoặc bạn không được xem."))
    return found


def undisputed(payment: Payment) -> None:
    """Conflict where the money is being looked into."""
    if Dispute.objects.filter(payment=payment, lifted_at=None).exists():
        raise Conflict("disputed", _("Khoản này đang tra soát; hãy ghi kết quả tra soát trước."))


def whole(payment: Payment) -> None:
    """Conflict where some of the money was given back."""
    if payment.refunded:
        raise Conflict("refunded", _("Khoản này đã hoàn trả, nên không hủy hay chuyển được nữa."))
