"""Territory (đơn vị hành chính) since 1/7/2025 and what it came from (NQ 202/2025/QH15, QĐ 19/2025/QĐ-TTg)."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.validity import in_order
from accounts.theme import faults
from foundation.models import UUIDModel


class Province(UUIDModel):
    """A province or centrally-run city (tỉnh, thành phố), present or historical."""

    class Kind(models.TextChoices):
        PROVINCE = "tinh", _("Tỉnh")
        CITY = "thanh_pho", _("Thành phố trực thuộc trung ương")

    code = models.CharField(_("mã cấp 1"), max_length=8, help_text="H05")
    numeric_code = models.CharField(_("mã số"), max_length=2, blank=True)
    name = models.CharField(_("tên"), max_length=100)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices, default=Kind.PROVINCE)
    valid_from = models.DateField(_("hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        verbose_name=_("nhập vào"),
    )
    unverified = models.BooleanField(_("cần kiểm tra"), default=False)
    note = models.TextField(_("ghi chú"), blank=True)
    hotline = models.CharField(_("đường dây nóng"), max_length=50, blank=True)
    public_url = models.URLField(_("địa chỉ trang"), blank=True)
    theme = models.JSONField(_("giao diện"), default=dict, blank=True)

    class Meta:
        verbose_name = _("tỉnh, thành phố")
        verbose_name_plural = _("tỉnh, thành phố")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_to__isnull=True), name="province_current_code"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_to__isnull=False), name="province_former_code"
            ),
            in_order("province_dates", begins_null=True),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=False) | models.Q(merged_into__isnull=True),
                name="province_merged_has_ended",
                violation_error_message=_("Tỉnh đã nhập vào tỉnh khác phải có ngày hết hiệu lực."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        wrong: dict[str, Any] = {}
        if unfit := faults(self.theme):
            wrong["theme"] = unfit
        host = urlsplit(self.public_url).hostname
        taken = Province.objects.filter(public_url__icontains=f"//{host}").exclude(pk=self.pk) if host else ()
        if any(urlsplit(other.public_url).hostname == host for other in taken):
            wrong["public_url"] = _("Tên miền này đã là của tỉnh khác.")
        if wrong:
            raise ValidationError(wrong)

    @property
    def is_current(self) -> bool:
        return self.valid_to is None


class Commune(models.Model):
    """A commune, ward or special zone (xã, phường, đặc khu); the five-digit code is text with leading zeros."""

    code = models.CharField(_("mã"), max_length=5, primary_key=True)
    name = models.CharField(_("tên"), max_length=100)
    kind = models.CharField(_("loại"), max_length=20)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="communes", verbose_name=_("tỉnh"))
    valid_from = models.DateField(_("hiệu lực từ"))
    valid_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)

    class Meta:
        verbose_name = _("xã, phường, đặc khu")
        verbose_name_plural = _("xã, phường, đặc khu")
        constraints = [in_order("commune_dates")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class OldTerritory(models.Model):
    """Which former province a commune lies in: its fee resolutions stay in force there until replaced."""

    commune = models.ForeignKey(
        Commune, on_delete=models.CASCADE, related_name="old_territories", verbose_name=_("xã, phường, đặc khu")
    )
    old_province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", verbose_name=_("tỉnh cũ"))
    unverified = models.BooleanField(_("cần kiểm tra"), default=False)

    class Meta:
        verbose_name = _("địa bàn tỉnh cũ")
        verbose_name_plural = _("địa bàn tỉnh cũ")
        constraints = [models.UniqueConstraint(fields=["commune", "old_province"], name="old_territory_once")]

    def __str__(self) -> str:
        return f"{self.commune} – {self.old_province}"
