from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.territory import Province
from accounts.models.user import User
from foundation.encryption import EncryptedTextField
from foundation.models import UUIDModel


class Official(UUIDModel):
    """An official (cán bộ, công chức, viên chức): the staff profile of a user."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="official", verbose_name=_("tài khoản"))
    province = models.ForeignKey(Province, on_delete=models.PROTECT, related_name="+", verbose_name=_("tỉnh"))
    staff_code = models.CharField(_("mã cán bộ"), max_length=30, blank=True)
    phone = EncryptedTextField(_("điện thoại"), blank=True)

    class Meta:
        verbose_name = _("cán bộ")
        verbose_name_plural = _("cán bộ")

    def __str__(self) -> str:
        return str(self.user)
