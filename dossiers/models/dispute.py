from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Province, User
from dossiers.models.dossier import Dossier
from dossiers.models.money import Payment
from foundation.models import UUIDModel


class Dispute(UUIDModel):
    """Money that is being looked into (tra soát), with the reason: until it is lifted nobody matches, moves or voids it."""

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+", db_index=False)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="disputes")
    reason = models.CharField(_("lý do tra soát"), max_length=500)
    opened_at = models.DateTimeField(_("tra soát từ"))
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    lifted_at = models.DateTimeField(_("xong lúc"), null=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    outcome = models.CharField(_("kết quả tra soát"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("lần tra soát")
        verbose_name_plural = _("lần tra soát")
        constraints = [
            models.UniqueConstraint(
                fields=["payment"], condition=models.Q(lifted_at__isnull=True), name="dispute_open_once"
            )
        ]
        indexes = [
            models.Index(fields=["agency", "id"], name="dispute_open", condition=models.Q(lifted_at__isnull=True))
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.opened_at:%d/%m/%Y}"
