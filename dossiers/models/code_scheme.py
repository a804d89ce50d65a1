from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Agency, Province
from accounts.models.validity import in_order
from dossiers.codes import LONGEST, CodeScheme, SchemeFault
from foundation.models import UUIDModel
from foundation.source_dates import SourceDates

FAULTS = {
    "agency_and_number": _("Mẫu phải có {agency} và {number}, mỗi phần một lần."),
    "day": _("Mẫu phải có {yymmdd} hoặc {yyyymmdd}, một lần."),
    "letters": _("Giữa các phần chỉ dùng chữ không dấu, số, dấu chấm và dấu gạch nối."),
    "number_last": _("{number} phải đứng cuối, sau một dấu chấm hoặc gạch nối."),
    "digits": _("Số thứ tự có từ 4 đến 10 chữ số."),
    "system": _("Có {system} thì cần hai chữ số chỉ chủ quản hệ thống, và ngược lại."),
}


class OwnCodeScheme(SourceDates, UUIDModel):
    """How a province or one of its agencies writes codes from a day on (cách đặt mã hồ sơ riêng), with its decision.

    Codes that were given stay as they are; the counter of a day is the agency's, whatever the scheme.
    """

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", verbose_name=_("tỉnh"))
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("đơn vị"),
        help_text=_("bỏ trống: mọi đơn vị của tỉnh"),
    )  # fmt: skip
    template = models.CharField(_("mẫu"), max_length=60, default="{agency}-{yymmdd}-{number}")
    digits = models.PositiveSmallIntegerField(_("số chữ số ít nhất"), default=4)
    system = models.CharField(_("chủ quản hệ thống"), max_length=2, blank=True)
    valid_from = models.DateField(_("hiệu lực từ"))
    valid_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    citation = models.CharField(_("căn cứ"), max_length=300)

    class Meta:
        verbose_name = _("cách đặt mã hồ sơ")
        verbose_name_plural = _("cách đặt mã hồ sơ")
        constraints = [
            in_order("code_scheme_dates"),
            models.UniqueConstraint(
                fields=["province", "agency", "valid_from"], name="code_scheme_of", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return self.template

    @property
    def scheme(self) -> CodeScheme:
        return CodeScheme(self.template, self.digits, system=self.system)

    def clean(self) -> None:
        try:
            scheme = self.scheme
        except SchemeFault as fault:
            raise ValidationError({"template": str(FAULTS[str(fault)])}) from fault
        if ("{system}" in self.template) != bool(self.system):
            raise ValidationError({"system": str(FAULTS["system"])})
        if self.agency_id and self.agency is not None and self.agency.province_id != self.province_id:
            raise ValidationError({"agency": _("Đơn vị phải thuộc tỉnh đã chọn.")})
        longest = 35 if self.agency is None else len(self.agency.code)
        if self.valid_from and len(scheme.write("x" * longest, self.valid_from, 1)) > LONGEST:
            raise ValidationError({"template": _("Mã dài quá %(n)s ký tự.") % {"n": LONGEST}})
