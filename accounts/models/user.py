from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.management.base import CommandError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.models import UUIDModel


class UserManager(BaseUserManager["User"]):
    """Creates users; the caller must be in a scope that may write them."""

    use_in_migrations = True

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """There is none: whoever saw every province would see past every promise."""
        raise CommandError(
            "Không có tài khoản vượt quyền. Dùng: manage.py create_administrator TÊN --province … --agency …"
        )


class User(AbstractBaseUser, PermissionsMixin, UUIDModel):
    """Who signs in (tài khoản). Officials, citizens and systems are profiles of it."""

    class Kind(models.TextChoices):
        STAFF = "staff", _("Cán bộ")
        CITIZEN = "citizen", _("Công dân")
        SYSTEM = "system", _("Hệ thống")

    username = models.CharField(_("tên đăng nhập"), max_length=150, unique=True)
    full_name = models.CharField(_("họ và tên"), max_length=200, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices, default=Kind.STAFF)
    province = models.ForeignKey(
        "accounts.Province",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tỉnh"),
    )
    is_active = models.BooleanField(_("đang dùng"), default=True)
    is_staff = models.BooleanField(_("vào trang quản trị"), default=False)
    date_joined = models.DateTimeField(_("ngày tạo"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        return self.full_name or self.username
