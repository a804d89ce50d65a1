from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Province
from foundation.models import UUIDModel


class Collector(UUIDModel):
    """What the receipts of an agency say of it (tổ chức thu phí, lệ phí; NĐ 123/2020/NĐ-CP Đ32): its tax code, and the signs
    that the tax authority registered. Empty is printed as not declared: nothing is made up."""

    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("tỉnh")
    )
    agency = models.OneToOneField(Agency, on_delete=models.PROTECT, related_name="+", verbose_name=_("đơn vị thu"))
    tax_code = models.CharField(_("mã số thuế"), max_length=14, blank=True)
    form_symbol = models.CharField(_("ký hiệu mẫu biên lai"), max_length=20, blank=True)
    symbol = models.CharField(_("ký hiệu biên lai"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("thông tin in biên lai")
        verbose_name_plural = _("thông tin in biên lai")

    def __str__(self) -> str:
        return str(self.agency)
