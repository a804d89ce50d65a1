from django.db import models
from django.utils.translation import gettext_lazy as _

from calendars.models.scope import Layered
from foundation.models import UUIDModel


class WorkPattern(Layered, UUIDModel):
    """The working week (giờ làm việc trong tuần) of the country, a province or an agency, from a day on."""

    valid_from = models.DateField(_("hiệu lực từ"))
    valid_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)

    class Meta:
        verbose_name = _("giờ làm việc trong tuần")
        verbose_name_plural = _("giờ làm việc trong tuần")


class WorkSession(UUIDModel):
    """One session of a weekday (buổi làm việc), on the wall clock."""

    pattern = models.ForeignKey(WorkPattern, on_delete=models.CASCADE, related_name="sessions")
    weekday = models.PositiveSmallIntegerField(_("thứ"), help_text="0 = thứ Hai")
    start = models.TimeField(_("bắt đầu"))
    end = models.TimeField(_("kết thúc"))

    class Meta:
        verbose_name = _("buổi làm việc")
        verbose_name_plural = _("buổi làm việc")
        constraints = [
            models.CheckConstraint(condition=models.Q(start__lt=models.F("end")), name="session_order"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="session_weekday"),
        ]
