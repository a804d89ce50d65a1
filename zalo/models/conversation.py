from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.encryption import EncryptedTextField
from foundation.models import UUIDModel
from zalo.models.user import ZaloUser


class ConversationLine(UUIDModel):
    """One line of the chat with a person: what they, the program or an official wrote."""

    class By(models.TextChoices):
        PERSON = "person", _("Người dân")
        PROGRAM = "program", _("Tự động")
        OFFICIAL = "official", _("Cán bộ")

    zalo_user = models.ForeignKey(ZaloUser, on_delete=models.CASCADE, related_name="lines")
    by = models.CharField(_("ai viết"), max_length=10, choices=By.choices)
    message_id = models.CharField(_("mã tin nhắn"), max_length=60, blank=True)
    text = EncryptedTextField()
    at = models.DateTimeField(_("lúc"))

    class Meta:
        verbose_name = _("dòng trò chuyện")
        verbose_name_plural = _("dòng trò chuyện")
        constraints = [
            models.UniqueConstraint(
                fields=["zalo_user", "message_id"], condition=~models.Q(message_id=""), name="zalo_line_once"
            )
        ]
        indexes = [models.Index(fields=["zalo_user", "at", "id"], name="zalo_line_order")]
