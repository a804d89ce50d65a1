from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.citizen import Citizen
from accounts.models.validity import in_order
from foundation.models import UUIDModel


class Business(UUIDModel):
    """A business or organisation (doanh nghiệp, tổ chức), known by its tax code, which is public."""

    class Kind(models.TextChoices):
        BUSINESS = "business", _("Doanh nghiệp")
        STATE_AGENCY = "state_agency", _("Cơ quan nhà nước")
        OTHER = "other", _("Tổ chức khác")

    kind = models.CharField(_("loại"), max_length=12, choices=Kind.choices, default=Kind.BUSINESS)
    name = models.CharField(_("tên"), max_length=400)
    tax_code = models.CharField(_("mã số thuế"), max_length=20, blank=True)
    created_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("doanh nghiệp, tổ chức")
        verbose_name_plural = _("doanh nghiệp, tổ chức")
        constraints = [
            models.UniqueConstraint(
                fields=["tax_code"], condition=~models.Q(tax_code=""), name="business_tax_code_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class BusinessContact(UUIDModel):
    """A person who acts for a business for a time (người liên hệ, người đại diện)."""

    class ContactRole(models.TextChoices):
        LEGAL = "legal", _("Người đại diện theo pháp luật")
        AUTHORISED = "authorised", _("Người được ủy quyền")
        CONTACT = "contact", _("Người liên hệ")

    business = models.ForeignKey(
        Business, on_delete=models.PROTECT, related_name="contacts", verbose_name=_("doanh nghiệp, tổ chức")
    )
    citizen = models.ForeignKey(
        Citizen, on_delete=models.PROTECT, related_name="business_roles", verbose_name=_("người liên hệ")
    )
    role = models.CharField(_("vai trò"), max_length=12, choices=ContactRole.choices)
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("người liên hệ của doanh nghiệp")
        verbose_name_plural = _("người liên hệ của doanh nghiệp")
        constraints = [
            models.UniqueConstraint(fields=["business", "citizen", "role", "valid_from"], name="business_contact_once"),
            models.UniqueConstraint(
                fields=["business", "citizen", "role"],
                condition=models.Q(valid_to__isnull=True),
                name="business_contact_open_once",
            ),
            in_order("business_contact_dates"),
        ]

    def __str__(self) -> str:
        return f"{self.citizen} – {self.get_role_display()} – {self.business}"
