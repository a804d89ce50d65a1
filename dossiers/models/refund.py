from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Province, User
from dossiers.models.dossier import Dossier
from dossiers.models.money import Payment
from foundation.models import UUIDModel


class Refund(UUIDModel):
    """Money that was given back (hoàn trả), outside: by which voucher (phiếu chi, ủy nhiệm chi), and why. To whom stands on the
    voucher and not here. Never changed; what a payment's refunds come to is kept with it (``Payment.refunded``)."""

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField(_("số tiền hoàn trả (đồng)"))
    voucher = models.CharField(_("số chứng từ hoàn trả"), max_length=60)
    reason = models.CharField(_("lý do hoàn trả"), max_length=500)
    refunded_at = models.DateTimeField(_("ghi lúc"))
    refunded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        verbose_name = _("lần hoàn trả")
        verbose_name_plural = _("lần hoàn trả")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="refund_amount"),
            models.UniqueConstraint(fields=["payment", "voucher"], name="refund_by_voucher_once"),
        ]

    def __str__(self) -> str:
        return self.voucher
