from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.models import UUIDModel


class Attempt(UUIDModel):
    """One try to send a message: the intent is written before anything leaves, the answer when it comes.

    An intent without an answer whose worker is gone is ambiguous: it may have arrived.
    """

    message_id = models.UUIDField()
    number = models.PositiveSmallIntegerField(_("lần"))
    correlation_id = models.UUIDField()
    channel = models.CharField(_("kênh"), max_length=10)
    oa_id = models.UUIDField(null=True)
    zalo_user_id = models.UUIDField(null=True)
    template_id = models.CharField(max_length=40, blank=True)
    tracking_id = models.CharField(max_length=48, blank=True)
    intent_at = models.DateTimeField(_("bắt đầu gửi"))
    answered_at = models.DateTimeField(_("trả lời lúc"), null=True)
    outcome = models.CharField(_("kết cục"), max_length=15, blank=True)
    code = models.IntegerField(_("mã lỗi"), null=True)
    http_status = models.PositiveSmallIntegerField(null=True)
    detail = models.CharField(_("chi tiết"), max_length=200, blank=True)
    provider_id = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("lần gửi")
        verbose_name_plural = _("lần gửi")
        indexes = [
            models.Index(fields=["message_id", "number"], name="attempt_message"),
            models.Index(fields=["provider_id"], name="attempt_provider", condition=~Q(provider_id="")),
            models.Index(
                fields=["zalo_user_id", "intent_at"],
                name="attempt_open_uid",
                condition=Q(outcome="ambiguous"),
            ),
        ]


class EarlyReceipt(models.Model):
    """A receipt that came before the answer to its send had been written down."""

    provider_id = models.CharField(max_length=60, primary_key=True)
    delivered_at = models.DateTimeField()
    received_at = models.DateTimeField(auto_now_add=True)
