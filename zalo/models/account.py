from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Province
from foundation.encryption import EncryptedTextField
from foundation.models import UUIDModel


class OfficialAccount(UUIDModel):
    """A province's Official Account on Zalo (OA), and the app through which we speak for it.

    A person's ``user_id`` belongs to the account: a second account of the same province knows nobody.
    """

    class State(models.TextChoices):
        CONNECTED = "connected", _("Đang kết nối")
        STOPPED = "stopped", _("Tạm ngừng")

    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="official_accounts", verbose_name=_("tỉnh")
    )
    oa_id = models.CharField(_("mã OA"), max_length=30, unique=True)
    app_id = models.CharField(_("mã ứng dụng"), max_length=30, db_index=True)
    name = models.CharField(_("tên OA"), max_length=200, blank=True)
    is_current = models.BooleanField(_("đang dùng"), default=False)
    app_secret = EncryptedTextField(_("khóa bí mật của ứng dụng"), blank=True)
    oa_secret = EncryptedTextField(_("khóa bí mật của OA (webhook)"), blank=True)
    tier = models.CharField(_("gói"), max_length=60, blank=True)
    quality = models.CharField(_("chất lượng"), max_length=20, blank=True)
    openapi_rate = models.PositiveIntegerField(_("số lần gọi mỗi phút theo gói"), null=True, blank=True)
    phone_rate = models.PositiveIntegerField(_("số tin theo điện thoại mỗi phút"), null=True, blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.CONNECTED)
    stopped_reason = models.CharField(_("lý do ngừng"), max_length=300, blank=True)
    phone_stopped_reason = models.CharField(_("lý do ngừng gửi theo điện thoại"), max_length=300, blank=True)
    checked_at = models.DateTimeField(_("kiểm tra lúc"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("Official Account")
        verbose_name_plural = _("Official Account")
        constraints = [
            models.UniqueConstraint(
                fields=["province"], condition=models.Q(is_current=True), name="zalo_one_current_account"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.oa_id

    @property
    def connected(self) -> bool:
        return self.state == self.State.CONNECTED
