from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Business, Citizen
from dossiers.models.dossier import Dossier
from foundation.encryption import BlindIndexField, EncryptedTextField
from foundation.models import UUIDModel


class Party(UUIDModel):
    """A person or organisation of one dossier, as written in that dossier (chủ hồ sơ, đồng chủ, người được ủy quyền).

    A number that cannot be dialled is kept as typed, with the reason; nothing is sent to it.
    """

    class Role(models.TextChoices):
        APPLICANT = "applicant", _("Chủ hồ sơ")
        CO_APPLICANT = "co_applicant", _("Đồng chủ hồ sơ")
        REPRESENTATIVE = "representative", _("Người được ủy quyền")

    class Kind(models.TextChoices):
        CITIZEN = "citizen", _("Người dân")
        BUSINESS = "business", _("Doanh nghiệp")
        STATE_AGENCY = "state_agency", _("Cơ quan nhà nước")
        OTHER = "other", _("Tổ chức khác")

    class IdentityKind(models.TextChoices):
        CCCD = "cccd", _("Căn cước/CCCD")
        PASSPORT = "passport", _("Hộ chiếu")
        TAX_CODE = "tax_code", _("Mã số thuế")
        OTHER = "other", _("Giấy tờ khác")

    class Confirmed(models.TextChoices):
        """How it was made sure that they are who they say."""

        VNEID = "vneid", _("tài khoản VNeID")
        CARD = "card", _("đối chiếu giấy tờ gốc")
        DATABASE = "database", _("Cơ sở dữ liệu quốc gia về dân cư, doanh nghiệp")

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(_("vai trò"), max_length=15, choices=Role.choices)
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("loại"), max_length=12, choices=Kind.choices)
    full_name = models.CharField(_("họ tên"), max_length=400)
    identity_kind = models.CharField(_("loại giấy tờ"), max_length=10, choices=IdentityKind.choices, blank=True)
    identity_number = EncryptedTextField(_("số giấy tờ"), blank=True)
    identity_index = BlindIndexField(of="identity_number", purpose="identity")
    phone_typed = EncryptedTextField(_("điện thoại (như đã ghi)"), blank=True)
    phone = EncryptedTextField(_("điện thoại"), blank=True)
    phone_index = BlindIndexField(of="phone", purpose="phone")
    phone_problem = models.CharField(_("vì sao không dùng được số"), max_length=200, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    address = models.CharField(_("địa chỉ"), max_length=400, blank=True)
    identity_confirmed = models.CharField(
        _("đã xác nhận danh tính bằng"),
        max_length=10,
        choices=Confirmed.choices,
        blank=True,
        default="",
        db_default="",
    )
    notify = models.BooleanField(_("nhận thông báo"), default=False)
    notify_zalo = models.BooleanField(_("nhận qua Zalo"), default=False)
    citizen = models.ForeignKey(Citizen, on_delete=models.PROTECT, null=True, blank=True, related_name="parties")
    business = models.ForeignKey(Business, on_delete=models.PROTECT, null=True, blank=True, related_name="parties")

    class Meta:
        verbose_name = _("người của hồ sơ")
        verbose_name_plural = _("người của hồ sơ")
        ordering = ["order"]
        indexes = [
            models.Index(fields=["identity_index"], name="party_identity"),
            models.Index(fields=["phone_index"], name="party_phone"),
        ]

    def __str__(self) -> str:
        return self.full_name
