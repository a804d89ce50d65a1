from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.territory import Commune, Province
from foundation.models import UUIDModel


class Agency(UUIDModel):
    """An agency or unit (cơ quan, đơn vị) in the province's tree, with its official code and dates.

    Codes follow QĐ 20/2020/QĐ-TTg as amended by QĐ 09/2025/QĐ-TTg: the level-1 code leftmost, groups by dots.
    """

    class Kind(models.TextChoices):
        CENTRE = "centre", _("Trung tâm Phục vụ hành chính công cấp tỉnh")
        COMMUNE_CENTRE = "commune_centre", _("Trung tâm Phục vụ hành chính công cấp xã")
        PROVINCIAL_PC = "provincial_pc", _("Ủy ban nhân dân cấp tỉnh")
        DEPARTMENT = "department", _("Sở, ban, ngành")
        COMMUNE_PC = "commune_pc", _("Ủy ban nhân dân cấp xã")
        OFFICE = "office", _("Phòng, đơn vị trực thuộc")
        LAND_OFFICE = "land_office", _("Văn phòng đăng ký đất đai")
        TAX = "tax", _("Cơ quan thuế")
        POLICE = "police", _("Công an")
        MINISTRY = "ministry", _("Bộ, ngành trung ương")

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="agencies", verbose_name=_("tỉnh"))
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("trực thuộc"),
    )
    code = models.CharField(_("mã định danh"), max_length=35)
    name = models.CharField(_("tên"), max_length=255)
    short_name = models.CharField(_("tên ngắn"), max_length=60, blank=True)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind.choices)
    field = models.CharField(_("ngành"), max_length=40, blank=True, help_text="tu_phap, xay_dung, du_lich …")
    commune = models.ForeignKey(Commune, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("xã"))
    address = models.CharField(_("địa chỉ"), max_length=255, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=50, blank=True)
    opening_note = models.CharField(_("giờ làm việc"), max_length=255, blank=True)
    valid_from = models.DateField(_("hiệu lực từ"))
    valid_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    succeeded_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("đơn vị kế thừa"),
    )

    class Meta:
        verbose_name = _("cơ quan, đơn vị")
        verbose_name_plural = _("cơ quan, đơn vị")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_to__isnull=True), name="agency_current_code"
            )
        ]
        indexes = [models.Index(fields=["province", "kind"], name="agency_province_kind")]

    def __str__(self) -> str:
        return self.name
