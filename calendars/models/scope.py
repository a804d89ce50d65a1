from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Province


class Layered(models.Model):
    """A rule for the country, for a province, or for one agency: the nearest one counts. Public data."""

    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tỉnh")
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("đơn vị")
    )
    citation = models.CharField(_("căn cứ"), max_length=300)
    unverified = models.BooleanField(_("cần kiểm tra"), default=False)
    note = models.CharField(_("ghi chú"), max_length=300, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True

    @property
    def nearness(self) -> int:
        """0 national, 1 province, 2 agency."""
        return 2 if self.agency_id else 1 if self.province_id else 0
