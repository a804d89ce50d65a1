from django.db import models
from django.utils.translation import gettext_lazy as _

from foundation.encryption import BlindIndexField, EncryptedTextField
from foundation.models import UUIDModel
from zalo.models.account import OfficialAccount


class Grant(UUIDModel):
    """The consent of an account's admin to our app: access token (25 h), single-use refresh token (3 months).

    Written only by :mod:`zalo.tokens` and ``zalo_connect``, under this row's lock.
    """

    class State(models.TextChoices):
        ALIVE = "alive", _("Còn hiệu lực")
        DEAD = "dead", _("Hết hiệu lực")

    oa = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="grants")
    app_id = models.CharField(max_length=30)
    access_token = EncryptedTextField(blank=True)
    refresh_token = EncryptedTextField(blank=True)
    expires_at = models.DateTimeField(_("hết hạn lúc"), null=True)
    refreshed_at = models.DateTimeField(_("làm mới lúc"), null=True)
    retry_at = models.DateTimeField(_("thử lại lúc"), null=True)
    failures = models.PositiveIntegerField(_("số lần làm mới chưa được"), default=0)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State.choices, default=State.ALIVE)
    reason = models.CharField(_("lý do"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("cấp quyền OA")
        verbose_name_plural = _("cấp quyền OA")
        constraints = [models.UniqueConstraint(fields=["oa", "app_id"], name="zalo_grant_once")]
        indexes = [models.Index(fields=["state", "expires_at"], name="zalo_grant_expiry")]

    @property
    def alive(self) -> bool:
        return self.state == self.State.ALIVE


class GrantAudit(UUIDModel):
    """One refresh, with the pair it replaced and what Zalo answered (encrypted), for a day of doubt."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="audits")
    at = models.DateTimeField()
    cause = models.CharField(max_length=20)
    result = models.CharField(max_length=20)
    http_status = models.PositiveSmallIntegerField(null=True)
    previous_access = EncryptedTextField(blank=True)
    previous_refresh = EncryptedTextField(blank=True)
    # the refresh token that this call spent: a token seen here must never be tried again
    spent_index = BlindIndexField(
        db_index=True, of="previous_refresh", purpose="zalo-refresh-token", prefix="refresh:"
    )  # fmt: skip
    response = EncryptedTextField(blank=True)

    class Meta:
        verbose_name = _("nhật ký cấp quyền")
        verbose_name_plural = _("nhật ký cấp quyền")
