from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.user import User
from foundation.encryption import BlindIndexField, EncryptedTextField
from foundation.models import UUIDModel


class Citizen(UUIDModel):
    """A person whom the province serves (công dân), across dossiers and provinces.

    What officials see of a person is the party of their dossier; this row joins a person's dossiers for that person.
    """

    class IdentityKind(models.TextChoices):
        CCCD = "cccd", _("Căn cước/CCCD")
        PASSPORT = "passport", _("Hộ chiếu")
        OTHER = "other", _("Giấy tờ khác")

    user = models.OneToOneField(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="citizen", verbose_name=_("tài khoản")
    )
    full_name = models.CharField(_("họ và tên"), max_length=400)
    identity_kind = models.CharField(_("loại giấy tờ"), max_length=10, choices=IdentityKind.choices, blank=True)
    identity_number = EncryptedTextField(_("số giấy tờ"), blank=True)
    identity_index = BlindIndexField(db_index=True, of="identity_number", purpose="identity")
    phone = EncryptedTextField(_("điện thoại"), blank=True)
    phone_index = BlindIndexField(db_index=True, of="phone", purpose="phone")
    email = models.EmailField(_("thư điện tử"), blank=True)
    created_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("công dân")
        verbose_name_plural = _("công dân")
        constraints = [
            models.UniqueConstraint(
                fields=["identity_kind", "identity_index"],
                condition=~models.Q(identity_index=b""),
                name="citizen_identity_once",
            )
        ]

    def __str__(self) -> str:
        return self.full_name
