from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Province
from foundation.models import UUIDModel


class ParentDossier(UUIDModel):
    """One filing for several procedures (hồ sơ liên thông). It has no state of its own: that of its children, each a dossier
    with its own code, receipt, clock and result, says where it stands (``dossiers.joint``)."""

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+")
    kind = models.SlugField(_("nhóm thủ tục"), max_length=40)
    receiving_agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("nơi tiếp nhận")
    )
    applicant_name = models.CharField(_("chủ hồ sơ"), max_length=400)
    submitted_at = models.DateTimeField(_("nộp lúc"))

    class Meta:
        verbose_name = _("hồ sơ liên thông")
        verbose_name_plural = _("hồ sơ liên thông")
