from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Province
from foundation.source_dates import SourceDates


class Layered(SourceDates):
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
    updated_at = models.DateTimeField(_("cập nhật lúc"), auto_now=True)

    class Meta:
        abstract = True

    @property
    def nearness(self) -> int:
        """0 national, 1 province, 2 agency."""
        return 2 if self.agency_id else 1 if self.province_id else 0


def of_one_layer(name: str) -> models.CheckConstraint:
    """A row is of a province or of an agency, not of both: else one day of an agency could have two rows."""
    return models.CheckConstraint(
        condition=models.Q(province__isnull=True) | models.Q(agency__isnull=True),
        name=name,
        violation_error_message=_("Chỉ chọn tỉnh hoặc đơn vị, không chọn cả hai."),
    )
