from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.business import Business
from accounts.models.citizen import Citizen
from accounts.models.user import User
from foundation.models import UUIDModel


class Consent(UUIDModel):
    """One choice of one person for one purpose and channel (sự đồng ý; Luật 91/2025/QH15 Đ9).

    Voluntary, per purpose, provable: the version of the text, the time, who recorded it and how. Silence is not
    consent: where there is no row there is none. The latest row of a purpose and channel counts.
    """

    class Purpose(models.TextChoices):
        STATUS = "status_notice", _("Thông báo tình trạng hồ sơ")
        SURVEY = "survey", _("Khảo sát, mời đánh giá")
        REMINDER = "reminder", _("Nhắc việc, nhắc hạn")

    class Channel(models.TextChoices):
        ZALO = "zalo", _("Zalo")
        SMS = "sms", _("Tin nhắn SMS")
        EMAIL = "email", _("Thư điện tử")
        INBOX = "inbox", _("Hộp thư trên trang")

    citizen = models.ForeignKey(Citizen, on_delete=models.CASCADE, null=True, blank=True, related_name="consents")
    business = models.ForeignKey(Business, on_delete=models.CASCADE, null=True, blank=True, related_name="consents")
    purpose = models.CharField(_("mục đích"), max_length=20, choices=Purpose.choices)
    channel = models.CharField(_("kênh"), max_length=10, choices=Channel.choices)
    granted = models.BooleanField(_("đồng ý"))
    text_version = models.CharField(_("phiên bản nội dung"), max_length=40)
    at = models.DateTimeField(_("lúc"))
    recorded_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    source = models.CharField(_("cách ghi nhận"), max_length=20, default="counter")

    class Meta:
        verbose_name = _("sự đồng ý")
        verbose_name_plural = _("sự đồng ý")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(citizen__isnull=False, business__isnull=True)
                | models.Q(citizen__isnull=True, business__isnull=False),
                name="consent_of_one",
            )
        ]
        indexes = [
            models.Index(fields=["citizen", "purpose", "channel", "-at"], name="consent_citizen"),
            models.Index(fields=["business", "purpose", "channel", "-at"], name="consent_business"),
        ]
