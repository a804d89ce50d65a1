from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.api_client import ApiClient
from accounts.models.business import Business
from accounts.models.citizen import Citizen
from accounts.models.user import User
from foundation.models import UUIDModel


class Consent(UUIDModel):
    """One choice of one person for one purpose and channel (sự đồng ý; Luật 91/2025/QH15 Đ9).

    Voluntary, per purpose, provable: the version of the text (``accounts/consent_texts.py``), the time, who recorded it
    and how. Silence is not consent: where there is no row there is none. A row that is not ``granted`` is a withdrawal. The
    latest row of a purpose and channel counts; rows are added and never changed (a trigger says so).
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

    class Source(models.TextChoices):
        """Where the choice was made: the ways of filing, and those of changing one's mind."""

        COUNTER = "counter", _("Tại quầy")
        NATIONAL_PORTAL = "national_portal", _("Cổng Dịch vụ công quốc gia")
        ONLINE = "online", _("Trực tuyến")
        POST = "post", _("Bưu chính")
        CHAT = "chat", _("Tin nhắn Zalo")
        OTHER_SYSTEM = "other_system", _("Hệ thống khác")

    citizen = models.ForeignKey(
        Citizen, on_delete=models.CASCADE, null=True, blank=True, related_name="consents", verbose_name=_("công dân")
    )
    business = models.ForeignKey(
        Business, on_delete=models.CASCADE, null=True, blank=True, related_name="consents",
        verbose_name=_("doanh nghiệp, tổ chức"),
    )  # fmt: skip
    purpose = models.CharField(_("mục đích"), max_length=20, choices=Purpose.choices)
    channel = models.CharField(_("kênh"), max_length=10, choices=Channel.choices)
    granted = models.BooleanField(_("đồng ý"))
    text_version = models.CharField(_("phiên bản nội dung"), max_length=40)
    at = models.DateTimeField(_("lúc"))
    recorded_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("người ghi nhận")
    )
    recorded_by_client = models.ForeignKey(
        ApiClient,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("hệ thống ghi nhận"),
    )
    source = models.CharField(_("cách ghi nhận"), max_length=20, choices=Source.choices, default=Source.COUNTER)

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

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}, {self.get_channel_display()}"
