from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from dossiers.models.dossier import Dossier
from foundation.models import UUIDModel


class Assignment(UUIDModel):
    """Who was given a dossier, by whom and when (phân công)."""

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="assignments")
    assignee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name=_("người thụ lý"))
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("phân công")
        verbose_name_plural = _("phân công")
        ordering = ["assigned_at", "id"]
