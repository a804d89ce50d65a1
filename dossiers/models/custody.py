from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Province, User
from dossiers.models.dossier import Dossier
from foundation.models import UUIDModel


class HandOverSlip(UUIDModel):
    """A batch of paper dossiers handed from one agency to another (phiếu bàn giao hồ sơ giấy), signed by giver and receiver.

    Each side signs by its own account: ``given_by`` when it leaves, ``received_by`` when it has been counted.
    """

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField(_("số"))
    year = models.PositiveSmallIntegerField(_("năm"))
    from_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("bên giao")
    )
    to_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("bên nhận")
    )
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người giao"))
    given_at = models.DateTimeField(_("giao lúc"))
    received_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("người nhận")
    )
    received_at = models.DateTimeField(_("nhận lúc"), null=True, blank=True)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("phiếu bàn giao")
        verbose_name_plural = _("phiếu bàn giao")
        constraints = [
            models.UniqueConstraint(fields=["from_agency", "year", "number"], name="slip_numbered"),
            models.CheckConstraint(
                condition=models.Q(received_at__isnull=True, received_by__isnull=True)
                | models.Q(received_at__isnull=False, received_by__isnull=False),
                name="slip_received_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_agency", "given_at", "id"], name="slip_to_receive", condition=models.Q(received_at__isnull=True)
            ),
            models.Index(fields=["from_agency", "-given_at", "id"], name="slip_given"),
            models.Index(fields=["to_agency", "-given_at", "id"], name="slip_taken"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.number:04}/{self.year}"


class HandOverItem(UUIDModel):
    """One dossier's paper on a slip. ``missing``: the receiver did not find it in the batch; it is still the giver's."""

    slip = models.ForeignKey(HandOverSlip, on_delete=models.CASCADE, related_name="items")
    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="hand_overs", db_index=False)
    missing = models.BooleanField(_("thiếu"), default=False)

    class Meta:
        verbose_name = _("hồ sơ trong phiếu bàn giao")
        verbose_name_plural = _("hồ sơ trong phiếu bàn giao")
        constraints = [models.UniqueConstraint(fields=["slip", "dossier"], name="slip_holds_once")]
        indexes = [models.Index(fields=["dossier", "-id"], name="slip_of_dossier")]
