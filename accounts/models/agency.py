from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.agency_codes import level_1_of
from accounts.models.territory import Commune, Province
from accounts.models.validity import in_order
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
            ),
            models.UniqueConstraint(fields=["code", "valid_from"], name="agency_code_begins_once"),
            in_order("agency_dates"),
        ]
        indexes = [
            models.Index(fields=["province", "kind"], name="agency_province_kind"),
            models.Index(fields=["province", "code", "id"], name="agency_province_code"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The code says the province; the tree, the commune and the successor lie in it; no unit is above itself."""
        wrong: dict[str, ValidationError] = {}
        if self.code and self.province_id and level_1_of(self.code) != self.province.code:
            wrong["code"] = ValidationError(
                _("Mã định danh phải bắt đầu bằng mã tỉnh %(code)s."), params={"code": self.province.code}
            )
        for name in ("parent", "succeeded_by", "commune"):
            other = getattr(self, name)
            if other is not None and other.province_id != self.province_id:
                wrong[name] = ValidationError(_("Phải thuộc cùng tỉnh."))
        if "parent" not in wrong and self._is_above(self.parent):
            wrong["parent"] = ValidationError(
                _("Đơn vị không thể trực thuộc chính mình hoặc đơn vị cấp dưới của mình.")
            )
        if self.succeeded_by_id and self.succeeded_by_id == self.pk:
            wrong["succeeded_by"] = ValidationError(_("Đơn vị không kế thừa chính mình."))
        if wrong:
            raise ValidationError(wrong)

    def _is_above(self, unit: "Agency | None") -> bool:
        """Whether the way up from ``unit`` comes by here (or goes round in a circle)."""
        seen = {self.pk}
        while unit is not None:
            if unit.pk in seen:
                return True
            seen.add(unit.pk)
            unit = unit.parent
        return False
