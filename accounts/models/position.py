from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.agency import Agency
from accounts.models.user import User
from accounts.roles import ROLE_CHOICES
from foundation.models import UUIDModel


class Position(UUIDModel):
    """A post that a person holds in a unit for a time (vị trí việc làm). Rights attach here, not to the person."""

    class Capacity(models.TextChoices):
        """In whose stead a signature is given (NĐ 30/2020/NĐ-CP Đ13)."""

        OWN = "", _("Thủ trưởng")
        KT = "KT", _("Ký thay (KT.)")
        TL = "TL", _("Thừa lệnh (TL.)")
        TUQ = "TUQ", _("Thừa ủy quyền (TUQ.)")
        TM = "TM", _("Thay mặt (TM.)")

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="positions", verbose_name=_("người"))
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="positions", verbose_name=_("đơn vị"))
    role = models.CharField(_("vai trò"), max_length=20, choices=ROLE_CHOICES)
    title = models.CharField(_("chức danh"), max_length=100, blank=True)
    can_sign = models.BooleanField(_("được ký"), default=False)
    capacity = models.CharField(_("tư cách ký"), max_length=3, choices=Capacity.choices, blank=True, default="")
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("vị trí công tác")
        verbose_name_plural = _("vị trí công tác")
        constraints = [
            models.UniqueConstraint(fields=["user", "agency", "role", "valid_from"], name="position_once"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="position_dates",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
            models.CheckConstraint(
                condition=models.Q(can_sign=True) | models.Q(capacity=""),
                name="position_capacity_of_signers",
                violation_error_message=_("Chỉ vị trí được ký mới có tư cách ký."),
            ),
        ]

    def clean(self) -> None:
        """A post is in an agency of the province in which the person works."""
        if self.agency_id and self.user_id and self.agency.province_id != self.user.province_id:
            raise ValidationError({"agency": _("Đơn vị phải thuộc tỉnh của cán bộ.")})

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()} – {self.agency}"
