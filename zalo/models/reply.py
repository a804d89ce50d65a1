from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.encryption import EncryptedTextField
from foundation.models import UUIDModel
from zalo.models.inbound import InboundEvent
from zalo.models.user import ZaloUser


class Reply(UUIDModel):
    """Our answer to one message of a person: recorded with the message's handling, sent afterwards, once.

    An attempt whose end nobody knows is left ``unconfirmed``: a citizen rather asks again than is told twice.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Chờ gửi")
        SENDING = "sending", _("Đang gửi")
        SENT = "sent", _("Đã gửi")
        UNCONFIRMED = "unconfirmed", _("Không rõ đã đến hay chưa")
        FAILED = "failed", _("Không gửi được")

    inbound = models.OneToOneField(InboundEvent, on_delete=models.CASCADE, related_name="reply")
    zalo_user = models.ForeignKey(ZaloUser, on_delete=models.CASCADE, related_name="replies")
    text = EncryptedTextField()
    buttons = EncryptedTextField()
    state = models.CharField(_("trạng thái"), max_length=12, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)
    tries = models.PositiveIntegerField(_("số lần thử"), default=0)
    codes = ArrayField(models.IntegerField(), default=list)  # with which Zalo refused the tries so far
    due_at = models.DateTimeField(_("đến lượt lúc"))
    lease_until = models.DateTimeField(null=True)
    message_id = models.CharField(_("mã tin nhắn"), max_length=60, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("câu trả lời trong chat")
        verbose_name_plural = _("câu trả lời trong chat")
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(state__in=["queued", "sending"]),
                name="zalo_reply_open",
            )
        ]
