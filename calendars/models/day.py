from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from calendars.models.scope import Layered, of_one_layer
from calendars.sessions import SessionFault, read_sessions
from foundation.models import UUIDModel


class CalendarDay(Layered, UUIDModel):
    """A day that differs from its week (ngày nghỉ, ngày làm bù), with the law or notice that says so."""

    class Kind(models.TextChoices):
        HOLIDAY = "nghi_le", _("Nghỉ lễ, tết")
        SUBSTITUTE = "nghi_bu", _("Nghỉ bù")
        SWAPPED_OFF = "nghi_hoan_doi", _("Nghỉ hoán đổi")
        MAKE_UP = "lam_bu", _("Làm bù")
        HALF_DAY = "lam_nua_ngay", _("Làm nửa ngày")

    WORKED = (Kind.MAKE_UP, Kind.HALF_DAY)

    date = models.DateField(_("ngày"))
    kind = models.CharField(_("loại"), max_length=15, choices=Kind.choices)
    name = models.CharField(_("tên"), max_length=100)
    sessions = models.JSONField(
        _("buổi làm việc"), null=True, blank=True,
        help_text=_(
            '[["07:30","11:30"]]; bỏ trống: ngày làm bù như thứ Hai của tuần đó, làm nửa ngày thì chỉ buổi đầu'
        ),
    )  # fmt: skip

    class Meta:
        verbose_name = _("ngày đặc biệt")
        verbose_name_plural = _("ngày đặc biệt")
        constraints = [
            models.UniqueConstraint(
                fields=["date", "province", "agency"], name="calendar_day_once", nulls_distinct=False
            ),
            of_one_layer("calendar_day_layer"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y} {self.name}"

    def clean(self) -> None:
        if not self.sessions:
            self.sessions = None
            return
        if self.kind not in self.WORKED:
            raise ValidationError({"sessions": _("Ngày nghỉ không có buổi làm việc.")})
        try:
            read_sessions(self.sessions)
        except SessionFault as fault:
            raise ValidationError({"sessions": str(fault)}) from fault
