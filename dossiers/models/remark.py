from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dossiers.models.dossier import Dossier
from foundation.models import UUIDModel


class Remark(UUIDModel):
    """The words that went with an act: a reason for the citizen, a note for colleagues. Free text never goes into events."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="remarks")
    event_id = models.UUIDField(null=True)
    action = models.CharField(max_length=30)
    reason = models.TextField(_("lý do"), blank=True)
    note = models.TextField(_("ghi chú nội bộ"), blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("ghi chú")
        verbose_name_plural = _("ghi chú")
        ordering = ["written_at", "id"]
