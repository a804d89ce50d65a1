from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foundation.models import UUIDModel
from notifications.states import STATE_NAMES, State


class Message(UUIDModel):
    """One person to be told of one event (tin nhắn): a row of the ledger, partitioned by month.

    The key is a function of event, recipient and kind, so that planning twice inserts once. ``lane`` is recipient ×
    dossier: messages of a lane arrive in the order of ``event_seq``. ``data`` may be erased; the rest stays.
    """

    class Channel(models.TextChoices):
        ZALO_CHAT = "zalo_chat", _("Zalo – trò chuyện")
        ZALO_UID = "zalo_uid", _("Zalo – tài khoản đã liên kết")
        ZALO_PHONE = "zalo_phone", _("Zalo – số điện thoại")
        SMS = "sms", _("Tin nhắn SMS")
        EMAIL = "email", _("Thư điện tử")
        INBOX = "inbox", _("Hộp thư trên trang")
        WEBHOOK = "webhook", _("Webhook")

    event_id = models.UUIDField()
    event_seq = models.BigIntegerField()
    correlation_id = models.UUIDField()
    province_id = models.UUIDField()
    agency_ids = ArrayField(models.UUIDField(), default=list)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    kind = models.CharField(_("loại tin"), max_length=60)
    recipient_kind = models.CharField(max_length=10, default="party")
    recipient_id = models.UUIDField()
    recipient_role = models.CharField(_("vai trò"), max_length=15)
    recipient_masked = models.CharField(_("người nhận"), max_length=60, blank=True)
    lane = models.UUIDField()
    data = models.JSONField(default=dict)
    urgency = models.PositiveSmallIntegerField(default=1)
    supersedable = models.BooleanField(default=False)
    state = models.CharField(
        _("tình trạng"),
        max_length=12,
        choices=[(s.value, n) for s, n in STATE_NAMES.items()],
        default=State.QUEUED,
    )
    reason = models.CharField(_("lý do"), max_length=40, blank=True)
    detail = models.CharField(_("chi tiết"), max_length=200, blank=True)
    channel = models.CharField(_("kênh"), max_length=10, choices=Channel.choices, blank=True)
    excluded = ArrayField(models.CharField(max_length=10), default=list)
    tries = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    claimed_by = models.UUIDField(null=True)
    ambiguous_since = models.DateTimeField(null=True)
    planned_at = models.DateTimeField(_("lập lúc"))
    sent_at = models.DateTimeField(_("gửi lúc"), null=True)
    delivered_at = models.DateTimeField(_("đến lúc"), null=True)

    class Meta:
        verbose_name = _("tin nhắn")
        verbose_name_plural = _("sổ tin nhắn")
        indexes = [
            models.Index(fields=["urgency", "next_attempt_at"], name="message_due", condition=Q(state="queued")),
            models.Index(
                fields=["lane", "event_seq"], name="message_lane", condition=Q(state__in=["queued", "sending"])
            ),
            models.Index(
                fields=["lease_until"], name="message_lease", condition=Q(state="sending", ambiguous_since__isnull=True)
            ),
            models.Index(
                fields=["ambiguous_since"], name="message_ambiguous",
                condition=Q(state="sending", ambiguous_since__isnull=False),
            ),
            models.Index(fields=["subject_id", "event_seq"], name="message_subject"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} → {self.recipient_masked}"
