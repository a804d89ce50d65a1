from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Province
from foundation.models import UUIDModel
from zalo.models.account import OfficialAccount


class Alarm(UUIDModel):
    """Something on Zalo that only a person can mend; stands on the back office's first page until cleared."""

    class Kind(models.TextChoices):
        GRANT_DEAD = "grant_dead", _("Zalo không còn chấp nhận cấp quyền; cần cấp quyền lại cho OA")
        STOPPED = "stopped", _("Kênh Zalo đã tạm ngừng")
        TEMPLATE = "template", _("Mẫu tin không dùng được")
        REFUSED = "refused", _("Zalo từ chối tin vì lỗi cấu hình hoặc lỗi lạ")
        WEBHOOK_SECRET = "webhook_secret", _("Chữ ký webhook khớp khóa của ứng dụng, không phải khóa của OA")

    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", verbose_name=_("tỉnh"))
    oa = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="alarms")
    kind = models.CharField(_("loại"), max_length=20, choices=Kind.choices)
    subject = models.CharField(_("về"), max_length=80, blank=True)
    detail = models.CharField(_("chi tiết"), max_length=300, blank=True)
    count = models.PositiveIntegerField(_("số lần"), default=1)
    first_at = models.DateTimeField(_("từ lúc"))
    last_at = models.DateTimeField(_("lần cuối"))
    cleared_at = models.DateTimeField(_("đã xử lý lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("cảnh báo Zalo")
        verbose_name_plural = _("cảnh báo Zalo")
        constraints = [
            models.UniqueConstraint(
                fields=["oa", "kind", "subject"],
                condition=models.Q(cleared_at__isnull=True),
                name="zalo_alarm_open_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["province", "first_at"],
                condition=models.Q(cleared_at__isnull=True),
                name="zalo_alarm_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}".strip()
