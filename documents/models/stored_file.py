from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Province, User
from foundation.models import UUIDModel


class StoredFile(UUIDModel):
    """A file as it was received (tệp): its real kind, its size and its SHA-256. Never changed, only superseded."""

    class Scan(models.TextChoices):
        NOT_SCANNED = "not_scanned", _("Chưa quét")
        CLEAN = "clean", _("Sạch")
        INFECTED = "infected", _("Có mã độc")

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+")
    agency_ids = ArrayField(models.UUIDField(), default=list)
    name = models.CharField(_("tên tệp"), max_length=200)
    media_type = models.CharField(_("loại"), max_length=100)
    size = models.PositiveBigIntegerField(_("cỡ (byte)"))
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=200, unique=True)
    scan = models.CharField(_("quét mã độc"), max_length=12, choices=Scan.choices, default=Scan.NOT_SCANNED)
    uploaded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(_("lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("tệp")
        verbose_name_plural = _("tệp")

    def __str__(self) -> str:
        return self.name
