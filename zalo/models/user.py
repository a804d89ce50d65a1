import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Citizen, Province
from foundation.models import UUIDModel
from zalo.models.account import OfficialAccount


class ZaloUser(UUIDModel):
    """A person on Zalo as one account knows them, and the citizen they were verified to be.

    Only ``citizen`` with ``verified_at`` opens dossiers; names and phones that people type in chat prove
    nothing.
    """

    class LinkedBy(models.TextChoices):
        WIDGET = "widget", _("Đồng ý trên trang")
        CODE = "code", _("Mã một lần")
        MINI_APP = "mini_app", _("Mini App")
        LOGIN = "login", _("Đăng nhập Zalo")
        STAFF = "staff", _("Tại quầy")

    oa = models.ForeignKey(OfficialAccount, on_delete=models.CASCADE, related_name="users")
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", verbose_name=_("tỉnh"))
    user_id = models.CharField(_("mã người dùng"), max_length=40)
    user_id_by_app = models.CharField(_("mã theo ứng dụng"), max_length=40, blank=True)
    display_name = models.CharField(_("tên hiển thị"), max_length=200, blank=True)
    follower = models.BooleanField(_("quan tâm OA"), default=False)
    follower_since = models.DateTimeField(_("đổi quan tâm lúc"), null=True, blank=True)
    blocked = models.BooleanField(_("từ chối tin"), default=False)
    withdrawn_at = models.DateTimeField(_("yêu cầu xóa dữ liệu lúc"), null=True, blank=True)
    last_interaction_at = models.DateTimeField(_("tương tác gần nhất"), null=True, blank=True)
    bot_muted_until = models.DateTimeField(_("trả lời tự động nghỉ đến"), null=True, blank=True)
    citizen = models.ForeignKey(
        Citizen,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="zalo_users",
        verbose_name=_("công dân"),
    )
    linked_by = models.CharField(_("liên kết bằng"), max_length=10, choices=LinkedBy.choices, blank=True)
    verified_at = models.DateTimeField(_("xác minh lúc"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("người dùng Zalo")
        verbose_name_plural = _("người dùng Zalo")
        constraints = [
            models.UniqueConstraint(fields=["oa", "user_id"], name="zalo_user_once"),
            models.CheckConstraint(
                condition=models.Q(verified_at__isnull=True) | models.Q(citizen__isnull=False),
                name="zalo_user_verified_is_linked",
            ),
        ]
        indexes = [models.Index(fields=["citizen", "oa"], name="zalo_user_citizen")]

    def __str__(self) -> str:
        return self.display_name or self.user_id

    @property
    def verified_citizen_id(self) -> uuid.UUID | None:
        """The citizen whom this person was verified to be, or None."""
        return self.citizen_id if self.verified_at and not self.withdrawn_at else None
