from django.db import models
from django.utils.translation import gettext_lazy as _

from calendars.models.scope import Layered, of_one_layer
from foundation.models import UUIDModel


class WorkPattern(Layered, UUIDModel):
    """The working week (giờ làm việc trong tuần) of the country, a province or an agency, from a day on."""

    valid_from = models.DateField(_("hiệu lực từ"))
    valid_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)

    class Meta:
        verbose_name = _("giờ làm việc trong tuần")
        verbose_name_plural = _("giờ làm việc trong tuần")
        constraints = [
            models.UniqueConstraint(
                fields=["valid_from", "province", "agency"], name="work_pattern_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="work_pattern_dates",
                violation_error_message=_("Ngày hết hiệu lực phải sau ngày hiệu lực."),
            ),
            of_one_layer("work_pattern_layer"),
        ]

    def __str__(self) -> str:
        whose = self.agency or self.province or _("cả nước")
        return f"{whose}, {self.valid_from:%d/%m/%Y}"


class WorkSession(UUIDModel):
    """One session of a weekday (buổi làm việc), on the wall clock. Those of a weekday do not overlap."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Thứ Hai")
        TUESDAY = 1, _("Thứ Ba")
        WEDNESDAY = 2, _("Thứ Tư")
        THURSDAY = 3, _("Thứ Năm")
        FRIDAY = 4, _("Thứ Sáu")
        SATURDAY = 5, _("Thứ Bảy")
        SUNDAY = 6, _("Chủ nhật")

    pattern = models.ForeignKey(WorkPattern, on_delete=models.CASCADE, related_name="sessions", verbose_name=_("tuần"))
    weekday = models.PositiveSmallIntegerField(_("thứ"), choices=Weekday.choices)
    start = models.TimeField(_("bắt đầu"))
    end = models.TimeField(_("kết thúc"))

    class Meta:
        verbose_name = _("buổi làm việc")
        verbose_name_plural = _("buổi làm việc")
        constraints = [
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="session_order"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="session_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.start:%H:%M}–{self.end:%H:%M}"
