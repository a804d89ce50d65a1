from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.encryption import EncryptedTextField
from foundation.models import UUIDModel
from zalo.models.account import OfficialAccount


class InboundEvent(UUIDModel):
    """One verified event from the webhook, word for word (encrypted), kept once however often it comes.

    ``dedupe_key`` stays when the body has been cleared, so that an old event can never be played again.
    """

    oa = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="+", verbose_name="OA")
    name = models.CharField(_("sự kiện"), max_length=60)
    template = models.BooleanField(_("tin mẫu"), default=False)
    dedupe_key = models.BinaryField(max_length=32, unique=True)
    body = EncryptedTextField()
    form = models.CharField(_("dạng chữ ký"), max_length=10, default="app_id")
    received_at = models.DateTimeField(_("nhận lúc"))
    handled_at = models.DateTimeField(_("xử lý lúc"), null=True)
    due_at = models.DateTimeField(_("đến lượt lúc"))
    tries = models.PositiveIntegerField(_("số lần thử"), default=0)
    error = models.CharField(_("lỗi"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("sự kiện Zalo gửi đến")
        verbose_name_plural = _("sự kiện Zalo gửi đến")
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=models.Q(handled_at__isnull=True), name="zalo_inbound_open"
            ),
            models.Index(fields=["received_at"], name="zalo_inbound_age"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.received_at:%Y-%m-%d %H:%M}"
