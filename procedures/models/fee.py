from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.models import UUIDModel
from foundation.source_dates import SourceDates
from procedures.models.version import ProcedureVersion


class FeeRow(SourceDates, UUIDModel):
    """One fee in one case (phí, lệ phí): by territory, channel and audience, from a day to a day, with its source.

    After a merger the resolutions of the former provinces stay in force on their former territory. A province that kept
    its code has two territories under it: ``former_territory`` says which. Rows of one ``charge`` are the same charge in
    different places or ways: the nearest one is asked (``procedures/fees.py``). A row ends with its version; what the next one leaves out is said
    beforehand (``procedures/omissions.py``).
    """

    class Kind(models.TextChoices):
        FEE = "phi", _("Phí")
        CHARGE = "le_phi", _("Lệ phí")
        TAX = "thue", _("Thuế")

    class Collected(models.TextChoices):
        RECEPTION = "khi_tiep_nhan", _("Khi tiếp nhận")
        SUPPLEMENT = "khi_bo_sung", _("Khi bổ sung")
        RETURN = "khi_tra", _("Khi trả kết quả")

    version = models.ForeignKey(
        ProcedureVersion, on_delete=models.CASCADE, related_name="fees", verbose_name=_("phiên bản")
    )
    order = models.PositiveSmallIntegerField(_("thứ tự"))
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("tên"), max_length=300)
    charge = models.SlugField(_("khoản thu"), max_length=40, blank=True)
    territory = models.CharField(_("địa bàn (mã tỉnh, kể cả tỉnh cũ)"), max_length=8, blank=True)
    former_territory = models.BooleanField(_("địa bàn của tỉnh cũ"), default=False)
    area = models.CharField(_("khu vực"), max_length=20, blank=True, help_text="phuong, xa")
    channel = models.CharField(_("cách nộp"), max_length=20, blank=True)
    audience = models.CharField(_("đối tượng"), max_length=200, blank=True)
    exemption = models.TextField(_("miễn, giảm"), blank=True)
    amount = models.BigIntegerField(_("số tiền (đồng)"), null=True, blank=True)
    percent = models.DecimalField(_("tỷ lệ %"), max_digits=6, decimal_places=3, null=True, blank=True)
    unit = models.CharField(_("đơn vị tính"), max_length=60, blank=True)
    per_copy = models.BooleanField(_("tính theo bản"), default=False)
    collected = models.CharField(_("thu khi"), max_length=20, choices=Collected.choices, default="khi_tiep_nhan")
    effective_from = models.DateField(_("hiệu lực từ"), null=True, blank=True)
    effective_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    citation = models.CharField(_("căn cứ"), max_length=300)
    unverified = models.BooleanField(_("cần kiểm tra"), default=False)

    class Meta:
        verbose_name = _("phí, lệ phí")
        verbose_name_plural = _("phí, lệ phí")
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name
